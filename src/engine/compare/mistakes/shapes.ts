// Numbers put into another shape in the wrong order: column by column, or with the channels last.

import { inverse, permute } from "../../../tensor/permute.ts"
import { reshape } from "../../../tensor/tensor.ts"
import { type Mistake, type MistakeRule, one, withForward } from "./mistake.ts"

export const reshapeMistakes: MistakeRule = function* ({ op, at, outputs }): Generator<Mistake> {
  if (op.kind !== "Flatten" && op.kind !== "Reshape") return
  const { shape } = one(at.inputs.input)
  const out = one(outputs.output).shape
  const axes = [...shape.keys()]
  const channelsLast = shape.length > 2 ? [0, ...axes.slice(2), 1] : null
  const orders = [
    ...(channelsLast === null
      ? []
      : [{ words: "the channels were flattened last, as from N×H×W×C", dims: channelsLast }]),
    {
      words: "each example was flattened column by column, as MATLAB and Fortran do",
      dims: [0, ...axes.slice(1).reverse()],
    },
    { words: "the numbers were taken column by column, as MATLAB and Fortran do", dims: [...axes].reverse() },
  ]
  for (const { words, dims } of orders) {
    if (dims.every((axis, i) => axis === i)) continue
    const turned = dims.map((axis) => shape[axis] ?? 1)
    const other = withForward(op, ({ inputs }) => reshape(permute(one(inputs.input), dims), out), {
      input: ({ grad }) => permute(reshape(one(grad.output), turned), inverse(dims)),
    })
    yield { words, phase: "forward", op: other }
  }
}
