// Which learned numbers are shown as pictures, and how many of what size.

import { describe, expect, it } from "vitest"
import { filtersOf, kernelShape } from "../../src/graph/measure/filters.ts"
import { analysisOf } from "./analysing.ts"

const image = { id: "x", op: "Input", attrs: { shape: [2, 3, 8, 8] } }
const node = (id: string, op: string, input: string, attrs = {}) => ({ id, op, attrs, inputs: { input } })

describe("filters", () => {
  it("are kernels of more than one number, along one axis or two", () => {
    expect(kernelShape([10, 3, 5, 3])).toEqual([10, 3, 5, 3])
    expect(kernelShape([10, 3, 7])).toEqual([10, 3, 1, 7])
    expect(kernelShape([10, 3, 1, 1])).toBeNull()
    expect(kernelShape([10, 3, 1])).toBeNull()
    expect(kernelShape([10, 3])).toBeNull()
    expect(kernelShape([10])).toBeNull()
  })

  it("are the maps that were flattened, also through what keeps the axes apart", () => {
    const analysis = analysisOf([
      image,
      node("conv", "Conv2d", "x", { out_channels: 4, kernel_size: 3 }),
      node("flat", "Flatten", "conv"),
      node("relu", "ReLU", "flat"),
      node("fc", "Linear", "relu", { out_features: 5 }),
      node("last", "Linear", "fc", { out_features: 2 }),
    ])
    const filters = (id: string) => {
      const found = analysis.nodes.get(id)
      return found === undefined ? null : filtersOf(analysis, found)
    }
    expect(filters("conv")).toEqual({ param: "weight", shape: [4, 3, 3, 3] })
    expect(filters("fc")).toEqual({ param: "weight", shape: [5, 4, 6, 6] })
    expect(filters("last")).toEqual({ param: "weight", shape: [1, 1, 2, 5] })
    expect(filters("relu")).toBeNull()
    expect(filters("x")).toBeNull()
  })

  it("are a matrix where a sequence was flattened, and where only one line of cells is left", () => {
    const analysis = analysisOf([
      { id: "x", op: "Input", attrs: { shape: [2, 3, 1, 8] } },
      node("flat", "Flatten", "x"),
      node("fc", "Linear", "flat", { out_features: 5 }),
    ])
    const fc = analysis.nodes.get("fc")
    expect(fc && filtersOf(analysis, fc)).toEqual({ param: "weight", shape: [1, 1, 5, 24] })
  })
})
