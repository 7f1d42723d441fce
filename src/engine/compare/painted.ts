// A transposed convolution is a sum of painted copies of its filter, one for each input cell. The usual mistakes by hand: one
// copy, or a row or column of copies, painted one off; a copy forgotten; copies that overwrite each other.

import { addressOf } from "../../tensor/address.ts"
import { broadcast2 } from "../../tensor/broadcast.ts"
import { type Tensor, zerosLike } from "../../tensor/tensor.ts"
import { type LocalNode, outputOf, tensorOn, withTensor } from "../explain/terms/local.ts"
import { smallNode, withAttrs } from "./local.ts"
import { cropped, shifted } from "./rerun/moving.ts"
import { outputAt } from "./rerun/place.ts"
import type { CauseRule } from "./rerun/subject.ts"

const MOST_COPIES = 64
const STEPS = [
  { down: 1, right: 0, words: "one row too low" },
  { down: -1, right: 0, words: "one row too high" },
  { down: 0, right: 1, words: "one column too far right" },
  { down: 0, right: -1, words: "one column too far left" },
] as const

interface Group {
  readonly words: string
  readonly one: boolean
  readonly holds: (row: number, column: number) => boolean
}

export const paintedOff: CauseRule = function* ({ analysis, result, name, side, ours }) {
  const output = side === "value" ? outputAt(analysis, name) : null
  const local = output === null ? null : smallNode(analysis, result, output.node)
  if (local === null || !local.node.op.kind.startsWith("ConvTranspose")) return
  const input = tensorOn(local, { name: "input" })
  const rows = local.node.op.kind === "ConvTranspose2d" ? (input.shape.at(-2) ?? 1) : 1
  const columns = input.shape.at(-1) ?? 1
  if (rows * columns > MOST_COPIES) return
  const canvas = canvasOf(local, ours)
  if (canvas === null) return
  for (const { words, one, holds } of groupsOf(rows, columns)) {
    const copy = canvas.copy(holds)
    if (copy === null) return
    if (one) yield { words: `The ${words} is missing.`, tensor: minus(ours, canvas.seen(copy)) }
    for (const step of rows > 1 ? STEPS : STEPS.slice(2)) {
      const off = minus(canvas.seen(shifted(copy, step.down, step.right, 0)), canvas.seen(copy))
      const tensor = broadcast2(ours, off, (a, b) => a + b)
      yield { words: `In the sum of painted copies the ${words} ${one ? "is" : "are"} ${step.words}.`, tensor }
    }
  }
  yield* overwritten(
    canvas,
    groupsOf(rows, columns).filter(({ one }) => one),
  )
}

/** Later copies replace earlier ones where they overlap, instead of being added. */
function* overwritten(canvas: Canvas, copies: readonly Group[]): ReturnType<CauseRule> {
  const out = zerosLike(canvas.blank)
  for (const { holds } of copies) {
    const [copy, reach] = [canvas.copy(holds), canvas.reach(holds)]
    if (copy === null || reach === null) return
    reach.data.forEach((touched, i) => {
      if (touched !== 0) out.data[i] = copy.data[i] ?? 0
    })
  }
  const tensor = broadcast2(canvas.seen(out), canvas.bias, (a, b) => a + b)
  yield { words: "Where painted copies overlap, the later one overwrites the earlier instead of being added.", tensor }
}

function groupsOf(rows: number, columns: number): readonly Group[] {
  const groups: Group[] = []
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++)
      groups.push({
        words: `copy of input [${rows > 1 ? `${r}, ` : ""}${c}]`,
        one: true,
        holds: (y, x) => y === r && x === c,
      })
  }
  if (rows === 1 || columns === 1) return groups
  for (let r = 0; r < rows; r++) groups.push({ words: `copies of input row ${r}`, one: false, holds: (y) => y === r })
  for (let c = 0; c < columns; c++)
    groups.push({ words: `copies of input column ${c}`, one: false, holds: (_, x) => x === c })
  return groups
}

interface Canvas {
  readonly blank: Tensor
  /** What some input cells paint, without the bias, before padding is cut off. */
  readonly copy: (holds: Group["holds"]) => Tensor | null
  /** The same with ones for the cells and for the filter: not 0 where a copy reaches. */
  readonly reach: (holds: Group["holds"]) => Tensor | null
  /** What is left of the canvas once padding is cut off. */
  readonly seen: (painted: Tensor) => Tensor
  /** What the output would be without any copy. */
  readonly bias: Tensor
}

function canvasOf(local: LocalNode, ours: Tensor): Canvas | null {
  const { padding } = local.context.attrs
  const none = Array.isArray(padding) ? padding.map(() => 0) : 0
  const whole = withAttrs(local, { padding: none })
  const input = tensorOn(local, { name: "input" })
  const empty = whole && withTensor(whole, { name: "input" }, zerosLike(input))
  const blank = empty && outputOf(empty, "output")
  if (whole === null || blank === null || blank.shape.length !== ours.shape.length) return null
  const plane = [padding].flat().map(Number)
  const start = blank.shape.map((_, axis) => plane[axis - (blank.shape.length - plane.length)] ?? 0)
  const painted = (node: LocalNode, cells: Tensor): Tensor | null => {
    const some = withTensor(node, { name: "input" }, cells)
    const answer = some && outputOf(some, "output")
    return answer && minus(answer, blank)
  }
  const ones = withTensor(whole, { name: "weight" }, filled(tensorOn(whole, { name: "weight" })))
  const seen = (tensor: Tensor): Tensor => cropped(tensor, ours.shape, start)
  return {
    blank,
    copy: (holds) =>
      painted(
        whole,
        held(input, local.node.op.kind, holds, (x) => x),
      ),
    reach: (holds) =>
      ones &&
      painted(
        ones,
        held(input, local.node.op.kind, holds, () => 1),
      ),
    seen,
    bias: seen(blank),
  }
}

/** The input with other cells set to 0. */
function held(input: Tensor, kind: string, holds: Group["holds"], value: (x: number) => number): Tensor {
  const only = zerosLike(input)
  input.data.forEach((x, i) => {
    const address = addressOf(input.shape, i)
    if (holds(kind === "ConvTranspose2d" ? (address.at(-2) ?? 0) : 0, address.at(-1) ?? 0)) only.data[i] = value(x)
  })
  return only
}

function filled(tensor: Tensor): Tensor {
  return { shape: tensor.shape, data: new Float64Array(tensor.data.length).fill(1) }
}

function minus(a: Tensor, b: Tensor): Tensor {
  return broadcast2(a, b, (x, y) => x - y)
}
