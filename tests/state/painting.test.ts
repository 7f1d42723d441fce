import { beforeEach, expect, test } from "vitest"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { open } from "../../src/state/document.ts"
import { usePainting } from "../../src/state/painting.ts"
import { useSession } from "../../src/state/session.ts"

// A residual connection around a 3×3 convolution, then a pool, then everything.
const GRAPH = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 1, 8, 8] } },
    { id: "c", op: "Conv2d", attrs: { out_channels: 1, kernel_size: 3, padding: 1 }, inputs: { input: "x" } },
    { id: "s", op: "Add", inputs: { a: "c", b: "x" } },
    { id: "p", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "s" } },
    { id: "f", op: "Flatten", inputs: { input: "p" } },
    { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "f" } },
  ],
} as unknown as GradwireDocument

beforeEach(() => open(GRAPH))

function look(node: string, name: string, cell: readonly number[]) {
  useSession.getState().select({ nodes: [node], wires: [] })
  useSession.getState().look({ name, side: "value" }, cell)
  return usePainting.getState().painting
}
const span = (regions: ReadonlyMap<string, { readonly cells: readonly { from: number; to: number }[] }>) =>
  Object.fromEntries(
    [...regions].map(([id, { cells }]) => [id, cells.map(({ from, to }) => `${from}–${to}`).join(" ")]),
  )

test("a cell of a map has its field painted on every map before it, and what sees it on every map after", () => {
  const painting = look("s", "s:output", [1, 0, 0, 4])
  expect(painting?.place).toEqual([0, 4])
  expect(span(painting!.upstream)).toEqual({ x: "0–1 3–5", c: "0–0 4–4" })
  expect(painting!.upstream.get("x")!.withPadding[0]).toEqual({ from: -1, to: 1 })
  expect(span(painting!.downstream)).toEqual({ p: "0–0 2–2" })
  expect(painting!.field?.status).toBe("exact")
})

test("a cell of an Input is seen from ranges of what follows", () => {
  const painting = look("x", "x:value", [0, 0, 3, 3])
  expect(painting!.upstream.size).toBe(0)
  expect(span(painting!.downstream)).toEqual({ c: "2–4 2–4", s: "2–4 2–4", p: "1–2 1–2" })
})

test("what follows a global layer sees everything, and says so", () => {
  const painting = look("fc", "fc:output", [0, 1])
  expect(painting!.field?.status).toBe("global")
  expect(span(painting!.upstream)).toMatchObject({ x: "0–7 0–7" })
  expect(painting!.upstream.get("x")!.exact).toBe(false)
})

test("a tensor that a wire brings is the cell's at its source", () => {
  const painting = look("p", "s:output>p:input", [0, 0, 7, 7])
  expect(painting!.source).toEqual({ node: "s", port: "output" })
  expect(span(painting!.downstream)).toEqual({ p: "3–3 3–3" })
})

test("nothing is painted for params, for cells that are not there, or once the node is left", () => {
  expect(look("c", "c.weight", [0, 0, 1, 1])).toBeNull()
  expect(look("s", "s:output", [0, 0, 8, 0])).toBeNull()
  expect(look("s", "s:output", [0, 0, 7, 0])).not.toBeNull()
  useSession.getState().select({ nodes: ["p"] })
  expect(usePainting.getState().painting).toBeNull()
})
