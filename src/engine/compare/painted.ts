// A transposed convolution is a sum of painted copies of its filter, one for each input cell. The usual mistake by hand is
// one copy, or one row of copies, painted a row or a column off.

import { addressOf } from "../../tensor/address.ts"
import { broadcast2 } from "../../tensor/broadcast.ts"
import { type Tensor, zerosLike } from "../../tensor/tensor.ts"
import { type LocalNode, outputOf, tensorOn, withTensor } from "../explain/local.ts"
import { smallNode } from "./local.ts"
import { shifted } from "./moving.ts"
import { outputAt } from "./place.ts"
import type { CauseRule } from "./subject.ts"

const MOST_COPIES = 64
const STEPS = [
  { down: 1, right: 0, words: "one row too low" },
  { down: -1, right: 0, words: "one row too high" },
  { down: 0, right: 1, words: "one column too far right" },
  { down: 0, right: -1, words: "one column too far left" },
] as const

export const paintedOff: CauseRule = function* ({ analysis, result, name, side, ours }) {
  const output = side === "value" ? outputAt(analysis, name) : null
  const local = output === null ? null : smallNode(analysis, result, output.node)
  if (local === null || !local.node.op.kind.startsWith("ConvTranspose")) return
  const input = tensorOn(local, { name: "input" })
  const rows = input.shape.length > 3 || local.node.op.kind === "ConvTranspose2d" ? (input.shape.at(-2) ?? 1) : 1
  const columns = input.shape.at(-1) ?? 1
  if (rows * columns > MOST_COPIES) return
  const groups: { readonly words: string; readonly holds: (row: number, column: number) => boolean }[] = []
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++)
      groups.push({
        words: `the copy of input [${rows > 1 ? `${r}, ` : ""}${c}] is`,
        holds: (y, x) => y === r && x === c,
      })
  }
  for (let r = 0; r < rows && rows > 1 && columns > 1; r++)
    groups.push({ words: `all copies of input row ${r} are`, holds: (y) => y === r })
  for (const { words, holds } of groups) {
    const copy = copyOf(local, input, holds)
    if (copy === null || copy.shape.length !== ours.shape.length) continue
    for (const step of rows > 1 ? STEPS : STEPS.slice(2)) {
      const off = broadcast2(shifted(copy, step.down, step.right, 0), copy, (a, b) => a - b)
      yield {
        words: `In the sum of painted copies ${words} ${step.words}.`,
        tensor: broadcast2(ours, off, (a, b) => a + b),
      }
    }
  }
}

/** What some input cells paint, without the bias. */
function copyOf(local: LocalNode, input: Tensor, holds: (row: number, column: number) => boolean): Tensor | null {
  const only = zerosLike(input)
  input.data.forEach((x, i) => {
    const address = addressOf(input.shape, i)
    const planar = local.node.op.kind === "ConvTranspose2d"
    if (holds(planar ? (address.at(-2) ?? 0) : 0, address.at(-1) ?? 0)) only.data[i] = x
  })
  const some = withTensor(local, { name: "input" }, only)
  const none = withTensor(local, { name: "input" }, zerosLike(input))
  const [painted, bias] = [some && outputOf(some, "output"), none && outputOf(none, "output")]
  return painted && bias && broadcast2(painted, bias, (a, b) => a - b)
}
