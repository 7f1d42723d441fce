// Homework rows F1 to F4, F6 to F9, G1, G3 and G4: convolutions, their transposes, and gradients in a CNN.

import { describe, expect, it, test } from "vitest"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { paramCount } from "../../src/graph/measure/counts.ts"
import { expectClose, openGraph, runDocument } from "./gallery.ts"

test("F1: a rectangle of length 7 through h[n] = (1/2)ⁿ", () => {
  const { value } = openGraph("f1-fir-filter")
  const y = value("y:output")
  // It ends where h does: what the description says holds for every sample that is shown.
  expect(value("h:value")).toEqual(Array.from({ length: 13 }, (_, n) => 2 ** -n))
  const wanted = Array.from({ length: 13 }, (_, n) => (n < 7 ? 2 - 2 ** -n : (2 ** 7 - 1) / 2 ** n))
  expect(y).toEqual(wanted)
  expect(wanted.slice(0, 9)).toEqual([1, 1.5, 1.75, 1.875, 1.9375, 1.96875, 1.984375, 0.9921875, 0.49609375])
})

test("F2: the input shifted by 5 shifts the output by 5", () => {
  const [plain, shifted] = ["f1-fir-filter", "f2-fir-filter-shifted"].map((name) => openGraph(name).value("y:output"))
  expect(shifted!.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  expect(shifted!.slice(5)).toEqual(plain)
})

test("F3: nine times −40", () => {
  const { value, analysis } = openGraph("f3-sobel")
  expect(analysis.nodes.get("y")?.outputs?.output).toEqual([1, 1, 3, 3])
  expect(value("y:output")).toEqual(Array(9).fill(-40))
})

test("F4: padding 1, stride 1, then stride 2", () => {
  const { value } = openGraph("f4-padding-and-stride")
  const middle = [-30, -40, -40, -40, -30]
  expect(value("padded:output")).toEqual([-19, -28, -32, -36, -29, ...middle, ...middle, ...middle, 49, 68, 72, 76, 59])
  expect(value("strided:output")).toEqual([-19, -32, -29, -30, -40, -30, 49, 72, 59])
})

test("F6: a transposed convolution in two dimensions", () => {
  expect(openGraph("f6-transposed-2d").value("y:output")).toEqual([-1, 3, -2, 3, -3, 1, 0, 3, 1])
})

test("F7: a transposed convolution with stride 2", () => {
  const [a, b, c, x, y, z] = [1, 2, 3, 10, 100, 1000]
  const wanted = [a * x, a * y, a * z + b * x, b * y, b * z + c * x, c * y, c * z]
  expect(openGraph("f7-transposed-1d").value("y:output")).toEqual(wanted)
})

test("F8: 108 weights at once, or 27 + 12", () => {
  const { analysis } = openGraph("f8-depthwise-separable")
  const count = (id: string) => paramCount(analysis.nodes.get(id)!)
  expect(count("plain")).toMatchObject({ text: "3×3×3×4", count: 108 })
  expect(count("depthwise")).toMatchObject({ text: "3×3×1×3", count: 27 })
  expect(count("pointwise")).toMatchObject({ text: "1×1×3×4", count: 12 })
})

describe("F9: padding and shift invariance", () => {
  const { value, analysis, document } = openGraph("f9-circular-padding")
  const features = (name: string) => {
    const g = value(name)
    return [0, 1, 2, 3].map((image) => g.slice(image * 3, image * 3 + 3))
  }

  it("circular padding: x₄ equals x₁ and x₃ equals x₂", () => {
    const [x1, x2, x3, x4] = features("circular6:output")
    expectClose(x1!, [0.8, 0, 0])
    expectClose(x2!, [0, 0.8, 0])
    expectClose(x3!, x2!)
    expectClose(x4!, x1!)
    expectClose(value("fc:output"), value("circular6:output"))
  })

  it("its lines are in rows and columns 3 and 8, counted from 1; in 2 and 7, as on the sheet, zero padding hides it", () => {
    const lines = (at: readonly [number, number]) =>
      [false, true, true, false].map((upright, image) => {
        const place = at[image < 2 ? 0 : 1]
        const cell = (row: number, column: number) => ((upright ? column : row) === place - 1 ? 1 : 0)
        return [Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_, column) => cell(row, column)))]
      })
    expect(value("x:value")).toEqual(lines([3, 8]).flat(3))
    const nodes = document.nodes.map((node) => (node.id === "x" ? { ...node, values: { value: lines([2, 7]) } } : node))
    const sheet = runDocument({ ...document, nodes } as GradwireDocument).value("zeros6:output")
    expectClose(sheet.slice(9, 12), sheet.slice(0, 3))
    expectClose(sheet.slice(6, 9), sheet.slice(3, 6))
  })

  it("zero padding: they differ", () => {
    const [x1, x2, x3, x4] = features("zeros6:output")
    expect(Math.abs(x4![0]! - x1![0]!)).toBeGreaterThan(0.05)
    expect(Math.abs(x3![1]! - x2![1]!)).toBeGreaterThan(0.05)
  })

  it("the sheet's 2×2 kernel with padding 1 grows the map, and is not exactly invariant", () => {
    expect(analysis.nodes.get("literal1")?.outputs?.output).toEqual([4, 3, 9, 9])
    expect(analysis.nodes.get("literal3")?.outputs?.output).toEqual([4, 3, 10, 10])
    const [x1, , , x4] = features("literal6:output")
    expect(Math.max(...x1!.map((x, i) => Math.abs(x - x4![i]!)))).toBeGreaterThan(1e-3)
  })
})

test("G1: the gradient of the filter is the correlation of the input with the upstream gradient", () => {
  const { value, gradient } = openGraph("g1-filter-gradient")
  expectClose(gradient("w:value"), value("dw:output"))
  const [x, dy] = [value("x:value"), value("dy:value")]
  const at = (h: number, l: number): number =>
    [0, 1].reduce((sum, i) => sum + [0, 1].reduce((row, j) => row + x[(h + i) * 4 + l + j]! * dy[i * 2 + j]!, 0), 0)
  expectClose(
    gradient("w:value"),
    [0, 1, 2].flatMap((h) => [0, 1, 2].map((l) => at(h, l))),
  )
})

test("G3: max pooling sends the gradient to the largest cell", () => {
  const { gradient } = openGraph("g3-max-pool")
  expect(gradient("x:value")).toEqual([1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 4])
})

test("G4: average pooling gives each cell a quarter", () => {
  const quarter = (a: number, b: number) => [a / 4, a / 4, b / 4, b / 4]
  const wanted = [...quarter(1, 2), ...quarter(1, 2), ...quarter(3, 4), ...quarter(3, 4)]
  expect(openGraph("g4-average-pool").gradient("x:value")).toEqual(wanted)
})
