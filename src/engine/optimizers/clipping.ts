// Gradients that are too large made smaller, as torch.nn.utils.clip_grad_norm_ and clip_grad_value_ do it.

import type { FastClip } from "../../kernels/update/fast.ts"
import { type AttrSpecs, type AttrValues, choice, number } from "../../ops/attributes/attrs.ts"
import { float } from "../../ops/torch.ts"
import { clamped, largestOf, scaled, squares } from "../../tensor/net/optimize.ts"
import type { Tensor } from "../../tensor/tensor.ts"

interface Clip<A extends AttrSpecs> {
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly attrs: A
  /** The gradients as the optimizer gets them; the given ones stay as they are. */
  readonly clip: (attrs: AttrValues<A>, gradients: readonly Tensor[]) => readonly Tensor[]
  /** The same as data that kernels follow. */
  readonly fast: (attrs: AttrValues<A>) => FastClip
  /** The numbers that its lines speak of, from the norm that it asks for; null where all gradients stay as they are. */
  readonly scalars: (attrs: AttrValues<A>, norm: number) => { readonly [name: string]: number } | null
  /** LaTeX. */
  readonly tex: string
  /** A statement of Python on `params`. */
  readonly torch: (attrs: AttrValues<A>) => string
}
/** A way to clip without its own types: what the list holds. */
export interface AnyClip extends Pick<Clip<AttrSpecs>, "kind" | "title" | "summary" | "attrs" | "tex"> {
  readonly clip: (attrs: Attrs, gradients: readonly Tensor[]) => readonly Tensor[]
  readonly fast: (attrs: Attrs) => FastClip
  readonly scalars: (attrs: Attrs, norm: number) => { readonly [name: string]: number } | null
  readonly torch: (attrs: Attrs) => string
}
interface Attrs {
  readonly [name: string]: unknown
}

function defineClip<const A extends AttrSpecs>(clip: Clip<A>): AnyClip {
  // Types are erased here: training hands a clip only what its own attrs have read.
  return clip as unknown as AnyClip
}

const norm = defineClip({
  kind: "norm",
  title: "By norm",
  summary: "All gradients together are scaled so that their norm is at most so large.",
  attrs: {
    max_norm: number({ doc: "Largest norm of all gradients together.", fallback: 1, min: 0 }),
    norm_type: choice(["2", "inf"], { doc: "Euclidean, or the largest absolute value.", fallback: "2" }),
  },
  clip: ({ max_norm, norm_type }, gradients) => {
    const total = norm_type === "2" ? normOf(gradients) : Math.max(0, ...gradients.map(({ data }) => largestOf(data)))
    const factor = factorFor(max_norm, total)
    return factor < 1 ? gradients.map((gradient) => scaled(gradient, factor)) : gradients
  },
  fast: ({ norm_type }) => ({ norm: norm_type, lines: [["grad", "factor * grad"]] }),
  scalars: ({ max_norm }, total) => {
    const factor = factorFor(max_norm, total)
    return factor < 1 ? { factor } : null
  },
  tex: "g \\leftarrow g \\cdot \\min\\left(1, \\frac{g_{\\max}}{\\lVert g \\rVert + 10^{-6}}\\right)",
  torch: ({ max_norm, norm_type }) => {
    const order = norm_type === "inf" ? ', norm_type=float("inf")' : ""
    return `torch.nn.utils.clip_grad_norm_(params, max_norm=${float(max_norm)}${order})`
  },
})

/** PyTorch adds 1e-6 below the line. */
function factorFor(most: number, norm: number): number {
  return most / (norm + 1e-6)
}

const value = defineClip({
  kind: "value",
  title: "By value",
  summary: "Each number of a gradient is kept within ±so much.",
  attrs: { clip_value: number({ doc: "Largest absolute value.", fallback: 1, min: 0 }) },
  clip: ({ clip_value }, gradients) => gradients.map((gradient) => clamped(gradient, clip_value)),
  fast: () => ({ norm: null, lines: [["grad", "min(most, max(least, grad))"]] }),
  scalars: ({ clip_value }) => ({ most: clip_value, least: -clip_value }),
  tex: "g \\leftarrow \\max(-g_{\\max}, \\min(g_{\\max}, g))",
  torch: ({ clip_value }) => `torch.nn.utils.clip_grad_value_(params, clip_value=${float(clip_value)})`,
})

/** Every way to clip by kind. */
export const clips: ReadonlyMap<string, AnyClip> = new Map([norm, value].map((clip) => [clip.kind, clip]))

/** √(Σ g²) over every number of all gradients, as torch.nn.utils.clip_grad_norm_ has it; in float64. 0 where there are none. */
function normOf(gradients: readonly Tensor[]): number {
  return Math.sqrt(gradients.reduce((sum, { data }) => sum + squares(data), 0))
}
