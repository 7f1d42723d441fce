import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { align, distribute } from "../../src/graph/edit/arrange.ts"
import { opsAfter, opsBefore, opsOn } from "../../src/graph/edit/opsThatFit.ts"
import { insertOnWire, removeAndHeal, replaceOp } from "../../src/graph/edit/rewire.ts"
import { isInside } from "../../src/graph/layout/polygon.ts"
import { ops } from "../../src/ops/registry.ts"

const CHAIN: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 4, 8, 8] } },
    { id: "conv", op: "Conv2d", attrs: { out_channels: 6, kernel_size: 3, stride: 2 }, inputs: { input: "x" } },
    { id: "act", op: "ReLU", inputs: { input: "conv" } },
    { id: "flat", op: "Flatten", inputs: { input: "act" } },
    { id: "w", op: "Parameter", attrs: { shape: [54, 3] } },
    { id: "y", op: "MatMul", inputs: { a: "flat", b: "w" } },
  ],
  target: "conv:output",
}
const node = (document: GradwireDocument, id: string) => document.nodes.find((one) => one.id === id) as NodeDocument
const kinds = (found: readonly { readonly op: { readonly kind: string } }[]) => found.map(({ op }) => op.kind)

test("a node that is taken out heals its wire where the shapes allow it", () => {
  const healed = removeAndHeal(CHAIN, ["act"])
  expect(node(healed, "flat").inputs).toEqual({ input: "conv" })
  // Without Flatten the product has no meaning: the wire goes.
  const cut = removeAndHeal(CHAIN, ["flat"])
  expect(node(cut, "y").inputs).toEqual({ b: "w" })
  expect(removeAndHeal(CHAIN, ["none"])).toBe(CHAIN)
})

test("a group that would be left empty goes with its last node", () => {
  const nodes = CHAIN.nodes.map((entry) => (entry.id === "act" ? { ...entry, group: "inner" } : entry))
  const groups = [{ id: "outer" }, { id: "inner", parent: "outer" }]
  const healed = removeAndHeal({ ...CHAIN, nodes, groups }, ["act"])
  expect(healed).not.toHaveProperty("groups")
  expect(node(healed, "flat").inputs).toEqual({ input: "conv" })
})

test("a node on a wire takes what it carried and gives what its end takes", () => {
  const wire = analyze(CHAIN, ops).wires.find(({ id }) => id === "conv:output>act:input")!
  const added = { ...CHAIN, nodes: [...CHAIN.nodes, { id: "bn", op: "BatchNorm2d" }] }
  const put = insertOnWire(added, wire, "bn", { input: "input", output: "output" })
  expect(node(put, "bn").inputs).toEqual({ input: "conv" })
  expect(node(put, "act").inputs).toEqual({ input: "bn" })
})

test("another op keeps wires, target and the attributes that both know", () => {
  const replaced = replaceOp(CHAIN, "conv", "ConvTranspose2d")
  expect(node(replaced, "conv")).toMatchObject({
    op: "ConvTranspose2d",
    attrs: { out_channels: 6, kernel_size: 3, stride: 2 },
    inputs: { input: "x" },
  })
  expect(replaced.target).toBe("conv:output")
  expect(replaceOp(CHAIN, "conv", "Conv2d")).toBe(CHAIN)
  const plain = { ...CHAIN, nodes: [{ id: "c", op: "Conv2d", attrs: { out_channels: 2, kernel_size: 3 } }] }
  // ConvTranspose2d begins with stride 2 in the library; here stride was 1 and stays so.
  expect(node(replaceOp(plain, "c", "ConvTranspose2d"), "c").attrs).toEqual({ out_channels: 2, kernel_size: 3 })
})

test("ports of other names are taken in order, and a list takes all", () => {
  expect(node(replaceOp(CHAIN, "y", "Concat"), "y").inputs).toEqual({ inputs: ["flat", "w"] })
  expect(node(replaceOp(CHAIN, "y", "Add"), "y").inputs).toEqual({ a: "flat", b: "w" })
  expect(node(replaceOp(CHAIN, "y", "ReLU"), "y").inputs).toEqual({ input: "flat" })
})

test("values that no longer fit are left out, others stay", () => {
  const valued: GradwireDocument = {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2, 3] } },
      { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x" }, values: { bias: [1, 2] } },
    ],
  }
  expect(node(replaceOp(valued, "fc", "BatchNorm1d"), "fc").values).toBeUndefined()
})

test("only ops that fit are offered behind an output, before an input and on a wire", () => {
  const analysis = analyze(CHAIN, ops)
  const after = kinds(opsAfter(analysis, { node: "flat", port: "output" }, ops.values()))
  expect(after).toContain("Linear")
  expect(after).toContain("Add")
  expect(after).not.toContain("MaxPool2d")
  expect(after).not.toContain("Conv2d")
  expect(after).not.toContain("Input")
  const onWire = analysis.wires.find(({ id }) => id === "flat:output>y:a")!
  const on = kinds(opsOn(analysis, onWire, ops.values()))
  expect(on).toContain("ReLU")
  // 10 features cannot be multiplied by 54×3.
  expect(on).not.toContain("Linear")
  const loss: GradwireDocument = { gradwire: 1, nodes: [{ id: "loss", op: "CrossEntropyLoss" }] }
  const before = kinds(opsBefore(analyze(loss, ops), { node: "loss", port: "target" }, ops.values()))
  expect(before).toContain("Input")
  expect(before).not.toContain("ReLU")
})

test("boxes are lined up at an edge and spread with equal gaps", () => {
  const boxes = new Map([
    ["a", { x: 0, y: 0, width: 100, height: 20 }],
    ["b", { x: 50, y: 100, width: 60, height: 20 }],
    ["c", { x: 300, y: 220, width: 40, height: 20 }],
  ])
  expect([...align(boxes, "left")]).toEqual([
    ["b", [0, 100]],
    ["c", [0, 220]],
  ])
  expect([...align(boxes, "centre")]).toEqual([
    ["a", [120, 0]],
    ["b", [140, 100]],
    ["c", [150, 220]],
  ])
  expect([...align(boxes, "bottom")]).toEqual([
    ["a", [0, 220]],
    ["b", [50, 220]],
  ])
  // 340 wide, 200 of it taken: two gaps of 70.
  expect([...distribute(boxes, "across")]).toEqual([["b", [170, 100]]])
  expect([...distribute(boxes, "down")]).toEqual([["b", [50, 110]]])
})

test("a point is inside an outline, also one that bends in", () => {
  const outline = [
    [0, 0],
    [10, 0],
    [10, 10],
    [5, 4],
    [0, 10],
  ] as const
  expect(isInside([2, 2], outline)).toBe(true)
  expect(isInside([5, 8], outline)).toBe(false)
  expect(isInside([12, 2], outline)).toBe(false)
})
