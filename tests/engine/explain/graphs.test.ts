// "Why is this number?" on gallery graphs: chains that a student follows.

import { describe, expect, it } from "vitest"
import { explain } from "../../../src/engine/explain/explain.ts"
import type { Explanation } from "../../../src/engine/explain/terms/explanation.ts"
import { openGraph } from "../../graphs/gallery.ts"

function why(graph: string, name: string, side: "value" | "gradient", index: number): Explanation {
  const { analysis, result } = openGraph(graph)
  const explanation = explain(analysis, result, { name, side, index })
  expect(explanation).not.toBeNull()
  return explanation!
}

const products = ({ terms }: Explanation): string[] =>
  terms.map(({ factors }) => factors.map(({ words, number }) => `${words}=${number}`).join(" × "))

describe("batch norm's graph", () => {
  it("sums three pieces at X, each a way to its wire", () => {
    const sum = why("batch-norm", "X:value", "gradient", 4)
    expect(sum.kind).toBe("wires")
    expect(sum.terms.map(({ factors }) => factors[0]!.cell!.name).sort()).toEqual([
      "X:value>Z:x",
      "X:value>mu:input",
      "X:value>sigma2:input",
    ])
    expect(Math.abs(sum.difference!)).toBeLessThan(1e-12)
  })

  it("goes on through σ²: one upstream gradient times 2(X − μ)/n", () => {
    const { analysis, result } = openGraph("batch-norm")
    const piece = explain(analysis, result, { name: "X:value>sigma2:input", side: "gradient", index: 4 })!
    expect(piece.terms).toHaveLength(1)
    const [upstream, local] = piece.terms[0]!.factors
    expect(upstream!.cell).toEqual({ name: "sigma2:output", side: "gradient", index: 1 })
    expect(local!.number).toBeCloseTo((2 * (5 - 3.75)) / 4, 12)
    const next = explain(analysis, result, upstream!.cell!)!
    expect(next.terms[0]!.factors[0]!.cell!.name).toBe("sigma2:output>Z:variance")
    const through = explain(analysis, result, next.terms[0]!.factors[0]!.cell!)!
    expect(through.terms).toHaveLength(4)
  })

  it("gives dγ as Σ dY·Z, with Z's own cells", () => {
    const piece = why("batch-norm", "gamma:value>Y:gamma", "gradient", 2)
    expect(piece.terms).toHaveLength(4)
    for (const { factors } of piece.terms) expect(factors[1]!.cell!.name).toBe("Z:output")
  })

  it("writes Y as γ·Z + β", () => {
    const y = why("batch-norm", "Y:output", "value", 0)
    expect(y.kind).toBe("sum")
    expect(y.terms.flatMap(({ factors }) => factors.map(({ cell }) => cell?.name)).sort()).toEqual(
      ["Z:output", "beta:value", "gamma:value"].sort(),
    )
  })
})

it("F6: four painted copies and their sum", () => {
  const middle = why("f6-transposed-2d", "y:output", "value", 4)
  expect(middle.number).toBe(-3)
  expect(products(middle).sort()).toEqual(
    [
      "x[0, 0, 0, 0]=-1 × y.weight[0, 0, 1, 1]=1",
      "x[0, 0, 0, 1]=2 × y.weight[0, 0, 1, 0]=0",
      "x[0, 0, 1, 0]=3 × y.weight[0, 0, 0, 1]=-1",
      "x[0, 0, 1, 1]=1 × y.weight[0, 0, 0, 0]=1",
    ].sort(),
  )
})

it("F3: nine products of the picture and the flipped filter", () => {
  const cell = why("f3-sobel", "y:output", "value", 0)
  expect(cell.number).toBe(-40)
  expect(products(cell)).toContain("x[0, 0, 0, 1]=2 × h[0, 0, 2, 1]=2")
  expect(cell.total).toBeCloseTo(-40, 9)
})

it("G1: dw is a sum of input cells times upstream gradients", () => {
  const dw = why("g1-filter-gradient", "w:value>y:weight", "gradient", 0)
  expect(dw.terms).toHaveLength(4)
  for (const { factors } of dw.terms) expect(factors[1]!.cell!.name).toBe("x:value")
})

it("G3: the winner of a block", () => {
  const winner = why("g3-max-pool", "y:output", "value", 1)
  expect(winner.kind).toBe("winner")
  expect(products(winner)).toEqual(["x[0, 0, 1, 2]=8"])
})

it("shortens long sums and keeps their total", () => {
  const { analysis, result } = openGraph("conv3-pool2-fc3")
  const cell = explain(analysis, result, { name: "fc1:output", side: "value", index: 0 })!
  expect(cell.terms).toHaveLength(12)
  expect(cell.more!.count).toBe(490 + 1 - 12)
  expect(Math.abs(cell.difference!)).toBeLessThan(1e-12)
})

it("lights every cell of a long sum, not only the listed ones", () => {
  const { analysis, result } = openGraph("conv3-pool2-fc3")
  const cell = explain(analysis, result, { name: "fc1:output", side: "value", index: 0 })!
  expect(cell.lit.map(({ name, cells }) => [name, cells.size])).toEqual([
    ["fc1.bias", 1],
    ["flatten1:output", 490],
    ["fc1.weight", 490],
  ])
})

it("follows a padded cell to the cell that it is a copy of", () => {
  const { analysis, result } = openGraph("f9-circular-padding")
  const name = [...result.values.keys()].find(
    (place) => analysis.nodes.get(place.split(":")[0]!)?.op?.kind === "Conv2d",
  )!
  const corner = explain(analysis, result, { name, side: "value", index: 0 })!
  const [input] = corner.lit.filter(({ name }) => name.endsWith(":value"))
  // On 8×8 the window of the corner wraps around: rows 7, 0, 1 and columns 7, 0, 1.
  expect([...input!.cells].sort((a, b) => a - b)).toEqual([0, 1, 7, 8, 9, 15, 56, 57, 63])
})

describe("formulas with the numbers put in", () => {
  it("writes a convolution as products, in the order of its window", () => {
    expect(why("f6-transposed-2d", "y:output", "value", 4).worked).toBe(
      String.raw`y_{0,0,1,1} = (-1) \cdot 1 + 2 \cdot 0 + 3 \cdot (-1) + 1 \cdot 1 = -3`,
    )
  })

  it("writes a maximum with what it was chosen from, each a cell to go to", () => {
    const winner = why("g3-max-pool", "y:output", "value", 1)
    expect(winner.worked).toBe(String.raw`y_{0,0,0,1} = \max(8,\, 5,\, 3,\, 2) = 8`)
    expect(winner.others.map(({ cell }) => cell!.index)).toEqual([7, 3, 2])
  })

  it("writes batch norm's Z and σ² with their numbers", () => {
    expect(why("batch-norm", "Z:output", "value", 4).worked).toBe(
      String.raw`Z_{1,1} = \frac{5 - 3.75}{\sqrt{9.188 + 1 \cdot 10^{-5}}} = 0.4124`,
    )
    expect(why("batch-norm", "sigma2:output", "value", 1).worked).toBe(
      String.raw`{\sigma^2}_{0,1} = \frac{1}{4} \left((2 - 3.75)^2 + (5 - 3.75)^2 + (8 - 3.75)^2 + (0 - 3.75)^2\right) = 9.188`,
    )
  })

  it("names gradients and pieces in sums", () => {
    expect(why("batch-norm", "X:value", "gradient", 4).worked).toContain(
      String.raw`\frac{\partial L}{\partial X_{1,1}} = `,
    )
    expect(why("batch-norm", "X:value>mu:input", "gradient", 4).worked).toContain(
      String.raw`\left.\frac{\partial L}{\partial X_{1,1}}\right|_{\mu} = `,
    )
  })
})
