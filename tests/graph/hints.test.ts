// What runs but hardly computes what was meant is hinted at, with a repair that ends it; what is meant is left alone.

import { describe, expect, it, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { repairs } from "../../src/graph/repairs/registry.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import { ops } from "../../src/ops/registry.ts"

type Attrs = { readonly [name: string]: Json }
const input = (id: string, shape: readonly number[]): NodeDocument => ({ id, op: "Input", attrs: { shape } })
const node = (
  id: string,
  op: string,
  inputs: NonNullable<NodeDocument["inputs"]>,
  attrs: Attrs = {},
): NodeDocument => ({
  id,
  op,
  attrs,
  inputs,
})
const eps: NodeDocument = { id: "eps", op: "Constant", attrs: { shape: [], init: "constant", fill_value: 1e-5 } }
const over = (dim: readonly number[], more: Attrs = {}): Attrs => ({ dim, keepdim: true, ...more })

/** (x − m)/√(v + ε) as a Standardize, or of primitives in one of several ways. */
const FORMS: Readonly<Record<string, readonly NodeDocument[]>> = {
  Standardize: [node("z", "Standardize", { x: "x", mean: "m", variance: "v" })],
  "Div by Sqrt": [
    eps,
    node("d", "Sub", { a: "x", b: "m" }),
    node("ve", "Add", { a: "v", b: "eps" }),
    node("s", "Sqrt", { input: "ve" }),
    node("z", "Div", { a: "d", b: "s" }),
  ],
  "Mul by Rsqrt": [
    eps,
    node("d", "Sub", { a: "x", b: "m" }),
    node("ve", "Add", { a: "eps", b: "v" }),
    node("s", "Rsqrt", { input: "ve" }),
    node("z", "Mul", { a: "s", b: "d" }),
  ],
  "Mul by the Reciprocal of Sqrt": [
    node("d", "Sub", { a: "x", b: "m" }),
    node("s", "Sqrt", { input: "v" }),
    node("r", "Reciprocal", { input: "s" }),
    node("z", "Mul", { a: "d", b: "r" }),
  ],
}

function graph(
  shape: readonly number[],
  mean: Attrs,
  variance: Attrs,
  form: readonly NodeDocument[],
): readonly NodeDocument[] {
  return [
    input("x", shape),
    node("m", "Mean", { input: "x" }, mean),
    node("v", "Var", { input: "x" }, variance),
    ...form,
  ]
}

function hintsOf(nodes: readonly NodeDocument[], more: Partial<GradwireDocument> = {}) {
  const analysis = analyze({ gradwire: 1, nodes, ...more }, ops)
  // Several sinks and no target are no fault here.
  expect(analysis.problems.filter(({ severity, code }) => severity === "error" && code !== "GW-G141")).toEqual([])
  const problems = analysis.problems.filter(({ code }) => code.startsWith("GW-H"))
  return { analysis, problems, codes: problems.map(({ code, node: id, attr }) => `${code} ${id}:${attr ?? ""}`) }
}

/** Every repair of every hint ends it and brings none. */
function expectMended(nodes: readonly NodeDocument[], more: Partial<GradwireDocument> = {}, label?: RegExp) {
  const { analysis, problems } = hintsOf(nodes, more)
  for (const problem of problems) {
    const offered = repairs(analysis, problem)
    expect(offered.length).toBeGreaterThan(0)
    for (const { apply } of offered) {
      const after = analyze(apply(analysis.document), ops)
      expect(after.problems.map(({ sentence }) => sentence)).not.toContain(problem.sentence)
      expect(after.problems.length).toBeLessThan(analysis.problems.length)
    }
    if (label !== undefined) expect(offered.map((repair) => repair.label)).toContainEqual(expect.stringMatching(label))
  }
}

describe.each(Object.entries(FORMS))("a variance with PyTorch's default correction in a %s", (_, form) => {
  it.each([
    [[4, 3], [0]],
    [[4, 3], [1]],
    [
      [2, 3, 5, 5],
      [0, 2, 3],
    ],
  ])("of %j over %j is hinted at", (shape, dim) => {
    const nodes = graph(shape, over(dim), over(dim), form)
    const { codes, problems } = hintsOf(nodes)
    expect(codes).toEqual(["GW-H101 v:correction"])
    expect(problems[0]?.severity).toBe("warning")
    expect(problems[0]?.sentence).toBe(
      "z normalises with v, which divides by n − 1 (PyTorch's default); batch norm and its kin divide by n: set correction of v to 0.",
    )
    expectMended(nodes, {}, /^Set correction of v to 0$/)
  })
  it("is left alone with correction 0", () => {
    expect(hintsOf(graph([4, 3], over([0]), over([0], { correction: 0 }), form)).codes).toEqual([])
  })
  it("over other axes than the mean is hinted at", () => {
    const nodes = graph([4, 4], over([0]), over([1], { correction: 0 }), form)
    expect(hintsOf(nodes).codes).toEqual(["GW-H103 v:dim"])
    expectMended(nodes, {}, /^Set dim of v to 0, with keepdim$/)
  })
  it("without keepdim on a square input is hinted at", () => {
    const nodes = graph([4, 4], over([1]), { dim: [1], correction: 0 }, form)
    const { codes, problems } = hintsOf(nodes)
    expect(codes).toEqual(["GW-H102 v:keepdim"])
    expect(problems[0]?.sentence).toContain("that fits only because both have 4: set keepdim of v to true.")
    expectMended(nodes, {}, /^Set keepdim of v to true$/)
  })
  it("over the features, where batch norm is meant by name, is hinted at", () => {
    const nodes = graph([6, 4], over([1]), over([1], { correction: 0 }), form)
    expect(hintsOf(nodes).codes).toEqual([])
    expect(hintsOf(nodes, { title: "Batch norm by hand" }).codes).toEqual(["GW-H103 v:dim"])
    expectMended(nodes, { title: "Batch norm by hand" }, /^Set dim of m and v to 0, with keepdim$/)
  })
})

test("a standard deviation that divides what is centred counts as well", () => {
  const nodes = [
    input("x", [5, 3]),
    node("m", "Mean", { input: "x" }, over([0])),
    node("s", "Std", { input: "x" }, over([0])),
    node("d", "Sub", { a: "x", b: "m" }),
    node("z", "Div", { a: "d", b: "s" }),
  ]
  expect(hintsOf(nodes).codes).toEqual(["GW-H101 s:correction"])
})

test("a mean that dropped its axis is hinted at wherever it meets what it is the mean of", () => {
  const dropped = (shape: readonly number[], dim: readonly number[]) => [
    input("x", shape),
    node("m", "Mean", { input: "x" }, { dim }),
    node("d", "Sub", { a: "x", b: "m" }),
  ]
  expect(hintsOf(dropped([4, 4], [1])).codes).toEqual(["GW-H102 m:keepdim"])
  expect(hintsOf(dropped([5, 5, 5], [2])).codes).toEqual(["GW-H102 m:keepdim"])
  expect(hintsOf(dropped([2, 6, 6, 6], [0, 2, 3])).codes).toEqual(["GW-H102 m:keepdim"])
  // Over the first axes the rest stays where it was.
  expect(hintsOf(dropped([4, 4], [0])).codes).toEqual([])
  expect(hintsOf(dropped([3, 3, 3], [0])).codes).toEqual([])
})

test("a variance that is only looked at, or divides something else, is left alone", () => {
  const spread = [input("x", [4, 3]), node("v", "Var", { input: "x" }, over([0]))]
  expect(hintsOf(spread).codes).toEqual([])
  expect(
    hintsOf([...spread, node("m", "Mean", { input: "x" }, over([0])), node("f", "Div", { a: "v", b: "m" })]).codes,
  ).toEqual([])
  const scaled = [...spread, node("s", "Sqrt", { input: "v" }), node("z", "Div", { a: "x", b: "s" })]
  expect(hintsOf(scaled).codes).toEqual([])
})

describe("channels that stand last", () => {
  const behind = (shape: readonly number[], op: string, attrs: Attrs) => [
    input("x", shape),
    node("n", op, { input: "x" }, attrs),
  ]
  const conv = { out_channels: 4, kernel_size: 3, padding: 1 }
  it.each([
    [[28, 28, 1], "Conv2d", conv, "1×1×28×28"],
    [[32, 32, 3], "Conv2d", conv, "1×3×32×32"],
    [[4, 28, 28, 3], "Conv2d", conv, "4×3×28×28"],
    [[8, 16, 16, 1], "BatchNorm2d", {}, "8×1×16×16"],
  ])("%j before a %s are hinted at", (shape, op, attrs, to) => {
    const nodes = behind(shape, op, attrs)
    expect(hintsOf(nodes).codes).toEqual(["GW-H104 n:"])
    expectMended(nodes, {}, new RegExp(`^Change the shape of x to ${to}: ${shape.join("×")} is`))
  })
  it.each([
    [[4, 1, 28, 28], "Conv2d", conv],
    [[3, 32, 32], "Conv2d", conv],
    [[4, 16, 4, 3], "Conv2d", conv],
    [[4, 64, 8, 2], "Conv2d", conv],
  ])("but not %j before a %s", (shape, op, attrs) => {
    expect(hintsOf(behind(shape, op, attrs)).codes).toEqual([])
  })
})
