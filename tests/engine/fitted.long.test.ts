// What is drawn in place of written numbers, and what a new seed changes before and after.

import { describe, expect, it, test } from "vitest"
import { fitOf, fittedValues, withFitted } from "../../src/engine/fitted.ts"
import { run } from "../../src/engine/pass/run.ts"
import { seedUse } from "../../src/engine/seedUse.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"
import { randomStream } from "../../src/tensor/random.ts"
import { tensorOf } from "../../src/tensor/tensor.ts"

const input = (id: string, shape: readonly number[], value: never): NodeDocument => ({
  id,
  op: "Input",
  attrs: { shape: [...shape] },
  values: { value },
})

const WRITTEN: GradwireDocument = {
  gradwire: 1,
  seed: 3,
  target: "loss",
  nodes: [
    input("x", [3, 2], [
      [0.5, -1.2],
      [2.25, 0.1],
      [-0.7, 1.4],
    ] as never),
    { id: "fc", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "x" }, values: { bias: [1, 2, 3, 4] } },
    input("t", [3], [0, 3, 1] as never),
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
}
const analysed = (document: GradwireDocument) => analyze(document, ops, "train")
const valuesAt = (document: GradwireDocument, place: string) => {
  const result = run(analysed(document), { mode: "train", dtype: "float64" })
  expect(result.problems).toEqual([])
  return [...(result.values.get(place) ?? result.params.get(place))!.data]
}

describe("what the seed reaches", () => {
  it("names what is drawn and what is written, masks, data and upstream rules included", () => {
    expect(seedUse(analysed(WRITTEN))).toEqual({ drawn: ["fc.weight"], written: ["x", "fc.bias", "t"] })
    const others: GradwireDocument = {
      gradwire: 1,
      target: "d",
      upstream: { "d:output": { distribution: "normal" } },
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [4], std: 0 } },
        { id: "d", op: "Dropout", attrs: { p: 0.5 }, inputs: { input: "x" } },
        { id: "c", op: "Constant", attrs: { shape: [2] }, values: { value: [1, 2] } },
        { id: "bn", op: "BatchNorm1d", inputs: { input: "y" }, values: { weight: [2, 2] } },
        { id: "y", op: "Input", attrs: { shape: [3, 2] } },
      ],
    }
    expect(seedUse(analyze(others, ops, "train"))).toEqual({
      drawn: ["d.mask", "y", "the upstream gradient of d:output"],
      written: [],
    })
    expect(seedUse(analyze(others, ops, "eval")).drawn).not.toContain("d.mask")
  })

  // Every op with its examples: what is said to be drawn is what two seeds differ in.
  it("of every op: what it says is what two seeds differ in", () => {
    const wrong: string[] = []
    const examples = [...ops.values()].flatMap((op) => op.examples.slice(0, 3).map((example) => [op, example] as const))
    for (const [op, example] of examples) {
      const feeding = Object.entries(example.shapes).flatMap(([port, shape]) =>
        Array.isArray(shape) && shape.every((n) => typeof n === "number")
          ? [[port, shape as readonly number[]] as const]
          : [],
      )
      const nodes: NodeDocument[] = feeding.map(([port, shape]) => ({
        id: `in_${port}`,
        op: "Input",
        attrs: { shape: [...shape] },
      }))
      const node = {
        id: "n",
        op: op.kind,
        attrs: example.attrs ?? {},
        inputs: Object.fromEntries(feeding.map(([port]) => [port, `in_${port}`])),
      }
      const document: GradwireDocument = { gradwire: 1, nodes: [...nodes, node as NodeDocument] }
      const analysis = analysed(document)
      if (analysis.nodes.get("n")?.state !== "ok") continue
      const [a, b] = [1, 2].map((seed) => run(analysis, { mode: "train", dtype: "float64", seed }))
      // What is drawn at this node itself: params, the value of a source, masks.
      const own = (result: ReturnType<typeof run>) =>
        new Map([...result.params, ...[...result.values].filter(([name]) => /^n:(?:value|mask)$/.test(name))])
      const other = own(b!)
      const differing = [...own(a!)].flatMap(([name, { data }]) =>
        String(data) === String(other.get(name)?.data) ? [] : [name.replace(":mask", ".mask")],
      )
      const names = new Set(
        differing.filter((one) => one.startsWith("n")).map((one) => one.replace(/^n[.:]value$/, "n")),
      )
      const said = seedUse(analysis).drawn.filter((one) => /^n(?:\.|$)/.test(one))
      if (said.join() !== [...names].join())
        wrong.push(`${op.kind}: says ${said.join()}, differs in ${[...names].join()}`)
    }
    expect(examples.length).toBeGreaterThan(200)
    expect(wrong).toEqual([])
  })
})

describe("fits", () => {
  it.each([
    ["whole numbers", [4], [3, -1, 7, 3], { distribution: "integers", low: -1, high: 8 }],
    ["zeros and ones", [4], [0, 1, 1, 1], { distribution: "bernoulli", p: 0.75 }],
    ["one-hot rows", [2, 3], [0, 1, 0, 0, 0, 1], { distribution: "onehot" }],
    ["probabilities", [2, 2], [0.25, 0.75, 0.5, 0.5], null],
    ["all the same", [3], [2.5, 2.5, 2.5], null],
    ["positive numbers stay positive", [3], [0.1, 0.5, 2], { distribution: "uniform", low: 0.1, high: 2 }],
    ["a whole number", [], [-3], { distribution: "integers", low: -5, high: 0 }],
    ["a single number", [], [0.5], { distribution: "uniform", low: 0.25, high: 0.75 }],
    ["both signs", [4], [1.5, -0.5, 0.25, -1.25], { distribution: "normal", mean: 0, std: 1.02 }],
  ] as const)("%s", (_, shape, numbers, fit) => {
    expect(fitOf(tensorOf(shape, numbers, "float64"))).toEqual(fit)
  })

  test("large samples: the distribution that they came from, and its numbers", () => {
    const random = randomStream(2, "fits", "samples")
    for (let round = 0; round < 40; round++) {
      const [middle, spread] = [random.normal() * 3, 0.5 + random.uniform()]
      const normal = fitOf(
        tensorOf(
          [400],
          Array.from({ length: 400 }, () => middle + spread * random.normal()),
          "float64",
        ),
      )
      const oneSign = Math.abs(middle) > 1.5 * spread
      if (!oneSign) {
        expect(normal?.distribution).toBe("normal")
        if (normal?.distribution === "normal") expect(Math.abs(normal.std / spread - 1)).toBeLessThan(0.2)
      }
      const flat = fitOf(
        tensorOf(
          [400],
          Array.from({ length: 400 }, () => middle + spread * (random.uniform() - 0.5)),
          "float64",
        ),
      )
      expect(flat?.distribution).toBe("uniform")
    }
  })

  test("drawn instead, the document runs, indices stay classes, whole numbers whole, and seeds differ", () => {
    const fits = fittedValues(analysed(WRITTEN))
    expect(fits.map(({ place, words }) => `${place}: ${words}`)).toEqual([
      "x: normal, mean 0.392, std 1.18",
      "fc.bias: as the layer draws it",
      "t: class indices, 0 to 3",
    ])
    const drawn = withFitted(WRITTEN, fits)
    expect(seedUse(analysed(drawn))).toEqual({ drawn: ["x", "fc.weight", "fc.bias", "t"], written: [] })
    for (const seed of [1, 2, 3, 4, 5]) {
      const classes = valuesAt({ ...drawn, seed }, "t:value")
      expect(classes.every((one) => Number.isInteger(one) && one >= 0 && one < 4)).toBe(true)
    }
    expect(valuesAt({ ...drawn, seed: 1 }, "x:value")).not.toEqual(valuesAt({ ...drawn, seed: 2 }, "x:value"))
    expect(valuesAt({ ...WRITTEN, seed: 1 }, "x:value")).toEqual(valuesAt({ ...WRITTEN, seed: 2 }, "x:value"))
  })

  test("a learned tensor of whole numbers and an upstream gradient", () => {
    const document: GradwireDocument = {
      gradwire: 1,
      target: "y",
      upstream: { "y:output": [0.5, -1, 0.25] },
      nodes: [
        { id: "w", op: "Parameter", attrs: { shape: [3] }, values: { value: [0, 1, -1] } },
        { id: "y", op: "Tanh", inputs: { input: "w" } },
      ],
    }
    const fits = fittedValues(analysed(document))
    expect(fits.map(({ words }) => words)).toEqual(["whole numbers, −1 to 1", "normal, mean −0.0833, std 0.656"])
    const drawn = withFitted(document, fits)
    expect(drawn.nodes[0]).toMatchObject({ attrs: { init: "integers", low: -1, high: 2 } })
    expect(drawn.upstream).toEqual({ "y:output": { distribution: "normal", mean: -0.0833, std: 0.656 } })
    expect(valuesAt(drawn, "w.value").every(Number.isInteger)).toBe(true)
    expect(seedUse(analysed(drawn))).toEqual({ drawn: ["w", "the upstream gradient of y:output"], written: [] })
  })
})
