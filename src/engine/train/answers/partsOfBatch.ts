// How the loss of a batch comes from the losses of its parts, looked at in numbers: what several machines may each work out of a
// batch, and what not.

import type { Lasting, PartsOfBatch } from "../../../graph/values/recorded.ts"
import { split } from "../../../tensor/slice.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { ended } from "../../../tensor/work.ts"
import type { Kept } from "../../pass/pass.ts"
import { objectiveOf } from "../../pass/upstream.ts"
import type { Taken } from "../learner.ts"
import { forwardPass, lossOf, type Prepared } from "../prepared.ts"
import type { TrainPlan } from "../report.ts"
import { batchAxis, upstreamOfStep } from "./batchAxis.ts"

/** Between sums of the same numbers in another order. */
const TOLERANCE = { float32: 1e-4, float64: 1e-9 }

/**
 * Of the batch of a step that was taken, in evaluation mode: masks and statistics of a batch are not looked at, which every part
 * has of its own.
 */
export function partsOfBatch(plan: TrainPlan, taken: Taken): PartsOfBatch {
  const size = plan.summary.batchSize
  const guess = plan.whole === null ? "mean" : "sum"
  // Without data nothing is shared out: every machine takes all of it.
  if (size === null || size < 2) return guess
  const sizes = [Math.ceil(size / 2), Math.floor(size / 2)]
  const prepared = sizes.map((part) => preparedAt(plan, part))
  const [first, second] = prepared
  if (first == null || second == null) return "whole"
  const upstream = upstreamOfStep(plan, taken)
  const whole = lossAt(plan, plan.at(size, "eval"), taken.kept, tensorsOf(upstream))
  const losses = [first, second].map((one, part) =>
    lossAt(plan, one, keptBy(taken, sizes, part), partsOf(upstream, sizes, part)),
  )
  const near = (x: number) => Math.abs(x - whole) <= TOLERANCE[plan.dtype] * Math.max(1, Math.abs(whole))
  const [a = Number.NaN, b = Number.NaN] = losses
  const [n = 0, m = 0] = sizes
  if (guess === "mean" && near((n * a + m * b) / size)) return "mean"
  return near(a + b) ? "sum" : "mixed"
}

type Upstream = ReadonlyMap<string, Lasting>
type Tensors = ReadonlyMap<string, Tensor>

/** The loss, or Σ dY·y where there is an upstream. */
function lossAt(plan: TrainPlan, prepared: Prepared, kept: ReadonlyMap<string, Kept>, upstream: Tensors): number {
  const pass = ended(forwardPass(prepared, kept, plan.dtype, plan.seed))
  return upstream.size === 0 ? lossOf(prepared, pass) : objectiveOf(pass, upstream, prepared.roots)
}

function tensorsOf(upstream: Upstream): Tensors {
  return new Map([...upstream].map(([place, { tensor }]) => [place, tensor]))
}

function partsOf(upstream: Upstream, sizes: readonly number[], part: number): Tensors {
  return new Map(
    [...upstream].map(([place, { tensor, axis }]) => [
      place,
      axis === null ? tensor : shareOf(tensor, axis, sizes, part),
    ]),
  )
}

/** Null where a batch of this size cannot be computed. */
function preparedAt(plan: TrainPlan, size: number): Prepared | null {
  try {
    return plan.at(size, "eval")
  } catch {
    return null
  }
}

/** What nodes start with in one part of the batch: its examples of all that has them. */
function keptBy({ prepared, kept }: Taken, sizes: readonly number[], part: number): ReadonlyMap<string, Kept> {
  const size = sizes.reduce((sum, n) => sum + n, 0)
  return new Map(
    [...kept].map(([id, own]) => {
      const axis = batchAxis(prepared, { node: id, port: "value" }, size)
      const value = own.buffers.get("value")
      if (axis === null || value === undefined) return [id, own]
      return [id, { ...own, buffers: new Map([...own.buffers, ["value", shareOf(value, axis, sizes, part)]]) }]
    }),
  )
}

function shareOf(tensor: Tensor, axis: number, sizes: readonly number[], part: number): Tensor {
  return split(tensor, axis, sizes)[part] ?? tensor
}
