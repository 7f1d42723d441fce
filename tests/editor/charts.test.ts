import { expect, test } from "vitest"
import { decades, linear, ticks, writePowerOfTen } from "../../src/editor/drawer/charts/axes.ts"
import { layerPoints } from "../../src/editor/drawer/charts/series.ts"
import { subjectOf } from "../../src/editor/drawer/charts/subject.ts"
import { openGraph, runDocument } from "../graphs/gallery.ts"
import { shown } from "../state/shown.ts"

test("ticks are round and within the range", () => {
  expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10])
  expect(ticks(-0.31, 0.34, 4)).toEqual([-0.2, 0, 0.2])
  expect(ticks(3, 3, 4)).toEqual([3])
})

test("decades hold every positive number and are at least two", () => {
  expect(decades([0.003, 0, 20])).toEqual([-3, 2])
  expect(decades([1])).toEqual([-1, 1])
  expect(decades([10, 100])).toEqual([0, 2])
  expect(decades([0, Number.NaN])).toEqual([-1, 1])
  for (const numbers of [[1e-20, 1e20], [5], [0.1, 0.2]]) {
    const [from, to] = decades(numbers)
    expect(to - from).toBeGreaterThanOrEqual(2)
    for (const x of numbers) expect(10 ** from <= x * 1.000001 && x <= 10 ** to * 1.000001).toBe(true)
  }
})

test("scales place, powers are written", () => {
  expect(linear(0, 4, 10, 50).at(1)).toBe(20)
  expect([-3, 0, 1, 12].map(writePowerOfTen)).toEqual(["10⁻³", "1", "10", "10¹²"])
})

test("the chart has one point a node, in topological order", () => {
  const { analysis, result, value, gradient } = openGraph("batch-norm")
  const points = layerPoints(analysis, shown(result))
  expect(points.map(({ node }) => node)).toEqual(analysis.order)
  const rms = (numbers: readonly number[]) => Math.hypot(...numbers) / Math.sqrt(numbers.length)
  const at = points.find(({ node }) => node === "X")!
  expect(at.value).toBeCloseTo(rms(value("X:value")), 12)
  expect(at.gradient).toBeCloseTo(rms(gradient("X:value")), 12)
})

test("a layer with numbers that are not finite says so", () => {
  const { analysis, result } = runDocument({
    gradwire: 1,
    target: "y",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [1, 0, -1] } },
      { id: "y", op: "Log", inputs: { input: "x" } },
    ],
  })
  expect(layerPoints(analysis, shown(result)).map(({ broken }) => broken)).toEqual([
    "gradient: 1 infinite",
    "value: 1 NaN, 1 infinite",
  ])
})

function opened(name: string) {
  const { analysis, result } = openGraph(name)
  return { analysis, result: shown(result) }
}

test("a normalisation is shown before and after, and is what one sees first", () => {
  const { analysis, result } = opened("b5-distributions")
  const first = subjectOf(analysis, result, [], null)!
  expect(first.node).toBe("bn1")
  expect(first.before).toBe(result.at("value", "x:value"))
  const second = subjectOf(analysis, result, ["bn2"], null)!
  expect(second.before).toBe(result.at("value", "pairs:output"))
  expect(second.value).toBe(result.at("value", "bn2:output"))
})

test("a tensor that is looked at comes before the node; a wire has its own gradient", () => {
  const { analysis, result } = opened("batch-norm")
  const wire = subjectOf(analysis, result, [], { name: "X:value>mu:input", side: "gradient" })!
  expect(wire.value).toBe(result.at("value", "X:value"))
  expect(wire.gradient).toBe(result.at("wire", "X:value>mu:input"))
  const param = opened("b5-distributions")
  const weight = subjectOf(param.analysis, param.result, ["bn1"], { name: "bn1.weight", side: "value" })!
  expect(weight).toMatchObject({ node: "bn1", port: "weight", before: null })
  expect(subjectOf(param.analysis, param.result, ["bn2"], { name: "bn1.weight", side: "value" })!.node).toBe("bn2")
})
