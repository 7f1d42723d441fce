import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { fits } from "../../src/graph/edit/wireFits.ts"
import { ops } from "../../src/ops/registry.ts"

const graph = (...nodes: NodeDocument[]) => analyze({ gradwire: 1, nodes }, ops, "train")
const x: NodeDocument = { id: "x", op: "Input", attrs: { shape: [4, 3] } }
const out = (node: string) => ({ node, port: node === "x" || node === "w" ? "value" : "output" })

test("a wire that fits", () => {
  const analysis = graph(x, { id: "r", op: "ReLU" })
  expect(fits(analysis, out("x"), { node: "r", port: "input" })).toEqual({ kind: "yes" })
})

test("a wire that would go round is refused, also to the node itself", () => {
  const analysis = graph(
    x,
    { id: "a", op: "ReLU", inputs: { input: "x" } },
    { id: "b", op: "ReLU", inputs: { input: "a" } },
  )
  expect(fits(analysis, out("b"), { node: "a", port: "input" })).toMatchObject({ kind: "no" })
  expect(fits(analysis, out("a"), { node: "a", port: "input" })).toMatchObject({ kind: "no" })
})

test("a shape that will not do is a misfit with the op's sentence", () => {
  const analysis = graph(x, { id: "c", op: "Conv2d", attrs: { out_channels: 2, kernel_size: 3 } })
  expect(fits(analysis, out("x"), { node: "c", port: "input" })).toMatchObject({ kind: "misfit" })
})

test("params take a wire of exactly their shape", () => {
  const w: NodeDocument = { id: "w", op: "Parameter", attrs: { shape: [8, 3] } }
  const linear: NodeDocument = { id: "l", op: "Linear", attrs: { out_features: 8 }, inputs: { input: "x" } }
  const analysis = graph(x, w, linear)
  expect(fits(analysis, out("w"), { node: "l", port: "weight" })).toEqual({ kind: "yes" })
  expect(fits(analysis, out("w"), { node: "l", port: "bias" })).toMatchObject({ kind: "misfit" })
  expect(fits(analysis, out("w"), { node: "l", port: "nothing" })).toMatchObject({ kind: "no" })
})

test("class indices come from a node without inputs", () => {
  const loss: NodeDocument = { id: "loss", op: "CrossEntropyLoss", inputs: { input: "x" } }
  const y: NodeDocument = { id: "y", op: "Input", attrs: { shape: [4] } }
  const r: NodeDocument = { id: "r", op: "Sum", attrs: { dim: [1] }, inputs: { input: "x" } }
  const analysis = graph(x, y, r, loss)
  expect(fits(analysis, { node: "y", port: "value" }, { node: "loss", port: "target" })).toEqual({ kind: "yes" })
  expect(fits(analysis, out("r"), { node: "loss", port: "target" })).toMatchObject({ kind: "no" })
})
