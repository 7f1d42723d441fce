// What sources, arithmetic and reductions say when shapes or attributes do not fit: the place, the numbers, the next step.

import { describe, expect, it } from "vitest"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { readAttrs } from "../../src/ops/attributes/readAttrs.ts"
import { isProblem } from "../../src/ops/op.ts"
import type { ByName } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Shape } from "../../src/tensor/tensor.ts"

function answer(kind: string, shapes: ByName<Shape>, raw: ByName<Json> = {}): unknown {
  const op = ops.get(kind)!
  const read = readAttrs(op.attrs, raw)
  if (read.values === null) return read.problems.map((p) => p.sentence).join(" ")
  const found = op.shape({ attrs: read.values, shapes, mode: "train" })
  return isProblem(found) ? `${found.at}: ${found.sentence}` : found
}

describe("axes", () => {
  it.each([
    [[4, 3], [3], "dim: dim 3 is outside −2..1 of 4×3."],
    [[4, 3], -3, "dim: dim −3 is outside −2..1 of 4×3."],
    [[], 1, "dim: dim 1 is outside −1..0 of scalar."],
    [[4, 3], [0, -2], "dim: dims 0 and −2 are one axis of 4×3; name each axis once."],
    [[4, 3], [1, 1], "dim: dim 1 is given twice; name each axis once."],
    [[4, 3], 9, '"dim": expected a whole number from −8 to 7, found 9'],
  ])("Sum of %j over %j: %s", (input, dim, sentence) => {
    expect(answer("Sum", { input }, { dim })).toBe(sentence)
  })
  it("of a running sum", () => {
    expect(answer("CumSum", { input: [4, 3] }, { dim: 2 })).toBe("dim: dim 2 is outside −2..1 of 4×3.")
  })
  it.each([
    [null, false, []],
    [[], true, [1, 1, 1]],
    [[-1, 0], false, [3]],
    [[-1, 0], true, [1, 3, 1]],
    [1, false, [2, 4]],
  ])("dim %j, keepdim %j of 2×3×4 gives %j", (dim, keepdim, output) => {
    expect(answer("Mean", { input: [2, 3, 4] }, { dim, keepdim })).toEqual({ output })
  })
  it("reach across a map only beyond batch and channels", () => {
    const field = (dim: Json, input: Shape) => {
      const op = ops.get("Mean")!
      const { values } = readAttrs(op.attrs, { dim })
      return op.receptiveField("input", { attrs: values ?? {}, shapes: { input }, mode: "train" })
    }
    expect(field([2, 3], [2, 3, 8, 8])).toBe("global")
    expect(field(-1, [2, 3, 8])).toBe("global")
    expect(field(null, [2, 3, 8, 8])).toBe("global")
    expect(field([0, 1], [2, 3, 8, 8])).toBe("pointwise")
    expect(field(0, [4, 3])).toBe("pointwise")
  })
})

describe("broadcasting", () => {
  it("names both shapes, the axis and both sizes", () => {
    expect(answer("Add", { a: [2, 3, 4], b: [5, 1] })).toBe(
      "b: cannot broadcast a 2×3×4 with b 5×1: at axis −2 a has 3 and b has 5; they must be equal or one of them 1.",
    )
  })
  it("names the ports that clash where there are three", () => {
    expect(answer("Where", { condition: [3], a: [2, 1], b: [4] })).toBe(
      "b: cannot broadcast condition 3 with b 4: at axis −1 condition has 3 and b has 4; they must be equal or one of them 1.",
    )
    expect(answer("Where", { condition: [], a: [2, 3], b: [2, 4] })).toMatch(/^b: cannot broadcast a 2×3 with b 2×4/)
  })
})

describe("matrix products", () => {
  it.each([
    [[3, 4], [5, 2], "b: cannot multiply 3×4 by 5×2: axis −1 of a is 4 but axis −2 of b is 5; they must be equal."],
    [[3, 4], [5], "b: cannot multiply 3×4 by 5: axis −1 of a is 4 but the length of b is 5; they must be equal."],
    [[3, 4], [], "b: cannot multiply 3×4 by scalar: b is a scalar; use Mul, or give it at least one axis."],
    [
      [2, 3, 4],
      [5, 4, 2],
      "b: cannot multiply 2×3×4 by 5×4×2: at batch axis −3 a has 2 and b has 5; they must be equal or one of them 1.",
    ],
  ])("%j by %j", (a, b, sentence) => {
    expect(answer("MatMul", { a, b })).toBe(sentence)
  })
})

describe("attributes", () => {
  it.each([
    ["Clamp", {}, "min: min and max are both unset; set at least one."],
    ["Norm", { p: "two" }, '"p": expected a number or "inf" or "-inf", found "two"'],
    ["Var", { correction: -1 }, '"correction": expected a whole number from 0 to 16777216, found -1'],
  ])("%s %j", (kind, attrs, sentence) => {
    expect(answer(kind, { input: [2] }, attrs)).toBe(sentence)
  })
  it.each([
    ["Input", {}, '"shape" must be set'],
    ["Input", { shape: [2, 0] }, '"shape": expected a whole number from 1 to 16777216, found 0'],
    [
      "Constant",
      { shape: [4096, 4097] },
      "shape: shape 4096×4097 has 16,781,312 elements; at most 16,777,216 (2^24) are allowed.",
    ],
    ["Parameter", { shape: [2], low: 2, high: 1 }, "low: low 2 is above high 1; exchange them."],
    [
      "Input",
      { shape: [], distribution: "onehot" },
      "distribution: one-hot numbers lie along the last axis, and a scalar has none; give it a shape.",
    ],
  ])("%s %j", (kind, attrs, sentence) => {
    expect(answer(kind, {}, attrs)).toBe(sentence)
  })
  it("take a shape of any rank", () => {
    expect(answer("Parameter", {}, { shape: [] })).toEqual({ value: [] })
    expect(answer("Input", {}, { shape: [4096, 4096] })).toEqual({ value: [4096, 4096] })
  })
})
