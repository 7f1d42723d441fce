// The numbers that a node starts from: the value of a source, params, buffers. Kept in the document, or drawn from the seed.

import { memo, useMemo, useState } from "react"
import { WHOLE } from "../../engine/numbers/report.ts"
import { varies } from "../../engine/seedUse.ts"
import { writeCount, writeNumber } from "../../formula/number.ts"
import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import type { ValueLiteral } from "../../graph/document.ts"
import { setValues } from "../../graph/edit/edit.ts"
import { isValueProblem } from "../../graph/values/valueProblem.ts"
import { readValue, writeValue } from "../../graph/values/values.ts"
import type { Init } from "../../ops/kept.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit, revertGesture } from "../../state/document.ts"
import { windowOf } from "../../state/run/numbers.ts"
import type { RunTensor, ShownRun } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import { type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { Button } from "../parts/Button.tsx"
import { Editable, useLockWords } from "../parts/Editable.tsx"
import { Section, Triangle } from "../parts/Section.tsx"
import quiet from "../parts/styles/quiet.module.css"
import { useReading } from "../parts/useReading.ts"
import { ShapeText } from "../tensor/ShapeText.tsx"
import { useFed } from "./fields/useFed.ts"
import { ValueEditor } from "./fields/ValueEditor.tsx"
import values from "./fields/values.module.css"

interface Props {
  readonly node: NodeAnalysis
  /** The same node, the same object while only numbers change. */
  readonly shaped: NodeAnalysis
  readonly result: ShownRun | null
  readonly seed: number
}

interface Kept {
  readonly name: string
  readonly shape: Shape
  readonly init: Init
}

export const NodeValues = memo(function NodeValues({ node, shaped, result, seed }: Props) {
  const kept: readonly Kept[] = [...shaped.params.filter(({ wired }) => wired === null), ...shaped.buffers]
  if (kept.length === 0) return null
  return (
    <Section title="Initial values">
      {kept.map((tensor) => {
        const literal = node.node.values?.[tensor.name]
        const ran = literal === undefined ? result : null
        return <KeptTensor key={tensor.name} id={node.id} kept={tensor} literal={literal} result={ran} seed={seed} />
      })}
    </Section>
  )
})

interface KeptProps {
  /** Of the node. */
  readonly id: string
  readonly kept: Kept
  readonly literal: ValueLiteral | undefined
  /** Null where the document has the numbers: then none of a run are read. */
  readonly result: ShownRun | null
  readonly seed: number
}

const KeptTensor = memo(function KeptTensor({ id, kept, literal, result, seed }: KeptProps) {
  const locked = useLockWords()
  const structure = useAnalysis((state) => state.structure)
  const full = `${id}.${kept.name}`
  // The value of a source is its output; what is looked at goes by that name.
  const shown = kept.name === "value" ? `${id}:value` : full
  const near = useSession((state) => (state.tensor?.name === shown ? state.cell : null))
  const { feeds, examples } = useFed(id)
  const [open, setOpen] = useState(kept.name === "value")
  const told = literal === undefined ? (result?.at("param", full) ?? started(result, id, kept.name)) : null
  const read = useWhole(told, open)
  const written = useMemo(() => (literal === undefined ? null : decode(literal, kept.shape)), [literal, kept])
  const tensor = literal === undefined ? read.tensor : written
  const write = (next: Tensor, cell: string, drag: boolean) =>
    edit(`Change ${full}`, (d) => setValues(d, id, kept.name, writeValue(next)), {
      key: cell,
      ...(drag ? { within: Number.POSITIVE_INFINITY } : {}),
    })
  return (
    <details className={values.kept} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Triangle />
        <span>{kept.name}</span>
        <span className={quiet.text}>
          <ShapeText analysis={structure} name={shown} shape={kept.shape} full /> ·{" "}
          {examples ?? (literal === undefined ? drawnFrom(kept.init, seed) : "in the document")}
        </span>
      </summary>
      {tensor === null && told !== null ? (
        <p className={quiet.text}>{read.problem ?? "Reading the numbers…"}</p>
      ) : tensor === null ? (
        <p className={quiet.text}>
          Run Forward to see {feeds ? "the examples that it takes" : `the numbers: ${drawnFrom(kept.init, seed)}`}.
        </p>
      ) : (
        <Editable>
          <ValueEditor name={full} place={shown} tensor={tensor} near={near} onWrite={write} onRevert={revertGesture} />
        </Editable>
      )}
      {literal === undefined ? null : (
        <Button
          look="text"
          disabled={locked !== null}
          title={locked ?? undefined}
          onClick={() => edit(`Forget the numbers of ${full}`, (d) => setValues(d, id, kept.name, undefined))}
        >
          {feeds ? "Take the examples of the data instead" : `${insteadOf(kept.init, seed)} instead`}
        </Button>
      )}
    </details>
  )
})

/** All numbers of a tensor: small ones at once, large ones once somebody opens them. */
function useWhole(told: RunTensor | null, open: boolean) {
  const reading = useMemo(() => (told === null ? null : windowOf(told)), [told])
  const small = told !== null && sizeOf(told.shape) <= WHOLE
  const read = useReading(open || small ? reading : null)
  return { tensor: told === null ? null : (read.is ?? null), problem: read.problem }
}

/** The value of a source node before anything ran on it is its output. */
function started(result: ShownRun | null, id: string, name: string): RunTensor | null {
  return (name === "value" ? result?.at("value", `${id}:value`) : undefined) ?? null
}

function decode(literal: ValueLiteral, shape: Shape): Tensor | null {
  const read = readValue(literal, shape, "float64")
  return isValueProblem(read) ? null : read
}

/** What takes the place of written numbers: drawn ones only where something is drawn. */
function insteadOf(init: Init, seed: number): string {
  return varies(init) ? "Draw from the seed" : `Take ${drawnFrom(init, seed)}`
}

/** `uniform −0.33 to 0.33, seed 7`. */
function drawnFrom(init: Init, seed: number): string {
  switch (init.kind) {
    case "zeros":
    case "ones":
      return init.kind
    case "constant":
      return `all ${writeNumber(init.value)}`
    case "arange":
      return "0, 1, 2, …"
    case "eye":
    case "tril":
    case "triu":
      return init.value === 1 ? init.kind : `${init.kind} times ${writeNumber(init.value)}`
    case "uniform":
      return `uniform ${writeNumber(init.low)} to ${writeNumber(init.high)}, seed ${seed}`
    case "normal":
      return `normal, mean ${writeNumber(init.mean)}, std ${writeNumber(init.std)}, seed ${seed}`
    case "integers":
      return `whole numbers ${writeCount(init.low)} to ${writeCount(init.high - 1)}, seed ${seed}`
    default:
      return `${init.kind}, seed ${seed}`
  }
}
