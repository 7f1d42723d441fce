import { dim } from "../../tensor/tensor.ts"
import type { Parts } from "./part.ts"
import { moments, scaledAndShifted, standardized } from "./standardizing.ts"

/** Neighbouring channels of one sample share a mean: N×C×… seen as N×groups×rest, and back. */
export const GroupNorm: Parts = {
  kind: "GroupNorm",
  draw: (draft) => {
    const shape = draft.shape("input")
    const [channels, ...spatial] = shape.slice(1)
    const groups = draft.number("num_groups")
    const rest = (dim(shape, 1) * spatial.reduce((product, size) => product * size, 1)) / groups
    const split = draft.apply("split", "Reshape", "@input", { shape: [-1, groups, rest] })
    const z = standardized(draft, split, moments(draft, split, [2]))
    const joined = draft.apply("joined", "Reshape", z, { shape: [-1, channels ?? 1, ...spatial] })
    scaledAndShifted(draft, joined, spatial.length)
    return null
  },
}
