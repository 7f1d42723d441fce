// Units over the plane of two inputs, and the weights between them, as they are drawn.

import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { stepsOf } from "../../src/graph/drawing/tile/tile.ts"
import { largestOf, MOST_UNITS, UNIT_GRID, unitPlanes, unitSheet } from "../../src/graph/drawing/tile/unitSheet.ts"
import { linearUnits, unitColumns, weightLines } from "../../src/graph/drawing/tile/weightLines.ts"
import { ops } from "../../src/ops/registry.ts"

test("pictures of units are square, lie within their room and are as large as it lets them be", () => {
  for (let units = 1; units <= MOST_UNITS; units++) {
    for (const [width, height] of [
      [170, 72],
      [188, 40],
      [120, 120],
      [60, 150],
    ] as const) {
      const sheet = unitSheet(units, { width, height })
      if (sheet === null) continue
      const [wide, high] = stepsOf(sheet)
      expect(sheet.width / wide).toBeCloseTo(sheet.height / high, 9)
      expect(sheet.width).toBeLessThanOrEqual(width + 1e-9)
      expect(sheet.height).toBeLessThanOrEqual(height + 1e-9)
      const side = (UNIT_GRID * sheet.width) / wide
      expect(side).toBeGreaterThanOrEqual(8)
      // One more beside each other, or below, would not fit at a size that is notably larger.
      for (let across = 1; across <= units; across++) {
        const down = Math.ceil(units / across)
        expect(Math.min((width - 2 * (across - 1)) / across, (height - 2 * (down - 1)) / down)).toBeLessThan(
          1.12 * side,
        )
      }
    }
  }
  expect(unitSheet(MOST_UNITS + 1, { width: 1000, height: 1000 })).toBe(null)
  expect(unitSheet(16, { width: 20, height: 20 })).toBe(null)
})

test("a picture has the least y in its last row, x from left to right, and one unit a plane", () => {
  const units = 3
  // Row and column of the grid, and the unit, can be read off each number.
  const values = Float64Array.from({ length: UNIT_GRID ** 2 * units }, (_, i) => i)
  const planes = unitPlanes(values, units)
  for (const [row, column, unit] of [
    [0, 0, 0],
    [UNIT_GRID - 1, 0, 1],
    [5, 7, 2],
  ] as const) {
    const shown = planes[unit * UNIT_GRID ** 2 + (UNIT_GRID - 1 - row) * UNIT_GRID + column]
    expect(shown).toBe((row * UNIT_GRID + column) * units + unit)
  }
  expect(largestOf([1, -4, Number.NaN, Number.POSITIVE_INFINITY])).toBe(4)
})

const graph = (inputs: number, out_features: number) =>
  analyze(
    {
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [5, inputs] } },
        { id: "fc", op: "Linear", attrs: { out_features }, inputs: { input: "x" } },
        { id: "relu", op: "ReLU", inputs: { input: "fc" } },
      ],
    },
    ops,
    "train",
  )

test("a layer of few units has its weights as lines, one of many and one without weights have none", () => {
  expect(linearUnits(graph(3, 4), "fc")).toEqual({
    weight: "fc.weight",
    inputs: 3,
    outputs: 4,
    from: "x:value",
    to: "fc:output",
  })
  expect(linearUnits(graph(33, 4), "fc")).toBe(null)
  expect(linearUnits(graph(3, 33), "fc")).toBe(null)
  for (const id of ["x", "relu", "nothing"]) expect(linearUnits(graph(3, 4), id)).toBe(null)
})

test("lines join each input with each unit, as wide as their weights are large, the largest on top", () => {
  const layer = { inputs: 3, outputs: 2 }
  const columns = unitColumns(layer)
  expect(columns.inputs).toHaveLength(3)
  // The shorter column stands in the middle.
  expect(columns.outputs[0]! + columns.outputs[1]! + columns.side).toBeCloseTo(columns.height, 9)
  const lines = weightLines(Float32Array.of(1, -2, 0, 0.5, 4, -0.01), layer, columns)
  expect(lines.map(({ input, output, weight }) => [input, output, weight])).toEqual([
    [0, 1, 0.5],
    [0, 0, 1],
    [1, 0, -2],
    [1, 1, 4],
  ])
  expect(lines.map(({ share }) => share)).toEqual([0.125, 0.25, 0.5, 1])
  expect(lines[3]!.width / lines[2]!.width).toBeCloseTo(2, 9)
  for (const count of [1, 2, 8, 16, 32]) {
    const { height, side, inputs } = unitColumns({ inputs: count, outputs: 1 })
    expect(inputs.at(-1)! + side).toBeCloseTo(height, 9)
    expect(height).toBeLessThanOrEqual(330)
  }
})
