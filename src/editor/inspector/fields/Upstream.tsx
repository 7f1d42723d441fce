// The upstream gradient that backward starts from at an output: typed, drawn, by a rule, a single cell, or PyTorch's ones.

import { givenUpstream } from "../../../engine/pass/upstream.ts"
import { upstreamName } from "../../../graph/analysis/target.ts"
import type { GradwireDocument, UpstreamRule, ValueLiteral } from "../../../graph/document.ts"
import { setUpstream } from "../../../graph/edit/edit.ts"
import { isRule } from "../../../graph/values/upstreamRule.ts"
import { writeValue } from "../../../graph/values/values.ts"
import { edit, revertGesture } from "../../../state/document.ts"
import { randomStream } from "../../../tensor/random.ts"
import { formatShape, type Shape, sizeOf, type Tensor, zeros } from "../../../tensor/tensor.ts"
import { Button } from "../../parts/Button.tsx"
import { Editable } from "../../parts/Editable.tsx"
import { Section } from "../../parts/Section.tsx"
import styles from "../../parts/styles/panel.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { UpstreamRuleFields } from "./UpstreamRuleFields.tsx"
import own from "./upstream.module.css"
import { ValueEditor } from "./ValueEditor.tsx"

interface Props {
  readonly document: GradwireDocument
  /** `node:port`. */
  readonly output: string
  readonly shape: Shape
  readonly isTarget: boolean
  readonly cell: readonly number[] | null
}

const LARGEST = 65_536

export function Upstream({ document, output, shape, isTarget, cell }: Props) {
  const seed = document.seed ?? 0
  const name = upstreamName(document, output)
  const given = document.upstream?.[name]
  const tensor = given === undefined ? null : givenUpstream(given, output, shape, seed, "float64")
  const small = sizeOf(shape) <= LARGEST
  const label = `Set the upstream gradient of ${output}`
  const write = (next: Tensor, key?: string, drag = false) =>
    edit(
      label,
      (d) => setUpstream(d, name, writeValue(next)),
      key === undefined ? {} : { key, ...(drag ? { within: Number.POSITIVE_INFINITY } : {}) },
    )
  return (
    <Section
      title="Upstream gradient"
      folded={!isTarget && given === undefined}
      aside={<span className={quiet.text}>∂L/∂({output})</span>}
    >
      <p className={quiet.text}>{words(given, tensor, isTarget, shape)}</p>
      <Editable>
        <div className={styles.buttons}>
          {small ? <Starts output={name} shape={shape} cell={cell} onWrite={write} /> : null}
          {isRule(given) ? null : (
            <Button
              title="Drawn in the shape of the output, so that it follows a change of shape and each batch"
              onClick={() => edit(label, (d) => setUpstream(d, name, { distribution: "normal" }))}
            >
              By rule
            </Button>
          )}
          {isRule(given) && tensor !== null && small ? (
            <Button title="As numbers of the document, to be changed one by one" onClick={() => write(tensor)}>
              Write down
            </Button>
          ) : null}
          {given === undefined ? null : (
            <Button
              onClick={() => edit(`Remove the upstream gradient of ${output}`, (d) => setUpstream(d, name, undefined))}
            >
              Remove
            </Button>
          )}
        </div>
        {isRule(given) ? (
          <UpstreamRuleFields
            output={output}
            rule={given}
            onChange={(rule, key) => edit(label, (d) => setUpstream(d, name, rule), { key })}
          />
        ) : null}
        {tensor === null || !small ? null : (
          <fieldset className={own.drawn} disabled={isRule(given)}>
            <ValueEditor
              name={`upstream ${output}`}
              place={output}
              tensor={isRule(given) ? shortened(tensor) : tensor}
              near={cell}
              onWrite={write}
              onRevert={revertGesture}
            />
          </fieldset>
        )}
      </Editable>
    </Section>
  )
}

/** To four digits: drawn numbers are looked at here, not calculated with. */
function shortened({ shape, data }: Tensor): Tensor {
  return { shape, data: Float64Array.from(data, (x) => Number(x.toPrecision(4))) }
}

interface StartsProps {
  readonly output: string
  readonly shape: Shape
  readonly cell: readonly number[] | null
  readonly onWrite: (tensor: Tensor) => void
}

/** Numbers to begin with, written into the document. */
function Starts({ output, shape, cell, onWrite }: StartsProps) {
  return (
    <>
      <Button onClick={() => drawUpstream(output, shape)}>Random values</Button>
      <Button onClick={() => onWrite(oneCell(shape, cell))} title="1 at the chosen cell, 0 elsewhere">
        One cell
      </Button>
      <Button onClick={() => onWrite({ shape, data: new Float64Array(sizeOf(shape)).fill(1) })}>Ones</Button>
    </>
  )
}

function words(
  given: ValueLiteral | UpstreamRule | undefined,
  tensor: Tensor | null,
  isTarget: boolean,
  shape: Shape,
): string {
  if (given !== undefined && tensor === null) return "What is given here cannot be used; the problem says why."
  if (isRule(given)) {
    const seed = typeof given.seed === "number" ? `its own seed ${given.seed}` : "the document’s seed"
    const where = isTarget ? "Backward starts here with them." : "They are added to the gradient that arrives here."
    return `Numbers drawn from ${seed} in the shape of the output, ${formatShape(shape)}. ${where}`
  }
  if (tensor !== null)
    return isTarget
      ? "Backward starts here with these numbers."
      : "These numbers are added to the gradient that arrives here."
  if (!isTarget) return "None: only what flows back along the wires arrives here."
  return shape.length === 0
    ? "1, because this is the loss."
    : "Ones, because none is set. Ones hide much: through batch norm or softmax they give exactly zero."
}

/** Lets backward start at an output, `node:port`, with numbers drawn from the seed. */
export function drawUpstream(output: string, shape: Shape): void {
  edit(`Set the upstream gradient of ${output}`, (document) =>
    setUpstream(document, output, writeValue(drawn(shape, document.seed ?? 0, output))),
  )
}

/** Normal numbers with two decimals: short enough to calculate with by hand. */
function drawn(shape: Shape, seed: number, output: string): Tensor {
  const tensor = zeros(shape, "float64")
  const random = randomStream(seed, output, "upstream")
  tensor.data.forEach((_, i) => {
    tensor.data[i] = Math.round(random.normal() * 100) / 100
  })
  return tensor
}

function oneCell(shape: Shape, cell: readonly number[] | null): Tensor {
  const tensor = zeros(shape, "float64")
  const at =
    cell === null || cell.length !== shape.length
      ? 0
      : shape.reduce((flat, size, axis) => flat * size + (cell[axis] ?? 0), 0)
  if (at < tensor.data.length) tensor.data[at] = 1
  return tensor
}
