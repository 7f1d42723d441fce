// Linear maps of the last axis; all leading axes are rows.

import { broadcast2 } from "../broadcast.ts"
import { transposeLast } from "../permute.ts"
import { dim, reshape, type Tensor } from "../tensor.ts"
import { stepwise } from "../work.ts"
import { matmul } from "./matmul.ts"

/** x · weightᵀ + bias: […, in] → […, out] for a weight [out, in]. */
export function* linear(x: Tensor, weight: Tensor, bias: Tensor | null): Generator<void, Tensor, void> {
  const y = yield* stepwise(matmul(asRows(x), transposeLast(weight)))
  const rows = bias === null ? y : broadcast2(y, bias, (a, b) => a + b)
  return reshape(rows, [...x.shape.slice(0, -1), dim(weight.shape, 0)])
}

/** All leading axes as one: […, features] → [rows, features]. */
export function asRows(x: Tensor): Tensor {
  const features = dim(x.shape, -1)
  return reshape(x, [x.data.length / features, features])
}
