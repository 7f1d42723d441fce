// What the ops that only move numbers say when shapes do not fit, and the shapes that they give when they do.

import { describe, expect, it } from "vitest"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { readAttrs } from "../../src/ops/attributes/readAttrs.ts"
import { isProblem } from "../../src/ops/op.ts"
import type { ByName, Held } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Shape } from "../../src/tensor/tensor.ts"

function answer(kind: string, shapes: ByName<Held<Shape>>, raw: ByName<Json>): unknown {
  const op = ops.get(kind)!
  const read = readAttrs(op.attrs, raw)
  if (read.values === null) return read.problems.map((problem) => problem.sentence).join(" ")
  const found = op.shape({ attrs: read.values, shapes, mode: "train" })
  return isProblem(found) ? `${found.at}: ${found.sentence}` : Object.values(found)[0]
}

const one = (kind: string, input: Shape, raw: ByName<Json> = {}) => answer(kind, { input }, raw)
const many = (kind: string, inputs: readonly Shape[], raw: ByName<Json> = {}) => answer(kind, { inputs }, raw)

describe("problems of one input", () => {
  it.each<[string, Shape, ByName<Json>, string]>([
    ["Reshape", [2, 5], { shape: [3, -1] }, "shape: 2×5 holds 10 numbers, which do not fill 3×−1: 10/3 is not whole."],
    ["Reshape", [2, 5], { shape: [3, 4] }, "shape: 2×5 holds 10 numbers, which do not fill 3×4: 3×4 holds 12."],
    ["Reshape", [2, 5], { shape: [] }, "shape: 2×5 holds 10 numbers, which do not fill a scalar: a scalar holds 1."],
    ["Reshape", [2, 5], { shape: [-1, -1] }, "shape: −1×−1 leaves 2 sizes open; only one may be −1."],
    ["Reshape", [2, 5], { shape: [0, 5] }, "shape: 0 is no size; every axis has at least one cell."],
    [
      "Flatten",
      [2, 3, 4],
      { start_dim: 2, end_dim: 1 },
      "start_dim: start_dim is axis 2 and end_dim axis 1 of 2×3×4; start_dim must not come after end_dim.",
    ],
    ["Flatten", [2], {}, "start_dim: start_dim 1 is outside −1..0 of 2."],
    ["Permute", [2, 3], { dims: [1] }, "dims: dims names 1 axis, the input 2×3 has 2; name every axis once."],
    ["Permute", [2, 3], { dims: [1, -1] }, "dims: dims 1 and −1 are one axis of 2×3; name each axis once."],
    ["Transpose", [2, 3], { dim0: 0, dim1: 2 }, "dim1: dim1 2 is outside −2..1 of 2×3."],
    ["Squeeze", [2, 1], { dim: 2 }, "dim: dim 2 is outside −2..1 of 2×1."],
    ["Expand", [2, 3], { shape: [3] }, "shape: 3 has fewer axes than the input 2×3; name them all (−1 keeps one)."],
    ["Expand", [2, 3], { shape: [-1, 2, 3] }, "shape: axis 0 is new, so −1 has nothing to keep; give its size."],
    [
      "Expand",
      [2, 3],
      { shape: [4, 3] },
      "shape: axis 0 has size 2 and cannot become 4; only axes of size 1 are repeated.",
    ],
    [
      "Split",
      [2, 5],
      { split_size: [2, 2], dim: 1 },
      "split_size: 2 + 2 = 4, but axis 1 of 2×5 has 5 cells; the parts must add up to 5.",
    ],
    ["Split", [], { split_size: 1 }, "input: a scalar has no axis to cut; Unsqueeze it first."],
    [
      "Slice",
      [2, 5],
      { dim: 1, start: 4, end: -2 },
      "start: cells 4 to before 3 of axis 1 of 2×5 are none; choose start < end within 0..5.",
    ],
    ["Pad", [2, 5], { pad: [1, 2, 3] }, "pad: pad has 3 numbers; give two for each axis."],
    ["Pad", [5], { pad: [1, 2, 3, 4] }, "pad: pad names 2 axes, the input 5 has 1; drop the last numbers."],
    ["Pad", [2, 5], { pad: [-3, -2] }, "pad: axis 1 would have 5 + −3 + −2 = 0 cells; cut off less."],
    [
      "Pad",
      [2, 3, 5],
      { pad: [5, 0], mode: "reflect" },
      "pad: reflect padding must be less than the size, 5 < 5 fails; pad by at most 4, or use another mode.",
    ],
    [
      "Pad",
      [2, 3, 5],
      { pad: [-1, 0], mode: "circular" },
      "pad: circular padding cannot be negative; use Slice to cut off.",
    ],
    [
      "Pad",
      [5],
      { pad: [1, 1], mode: "circular" },
      "pad: circular padding of 1 axis needs an input of 2 or 3, found 5; pad its spatial axes only.",
    ],
    [
      "PixelShuffle",
      [6, 2, 2],
      { upscale_factor: 2 },
      "upscale_factor: 6 channels cannot be dealt out to 2×2 cells: 6/4 is not whole; use a multiple of 4 channels.",
    ],
  ])("%s of %j with %j", (kind, input, raw, sentence) => {
    expect(one(kind, input, raw)).toBe(sentence)
  })
})

describe("problems of lists", () => {
  it.each<[string, Shape[], ByName<Json>, string]>([
    ["Concat", [], {}, "inputs: nothing is wired to inputs; wire at least one tensor."],
    ["Concat", [[]], {}, "inputs: a scalar has no axis to join along; Unsqueeze it first."],
    [
      "Concat",
      [
        [2, 3],
        [2, 4],
      ],
      {},
      "inputs: inputs[0] is 2×3 and inputs[1] is 2×4: axis 1 has 3 and 4; all axes but dim 0 must be equal.",
    ],
    [
      "Concat",
      [[2, 3], [2]],
      {},
      "inputs: inputs[0] is 2×3 and inputs[1] is 2: 2 axes and 1; all axes but dim 0 must be equal.",
    ],
    ["Concat", [[2, 3]], { dim: 2 }, "dim: dim 2 is outside −2..1 of 2×3."],
    [
      "Stack",
      [
        [2, 3],
        [3, 2],
      ],
      {},
      "inputs: inputs[0] is 2×3 and inputs[1] is 3×2; to be stacked all must have one shape.",
    ],
    ["Stack", [[2]], { dim: 2 }, "dim: dim 2 is outside −2..1 of 2×1."],
  ])("%s of %j with %j", (kind, inputs, raw, sentence) => {
    expect(many(kind, inputs, raw)).toBe(sentence)
  })
})

describe("shapes", () => {
  it("cuts by a number or by a list, as PyTorch tells them apart", () => {
    expect(one("Split", [5], { split_size: 3 })).toEqual([[3], [2]])
    expect(one("Split", [5], { split_size: [3] })).toBe(
      "split_size: 3 = 3, but axis 0 of 5 has 5 cells; the parts must add up to 5.",
    )
    expect(one("Split", [3], { split_size: [3] })).toEqual([[3]])
  })
  it("cuts as Python does where ends lie beyond the axis", () => {
    expect(one("Slice", [5], { start: -99, end: 99 })).toEqual([5])
    expect(one("Slice", [5], { start: -2 })).toEqual([2])
    expect(one("Slice", [5], { step: 4 })).toEqual([2])
  })
  it("leaves an axis that is not 1 when it is told to squeeze it", () => {
    expect(one("Squeeze", [2, 1, 1], { dim: 0 })).toEqual([2, 1, 1])
    expect(one("Squeeze", [2, 1, 1], { dim: -1 })).toEqual([2, 1])
    expect(one("Squeeze", [2, 1, 1])).toEqual([2])
  })
  it("joins scalars by stacking", () => {
    expect(many("Stack", [[], [], []])).toEqual([3])
  })
})
