// What the normalisations over an attribute's axes share: whether the input has those axes.

import type { Around } from "../../tensor/axis.ts"
import { type Dtype, dim, formatShape, type Shape, sameShape, sizeOf } from "../../tensor/tensor.ts"
import { counted, type Means, sharedFrom } from "../axisNames.ts"
import type { ShapeProblem } from "../op.ts"

/** The input's axes before those of `normalized_shape`. */
export function leadingAxes(input: Shape, normalized: Shape): Shape {
  return input.slice(0, Math.max(0, input.length - normalized.length))
}

/** Whether the input ends in `normalized_shape`. */
export function trailingProblem(input: Shape, normalized: Shape): ShapeProblem<"normalized_shape"> | null {
  const leading = input.length - normalized.length
  if (leading >= 0 && sameShape(input.slice(leading), normalized)) return null
  const found = `[${normalized.join(", ")}]`
  const last = input.slice(-Math.min(normalized.length, input.length))
  const expected = input.length === 0 ? "an input with axes" : `[${last.join(", ")}]`
  const sentence = `normalized_shape is ${found}, but the input is ${formatShape(input)}; its last axes would be ${expected}`
  return { at: "normalized_shape", sentence, found, expected }
}

/** Axes of an input whose last ones share a mean; of what is kept of each row only those before them are left. */
export function trailingMeans(rank: number, normalized: number, of: Means["of"]) {
  const axes = counted(rank)
  const leading = axes.slice(0, Math.max(0, rank - normalized))
  const over = sharedFrom(rank, leading.length)
  const means: Means = { port: "input", over, of, scale: axes.slice(leading.length) }
  return { axes, leading, means }
}

/** Whether an input N×C×… has axes enough, and its channels divide into groups. */
export function groupsProblem(input: Shape, groups: number): ShapeProblem<"input" | "num_groups"> | null {
  if (input.length < 2) {
    const found = formatShape(input)
    const sentence = `takes N×C×…, but the input is ${found}; it needs a batch and a channel axis`
    return { at: "input", sentence, found, expected: "N×C×…" }
  }
  const channels = dim(input, 1)
  if (channels % groups === 0) return null
  const divisors = Array.from({ length: channels }, (_, i) => i + 1).filter((n) => channels % n === 0)
  const expected = divisors.length > 12 ? `a divisor of ${channels}` : divisors.join(", ")
  const sentence = `num_groups is ${groups}, but ${channels} channels do not divide into ${groups} groups; choose from ${expected}`
  return { at: "num_groups", sentence, found: String(groups), expected }
}

/** An input as rows, each of which has a mean, and as places of the normalised shape, each of which has a scale. */
export function views(input: Shape, normalized: Shape): { readonly rows: Around; readonly places: Around } {
  const k = sizeOf(normalized)
  const size = sizeOf(input) / k
  return { rows: { outer: 1, size, inner: k }, places: { outer: size, size: k, inner: 1 } }
}

/** RMSNorm's ε; PyTorch's default is `torch.finfo(dtype).eps`. */
export function rmsEpsilon(eps: number | null, dtype: Dtype): number {
  return eps ?? (dtype === "float64" ? Number.EPSILON : 2 ** -23)
}

/** A row of the table on a card. */
interface Row<Name> {
  readonly name: Name
  readonly count: number
}

/** Mean and variance of so many groups, then the scale and the shift of so many places, where they are learned. */
export function momentRows(
  groups: number,
  places: number,
  { weight, bias }: { readonly weight: boolean; readonly bias: boolean },
): readonly Row<"mean" | "variance" | "weight" | "bias">[] {
  return [
    { name: "mean", count: groups },
    { name: "variance", count: groups },
    ...(weight ? [{ name: "weight", count: places } as const] : []),
    ...(bias ? [{ name: "bias", count: places } as const] : []),
  ]
}

/** How many rows of an input share the plane that is seen of it; one where all of that plane shares a mean. */
export function rowsSeen(input: Shape, normalized: Shape): number {
  return normalized.length === 1 && input.length > 1 ? dim(input, -2) : 1
}
