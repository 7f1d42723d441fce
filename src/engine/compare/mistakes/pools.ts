// Pooling: the mean for the greatest and the other way round, and gradients that go to every cell of a window.

import type { AnyOp } from "../../../ops/op.ts"
import { AvgPool1d } from "../../../ops/pool/AvgPool1d.ts"
import { AvgPool2d } from "../../../ops/pool/AvgPool2d.ts"
import { MaxPool1d } from "../../../ops/pool/MaxPool1d.ts"
import { MaxPool2d } from "../../../ops/pool/MaxPool2d.ts"
import { map } from "../../../tensor/elementwise.ts"
import { finish } from "../../../tensor/work.ts"
import { back, type Mistake, type MistakeRule, one, rightBack, withAttrs, withForward } from "./mistake.ts"

const MEAN_OF: { readonly [kind: string]: AnyOp } = { MaxPool1d: AvgPool1d, MaxPool2d: AvgPool2d }
const MAX_OF: { readonly [kind: string]: AnyOp } = { AvgPool1d: MaxPool1d, AvgPool2d: MaxPool2d }

export const poolMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  const size = [at.attrs.kernel_size].flat().reduce<number>((product, n) => product * Number(n), 1)
  const [mean, max] = [MEAN_OF[op.kind], MAX_OF[op.kind]]
  if (mean !== undefined && [at.attrs.dilation ?? 1].flat().every((d) => d === 1)) {
    const average = withAttrs(mean, { count_include_pad: true, divisor_override: null })
    yield { words: "the mean of each window was taken, not its greatest number", phase: "forward", op: average }
    const every = (factor: number): AnyOp =>
      back(op, "input", (context) => map(rightBack(average, "input", context), (g) => g * factor))
    yield {
      words: "the gradient goes to every cell of a window, not to the greatest alone",
      phase: "backward",
      op: every(size),
    }
    yield {
      words: "the gradient is shared by all cells of a window, as for a mean, instead of going to the greatest",
      phase: "backward",
      op: every(1),
    }
  }
  if (max !== undefined) {
    const greatest = withAttrs(max, { dilation: op.kind === "AvgPool1d" ? 1 : [1, 1] })
    yield { words: "the greatest number of each window was taken, not the mean", phase: "forward", op: greatest }
    const times = (context: Parameters<typeof rightBack>[2]) => map(rightBack(op, "input", context), (g) => g * size)
    yield {
      words: `the gradient is not divided by the ${size} cells of a window`,
      phase: "backward",
      op: back(op, "input", times),
    }
    const sum = withForward(op, (context) => map(one(finish(op.forward(context)).output), (y) => y * size), {
      input: times,
    })
    yield { words: `each window was summed, not divided by its ${size} cells`, phase: "forward", op: sum }
  }
}
