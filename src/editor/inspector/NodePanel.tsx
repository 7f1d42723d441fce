// One selected node: what it is, its problems, attributes, formulas, tensors and the numbers it starts from.

import { Fragment, memo, useDeferredValue, useRef } from "react"
import { writeCount } from "../../formula/number.ts"
import { spokenName } from "../../formula/spoken.ts"
import { symbolTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import { graphSymbols } from "../../graph/analysis/symbols.ts"
import { isUnfinished } from "../../graph/analysis/unfinished.ts"
import { renameNode, setLabel, setTarget } from "../../graph/edit/edit.ts"
import { paramCount } from "../../graph/measure/counts.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import type { AnyOp } from "../../ops/op.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { useRun } from "../../state/run/run.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { FieldView } from "../field/FieldView.tsx"
import { NormBlock } from "../field/NormBlock.tsx"
import { Maths } from "../maths/Maths.tsx"
import { Button } from "../parts/Button.tsx"
import { Editable, useLockWords } from "../parts/Editable.tsx"
import { Repairs } from "../parts/Repairs.tsx"
import { Section } from "../parts/Section.tsx"
import styles from "../parts/styles/panel.module.css"
import quiet from "../parts/styles/quiet.module.css"
import { useAnswer } from "../parts/useAnswer.ts"
import { PicturePanel } from "../picture/PicturePanel.tsx"
import { ShapeText } from "../tensor/ShapeText.tsx"
import { AcrossHint } from "./AcrossHint.tsx"
import { AttrField } from "./fields/AttrField.tsx"
import { idleAttrs } from "./fields/idleAttrs.ts"
import { TextField } from "./fields/TextField.tsx"
import { Upstream } from "./fields/Upstream.tsx"
import { useFed } from "./fields/useFed.ts"
import { Formulas } from "./formulas/Formulas.tsx"
import { NumbersSwitch } from "./formulas/NumbersSwitch.tsx"
import { hasSums, Sums } from "./formulas/Sums.tsx"
import { NodeTensors } from "./NodeTensors.tsx"
import { NodeValues } from "./NodeValues.tsx"
import { ModeNote } from "./notes/ModeNote.tsx"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
}

/**
 * Fields follow the document at once. What shows shapes only is left alone while numbers are typed; what shows numbers of
 * the run comes after the canvas has them.
 */
export function NodePanel({ analysis, node }: Props) {
  const result = useRun((state) => state.result)
  const late = useDeferredValue(result)
  const structure = useAnalysis((state) => state.structure)
  const shaped = structure.nodes.get(node.id) ?? node
  const numbers = !usePartHidden("numbers")
  const gradients = !usePartHidden("gradients")
  return (
    <>
      <Head id={node.id} label={node.node.label} kind={node.node.op} op={node.op} />
      {node.problems.map((problem, at) => (
        <div
          key={`${problem.code} ${problem.sentence}`}
          className={styles.problem}
          data-unfinished={isUnfinished(problem) || undefined}
          data-severity={problem.severity}
          role={isUnfinished(problem) || problem.severity === "warning" ? "note" : "alert"}
        >
          {problem.sentence}
          <Repairs problem={problem} above={node.problems.slice(0, at)} />
        </div>
      ))}
      {node.op === null ? null : (
        <>
          <Attributes node={shaped} />
          <Shapes analysis={structure} node={shaped} />
          <PicturePanel node={node} />
          <Looked analysis={structure} node={shaped} result={late} />
          {numbers ? <NodeValues node={node} result={result} seed={analysis.document.seed ?? 0} /> : null}
          {gradients ? <Outputs analysis={analysis} node={node} /> : null}
        </>
      )}
    </>
  )
}

const NO_WIRES: readonly Wire[] = []

/** What a run made of the node, and how: nothing here is typed into. */
const Looked = memo(function Looked({ analysis, node, result }: Props & { readonly result: ShownRun | null }) {
  const phase = useRun((state) => state.phase)
  const numbers = !usePartHidden("numbers")
  const formulas = !usePartHidden("formulas")
  return (
    <>
      <ModeNote node={node} result={result} />
      {result !== null && phase !== "none" && numbers ? (
        <NodeTensors
          analysis={analysis}
          node={node}
          entering={analysis.entering.get(node.id) ?? NO_WIRES}
          result={result}
          showGradients={phase === "backward"}
        />
      ) : null}
      <NormBlock node={node} mode={analysis.mode} />
      <FieldView analysis={analysis} node={node} />
      {formulas && node.op !== null ? <Formulas analysis={analysis} node={node} /> : null}
    </>
  )
})

interface HeadProps {
  readonly id: string
  readonly label: string | undefined
  /** The op's name in the document, and the op itself if there is such a one. */
  readonly kind: string
  readonly op: AnyOp | null
}

const Head = memo(function Head({ id, label, kind, op }: HeadProps) {
  const head = useRef<HTMLElement>(null)
  useAnswer("rename", id, () => head.current?.querySelector("input")?.select())
  return (
    <header className={styles.head} ref={head}>
      <div className={styles.title}>
        <h2 aria-label={spokenName(label ?? id)}>
          <Maths tex={symbolTex(label ?? id)} />
        </h2>
        <span className={quiet.text}>{op?.title ?? kind}</span>
      </div>
      {op === null ? null : <p className={quiet.text}>{op.summary}</p>}
      <Editable>
        <TextField
          key={`id ${id}`}
          label="id"
          value={id}
          onCommit={(text) => edit(`Rename ${id}`, (d) => renameNode(d, id, text), { select: { nodes: [text] } })}
          check={checkId}
        />
        <TextField
          key={`label ${id}`}
          label="label"
          value={label ?? ""}
          placeholder="none; may be LaTeX, e.g. \mu"
          onCommit={(text) => edit(`Label ${id}`, (d) => setLabel(d, id, text))}
        />
      </Editable>
    </header>
  )
})

function checkId(text: string): string | null {
  return /^[A-Za-z_][A-Za-z0-9_./-]{0,127}$/.test(text)
    ? null
    : "An id starts with a letter or _ and has at most 128 letters, digits, _ . / or -"
}

const Attributes = memo(function Attributes({ node }: { readonly node: NodeAnalysis }) {
  const { examples } = useFed(node.id)
  const specs = Object.entries(node.op?.attrs ?? {})
  if (specs.length === 0) return null
  const idle = idleAttrs(node, examples)
  return (
    <Section title="Attributes">
      <Editable>
        {specs
          .filter(([name]) => idle?.names.includes(name) !== true)
          .map(([name, spec]) => (
            <AttrField
              key={`${node.id}.${name}`}
              node={node.id}
              name={name}
              spec={spec}
              raw={node.node.attrs?.[name]}
            />
          ))}
        <AcrossHint node={node} />
      </Editable>
      {idle === null ? null : (
        <p className={quiet.text}>
          Not used while {idle.reason}: {idle.names.join(", ")}.
        </p>
      )}
    </Section>
  )
})

const Shapes = memo(function Shapes({ analysis, node }: Props) {
  if (node.state !== "ok" || node.outputs === null) return null
  const counted = paramCount(node)
  const symbol = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
  const shapes = Object.entries(node.outputs).filter(([port]) => node.op?.outputs[port]?.hidden !== true)
  return (
    <Section title="Shape and count" aside={hasSums(node) ? <NumbersSwitch /> : null}>
      <dl className={styles.facts}>
        {shapes.map(([port, shape]) => (
          <div key={port}>
            <dt>{shapes.length === 1 ? "output" : <Maths tex={symbol(port) ?? port} />}</dt>
            <dd>
              {shapesAt(shape).map((one, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an element of a list has no other identity than its place
                <Fragment key={index}>
                  {index > 0 ? ", " : ""}
                  <ShapeText analysis={analysis} name={placeName({ node: node.id, port, index })} shape={one} full />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
        {counted === null || node.params.length === 0 ? null : (
          <div>
            <dt>params</dt>
            <dd>{counted.count === 0 ? "0, all wired" : `${counted.text} = ${writeCount(counted.count)}`}</dd>
          </div>
        )}
      </dl>
      <Sums node={node} />
    </Section>
  )
})

/** Backward's start: the target button, and the upstream gradient of each visible output. */
function Outputs({ analysis, node }: Props) {
  const cell = useSession((state) => state.cell)
  const locked = useLockWords()
  if (node.outputs === null || node.op === null) return null
  const { target, document } = analysis
  const ports = Object.entries(node.op.outputs).filter(
    ([, port]) => port.hidden !== true && port.constant !== true && port.list !== true,
  )
  return ports.map(([port]) => {
    const output = placeName({ node: node.id, port })
    const shape = node.outputs?.[port]
    const isTarget = target !== null && placeName(target) === output
    if (shape === undefined) return null
    return (
      <div key={port}>
        <Upstream document={document} output={output} shape={shape as Shape} isTarget={isTarget} cell={cell} />
        <Button
          look="text"
          disabled={isTarget || locked !== null}
          title={locked ?? undefined}
          onClick={() => edit(`Start backward at ${node.id}`, (d) => setTarget(d, output))}
        >
          {isTarget ? "Backward starts here" : "Start backward here"}
        </Button>
      </div>
    )
  })
}
