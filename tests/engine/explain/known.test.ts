// Losses, products and attention say their own closed forms, with numbers. What they must say is worked out here by hand.

import { describe, expect, it } from "vitest"
import { explainer, input } from "./explainer.ts"

const Z = [
  [2, -1, 0.5],
  [0, 1, 3],
]
const softmax = (row: readonly number[]): number[] => {
  const powers = row.map(Math.exp)
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

describe("cross-entropy", () => {
  const { why } = explainer([
    input("z", Z, [2, 3]),
    input("t", [0, 1], [2]),
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "z", target: "t" } },
  ])
  const p = Z.map(softmax)

  it("is minus the mean logarithm of the right classes' probabilities, each with its number", () => {
    const loss = why("loss:output", "value", 0)
    expect(loss.terms.map(({ factors }) => factors.map(({ words }) => words))).toEqual([
      ["−log p[0, 0]", "1/2"],
      ["−log p[1, 1]", "1/2"],
    ])
    expect(loss.terms[1]!.factors[0]!.number).toBeCloseTo(-Math.log(p[1]![1]!), 12)
    expect(loss.terms[1]!.factors[0]!.from).toEqual({ name: "z:value", side: "value", index: 4 })
    expect(loss.worked).toContain(String.raw` = \frac{1}{2} \left(- \log 0.7856 - \log 0.1142\right) = 1.206`)
  })

  it("sends back (p − y)/N", () => {
    const right = why("z:value>loss:input", "gradient", 4)
    expect(right.number).toBeCloseTo((p[1]![1]! - 1) / 2, 12)
    expect(right.worked).toContain(String.raw` = \frac{1}{2}\left(0.1142 - 1\right) = -0.4429`)
    expect(right.terms.map(({ product }) => product)).toEqual([
      expect.closeTo(p[1]![1]! / 2, 12),
      expect.closeTo(-0.5, 12),
    ])
    const wrong = why("z:value>loss:input", "gradient", 5)
    expect(wrong.worked).toContain(String.raw`\left(0.8438 - 0\right)`)
    expect(wrong.terms).toHaveLength(1)
  })

  it("writes the softmax out where there is one place", () => {
    const single = explainer([
      input("z", Z[0]!, [3]),
      input("t", 0, []),
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "z", target: "t" } },
    ])
    expect(single.why("loss:output", "value", 0).worked).toContain(
      String.raw`-\log \frac{e^{2}}{e^{2} + e^{-1} + e^{0.5}} = -\log 0.7856 = 0.2413`,
    )
  })
})

it("negative log-likelihood names the right class's entry and 1/N", () => {
  const { why } = explainer([
    input(
      "x",
      [
        [-0.1, -2.3],
        [-1.2, -0.4],
      ],
      [2, 2],
    ),
    input("t", [1, 1], [2]),
    { id: "loss", op: "NLLLoss", inputs: { input: "x", target: "t" } },
  ])
  const loss = why("loss:output", "value", 0)
  expect(loss.terms.map(({ factors }) => factors.map(({ words, number }) => `${words}=${number}`))).toEqual([
    ["x[0, 1]=-2.3", "−1/2=-0.5"],
    ["x[1, 1]=-0.4", "−1/2=-0.5"],
  ])
  expect(why("x:value>loss:input", "gradient", 0).terms).toEqual([])
  expect(why("x:value>loss:input", "gradient", 1).terms[0]!.product).toBe(-0.5)
})

it("binary cross-entropy of logits sends back (σ − t)/N", () => {
  const { why } = explainer([
    input("x", [1.5, -0.5], [2]),
    input("t", [1, 0], [2]),
    { id: "loss", op: "BCEWithLogitsLoss", inputs: { input: "x", target: "t" } },
  ])
  const loss = why("loss:output", "value", 0)
  expect(loss.worked).toContain(String.raw`\frac{1}{2} \left(- \log 0.8176 - \log(1 - 0.3775)\right) = 0.3377`)
  expect(why("x:value>loss:input", "gradient", 0).worked).toContain(
    String.raw`\frac{1}{2}\left(0.8176 - 1\right) = -0.09121`,
  )
})

it("a product names all its factors, and the others for its gradient", () => {
  const { why } = explainer([
    input(
      "x",
      [
        [2, 3],
        [0, 5],
      ],
      [2, 2],
    ),
    { id: "y", op: "Prod", attrs: { dim: 1 }, inputs: { input: "x" } },
  ])
  expect(why("y:output", "value", 0).terms[0]!.factors.map(({ words }) => words)).toEqual(["x[0, 0]", "x[0, 1]"])
  expect(why("y:output", "value", 1).number).toBe(0)
  expect(
    why("x:value>y:input", "gradient", 2).terms[0]!.factors.map(({ words, number }) => `${words}=${number}`),
  ).toEqual(["∂L/∂y[1]=1", "x[1, 1]=5"])
})

describe("attention", () => {
  const { why, result } = explainer(
    [
      input(
        "q",
        [
          [1, 0],
          [0.5, -1],
        ],
        [2, 2],
      ),
      input(
        "k",
        [
          [1, 2],
          [0, 1],
          [-1, 1],
        ],
        [3, 2],
      ),
      input(
        "v",
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        [3, 2],
      ),
      { id: "y", op: "ScaledDotProductAttention", inputs: { query: "q", key: "k", value: "v" } },
    ],
    {
      "y:output": [
        [1, -1],
        [0.5, 2],
      ],
    },
  )

  it("is a sum of weights × values, each a cell to go to", () => {
    const y = why("y:output", "value", 3)
    expect(y.terms.map(({ factors }) => factors.map(({ words }) => words))).toEqual([
      ["y:attn_weights[1, 0]", "v[0, 1]"],
      ["y:attn_weights[1, 1]", "v[1, 1]"],
      ["y:attn_weights[1, 2]", "v[2, 1]"],
    ])
    const next = why("y:attn_weights", "value", y.terms[0]!.factors[0]!.cell!.index)
    expect(next.number).toBeCloseTo(softmax([-1.5, -1, -1.5].map((s) => s / Math.SQRT2))[0]!, 12)
    expect(next.worked).toContain(String.raw`\frac{e^{-1.061}}{e^{-1.061} + e^{-0.7071} + e^{-1.061}}`)
  })

  it("sends gradients back through weights and scores", () => {
    expect(why("v:value>y:value", "gradient", 0).terms.map(({ factors }) => factors.map(({ words }) => words))).toEqual(
      [
        ["∂L/∂y[0, 0]", "y:attn_weights[0, 0]"],
        ["∂L/∂y[1, 0]", "y:attn_weights[1, 0]"],
      ],
    )
    const q = why("q:value>y:query", "gradient", 1)
    expect(q.terms.map(({ factors }) => factors.map(({ words }) => words))[1]).toEqual([
      "∂L/∂score[0, 1]",
      "k[1, 1]",
      "scale c",
    ])
    expect(q.number).toBeCloseTo(result.gradients.get("q:value")!.data[1]!, 12)
  })
})

describe("batch norm as one node", () => {
  const { why } = explainer(
    [
      input(
        "x",
        [
          [1, 2],
          [4, 5],
          [7, 9],
        ],
        [3, 2],
      ),
      { id: "y", op: "BatchNorm1d", inputs: { input: "x" }, values: { weight: [2, 1], bias: [0, 3] } },
    ],
    {
      "y:output": [
        [1, 0],
        [-1, 0.5],
        [3, 0],
      ],
    },
  )
  const s = Math.sqrt(6 + 1e-5)

  it("standardises, scales and shifts with its numbers, and lights the whole set", () => {
    const y = why("y:output", "value", 4)
    expect(y.number).toBeCloseTo((2 * 3) / s, 12)
    expect(y.worked).toContain(String.raw`2 \cdot \frac{7 - 4}{\sqrt{6 + 1 \cdot 10^{-5}}} + 0 = 2.449`)
    expect([...y.lit.find(({ name }) => name === "x:value")!.cells]).toEqual([0, 2, 4])
  })

  it("sends back its own part less two means", () => {
    const dx = why("x:value>y:input", "gradient", 4)
    // g = 2·(1, −1, 3), z = (−3, 0, 3)/s.
    expect(dx.terms.map(({ product }) => product)).toEqual([
      expect.closeTo(6 / s, 12),
      expect.closeTo(-2 / s, 12),
      expect.closeTo(((-(-6 + 18) / 3 / s) * 3) / s / s, 12),
    ])
    expect(dx.number).toBeCloseTo(
      dx.terms.reduce((sum, { product }) => sum + product, 0),
      12,
    )
  })

  it("sums ∂L/∂y · z for γ", () => {
    expect(why("y.weight", "gradient", 0).number).toBeCloseTo((-3 + 9) / s, 12)
  })
})

describe("far from zero", () => {
  it("binary cross-entropy of logits keeps all digits of a tiny loss and gradient", () => {
    const { why, result } = explainer(
      [
        input("x", [-40, 35], [2]),
        input("t", [0, 1], [2]),
        { id: "loss", op: "BCEWithLogitsLoss", attrs: { reduction: "none" }, inputs: { input: "x", target: "t" } },
      ],
      { "loss:output": [1, 1] },
    )
    const tiny = [Math.exp(-40), Math.exp(-35)]
    for (const [i, size] of tiny.entries()) {
      expect(result.values.get("loss:output")!.data[i]! / size).toBeCloseTo(1, 12)
      const gradient = why("x:value>loss:input", "gradient", i)
      expect(gradient.number / size).toBeCloseTo(i === 0 ? 1 : -1, 12)
      // Probability less target is a difference of numbers near 1.
      expect(Math.abs(gradient.difference!)).toBeLessThan(1e-16)
    }
  })

  it("a cell whose share is too small to be seen is not said to be without effect", () => {
    const { why } = explainer(
      [input("x", [[0, -30]], [1, 2]), { id: "p", op: "LogSumExp", attrs: { dim: 1 }, inputs: { input: "x" } }],
      { "p:output": [1] },
    )
    const { number, words, terms } = why("x:value>p:input", "gradient", 1)
    expect(number).toBeGreaterThan(0)
    expect(words).toBe("Upstream gradient × its share of the powers, the softmax.")
    expect(terms.map(({ product }) => product)).toEqual([number])
  })
})
