// Steps that the normalisations share: mean and variance, then z, then scale and shift.

import type { Draft, PartSource } from "./draft.ts"

/** Batch or row statistics over axes, which keep size 1; PyTorch's normalisations use correction 0. */
export function moments(draft: Draft, input: PartSource, dim: readonly number[]): { mean: string; variance: string } {
  return {
    mean: draft.apply("mu", "Mean", input, { dim, keepdim: true }, "\\mu"),
    variance: draft.apply("sigma2", "Var", input, { dim, keepdim: true, correction: 0 }, "\\sigma^2"),
  }
}

/** Running statistics as constants. */
export function runningMoments(draft: Draft, trailing: number): { mean: PartSource; variance: PartSource } {
  return {
    mean: widened(draft, draft.buffer("running_mean", "mu", "\\bar\\mu"), "mu", trailing),
    variance: widened(draft, draft.buffer("running_var", "sigma2", "\\bar\\sigma^2"), "sigma2", trailing),
  }
}

/** z = (x − μ)/√(σ² + ε). */
export function standardized(
  draft: Draft,
  x: PartSource,
  { mean, variance }: { readonly mean: PartSource; readonly variance: PartSource },
): string {
  return draft.add("Z", "Standardize", { x, mean, variance }, { eps: draft.number("eps") }, "Z")
}

/** γ·z + β as far as the node has them, with `trailing` axes behind the channels; the answer is the node's output. */
export function scaledAndShifted(draft: Draft, z: string, trailing: number): void {
  const gamma = draft.param("weight", "gamma", "\\gamma")
  const beta = draft.param("bias", "beta", "\\beta")
  const scale = gamma === null ? null : widened(draft, gamma, "gamma", trailing)
  const shift = beta === null ? null : widened(draft, beta, "beta", trailing)
  if (scale !== null && shift !== null) {
    draft.output("output", draft.add("Y", "ScaleShift", { x: z, gamma: scale, beta: shift }, {}, "Y"))
  } else if (scale !== null) draft.output("output", draft.add("Y", "Mul", { a: z, b: scale }, {}, "Y"))
  else draft.output("output", z)
}

/** One number a channel as [C, 1, …, 1], so that it meets N×C×…: the tensor itself keeps the shape [C]. */
function widened(draft: Draft, source: PartSource, id: string, trailing: number): PartSource {
  if (trailing === 0) return source
  return draft.apply(`${id}_wide`, "Reshape", source, { shape: [-1, ...new Array<number>(trailing).fill(1)] })
}
