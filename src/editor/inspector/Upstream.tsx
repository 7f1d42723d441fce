// The upstream gradient that backward starts from at an output: typed, drawn, a single cell, or PyTorch's ones.

import type { GradwireDocument } from "../../graph/document.ts"
import { setUpstream } from "../../graph/edit.ts"
import { isValueProblem, readValue, writeValue } from "../../graph/values.ts"
import { edit, revertGesture } from "../../state/document.ts"
import { randomStream } from "../../tensor/random.ts"
import { type Shape, sizeOf, type Tensor, zeros } from "../../tensor/tensor.ts"
import { Editable } from "../shell/Editable.tsx"
import styles from "./inspector.module.css"
import { Section } from "./Section.tsx"
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
  const literal = document.upstream?.[output]
  const read = literal === undefined ? null : readValue(literal, shape, "float64")
  const tensor = read === null || isValueProblem(read) ? null : read
  const write = (next: Tensor, key?: string, drag = false) =>
    edit(
      `Set the upstream gradient of ${output}`,
      (d) => setUpstream(d, output, writeValue(next)),
      key === undefined ? {} : { key, ...(drag ? { within: Number.POSITIVE_INFINITY } : {}) },
    )
  const size = sizeOf(shape)
  return (
    <Section title="Upstream gradient" aside={<span className={styles.quiet}>∂L/∂({output})</span>}>
      <p className={styles.quiet}>{words(tensor, isTarget, shape)}</p>
      <Editable>
        {size > LARGEST ? null : (
          <div className={styles.buttons}>
            <button type="button" onClick={() => drawUpstream(output, shape)}>
              Draw it
            </button>
            <button type="button" onClick={() => write(oneCell(shape, cell))} title="1 at the chosen cell, 0 elsewhere">
              One cell
            </button>
            <button type="button" onClick={() => write({ shape, data: new Float64Array(size).fill(1) })}>
              Ones
            </button>
            {tensor === null ? null : (
              <button
                type="button"
                onClick={() =>
                  edit(`Remove the upstream gradient of ${output}`, (d) => setUpstream(d, output, undefined))
                }
              >
                Remove
              </button>
            )}
          </div>
        )}
        {tensor === null ? null : (
          <ValueEditor
            name={`upstream ${output}`}
            place={output}
            tensor={tensor}
            near={cell}
            onWrite={write}
            onRevert={revertGesture}
          />
        )}
      </Editable>
    </Section>
  )
}

function words(tensor: Tensor | null, isTarget: boolean, shape: Shape): string {
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
