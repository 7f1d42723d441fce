import { expect, test } from "vitest"
import type { RunOptions } from "../../src/engine/pass/result.ts"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, UpstreamRule } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"
import { runDocument } from "./running.ts"

/** y = x² with a rule for dY, so that dX = 2x·dY shows what was drawn. */
function squared(rule: UpstreamRule, shape: readonly number[], seed = 3): GradwireDocument {
  return {
    gradwire: 2,
    seed,
    target: "y",
    upstream: { "y:output": rule },
    nodes: [
      { id: "x", op: "Input", attrs: { shape } },
      { id: "y", op: "Square", inputs: { input: "x" } },
    ],
  }
}

function given(document: GradwireDocument, options: Partial<RunOptions> = {}): readonly number[] {
  const result = run(analyze(document, ops, "train"), { mode: "train", dtype: "float64", ...options })
  expect(result.problems).toEqual([])
  return Array.from(result.gradients.get("y:output")?.data ?? [])
}

test('what a rule draws is frozen: the stream (seed, "upstream", place)', () => {
  expect(given(squared({ distribution: "normal" }, [4]))).toEqual([
    -0.6621726855059944, -1.8336473561401174, -0.7695601751647747, 2.8487473448384724,
  ])
  expect(given(squared({ distribution: "normal", mean: 1, std: 0.5 }, [4]))).toEqual([
    0.6689136572470028, 0.08317632192994129, 0.6152199124176126, 2.424373672419236,
  ])
  expect(given(squared({ distribution: "uniform", low: -1, high: 3 }, [4]))).toEqual([
    2.4019454359331367, 1.7793796728300633, 2.9485681571604863, 0.16796714590513906,
  ])
  expect(given(squared({ distribution: "bernoulli", p: 0.25 }, [8]))).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
  expect(given(squared({ distribution: "onehot" }, [2, 4]))).toEqual([0, 0, 0, 1, 0, 0, 1, 0])
})

test("a rule follows the shape, and a shorter batch has the first of the longer one's numbers", () => {
  const rule = { distribution: "normal" }
  const long = given(squared(rule, [7, 2]))
  expect(given(squared(rule, [3, 2]))).toEqual(long.slice(0, 6))
  expect(given(squared(rule, []))).toEqual(long.slice(0, 1))
})

test("the run's seed draws again, a seed of the rule's own does not", () => {
  const drawn = given(squared({ distribution: "normal" }, [3]))
  expect(given(squared({ distribution: "normal" }, [3]), { seed: 4 })).not.toEqual(drawn)
  expect(given(squared({ distribution: "normal", seed: 3 }, [3], 9), { seed: 4 })).toEqual(drawn)
})

test("a rule enters where its output is, beside the numbers of others, and the objective is Σ dY·Y over all", () => {
  const document = squared({ distribution: "normal", std: 0, mean: 2 }, [3])
  const result = runDocument({
    ...document,
    upstream: { y: { distribution: "uniform", low: 2, high: 2 }, "x:value": [1, 10, 100] },
  })
  const x = Array.from(result.values.get("x:value")?.data ?? [])
  expect(Array.from(result.gradients.get("x:value")?.data ?? [])).toEqual(x.map((v, i) => 2 * v * 2 + 10 ** i))
  expect(result.loss).toBeCloseTo(
    x.reduce((sum, v, i) => sum + 2 * v * v + 10 ** i * v, 0),
    12,
  )
})

test.each([
  [
    { distribution: "gauss" },
    "distribution",
    '"distribution": expected one of "normal", "uniform", "integers", "bernoulli", "onehot", found "gauss".',
  ],
  [
    { distribution: null },
    "distribution",
    '"distribution": expected one of "normal", "uniform", "integers", "bernoulli", "onehot", found null.',
  ],
  [{ distribution: "normal", std: -1 }, "std", '"std": expected a number of at least 0, found -1.'],
  [
    { distribution: "normal", mean: "0" },
    "mean",
    '"mean": expected a number of at most ±3.4028234663852886e+38, found "0".',
  ],
  [
    { distribution: "normal", mean: 1e300 },
    "mean",
    '"mean": expected a number of at most ±3.4028234663852886e+38, found 1e+300.',
  ],
  [{ distribution: "uniform", low: 2, high: 1 }, "low", "low 2 is above high 1; exchange them."],
  [{ distribution: "bernoulli", p: 1.5 }, "p", '"p": expected a number from 0 to 1, found 1.5.'],
  [
    { distribution: "normal", seed: 0.5 },
    "seed",
    '"seed": expected a whole number from −9007199254740991 to 9007199254740991, found 0.5.',
  ],
  [
    { distribution: "normal", stdd: 2 },
    "stdd",
    'a rule has no setting "stdd"; it has distribution, mean, std, low, high, p, seed. Did you mean "std"?',
  ],
  [
    { distribution: "normal", shape: [3] },
    "shape",
    'a rule has no setting "shape"; it has distribution, mean, std, low, high, p, seed.',
  ],
])("%j is refused at its setting, and no gradient enters by it", (rule, setting, why) => {
  const analysis = analyze(squared(rule, [3]), ops, "train")
  expect(analysis.problems.map(({ code, place, path, sentence }) => ({ code, place, path, sentence }))).toEqual([
    {
      code: "GW-T110",
      place: `upstream.y:output.${setting}`,
      path: `/upstream/y:output/${setting}`,
      sentence: `The upstream gradient for "y:output" cannot be drawn: ${why}`,
    },
  ])
  const result = run(analysis, { mode: "train", dtype: "float64" })
  expect(result.loss).toBeNull()
  expect(result.gradients.size).toBe(0)
})

test("one-hot numbers need an axis", () => {
  const [problem] = analyze(squared({ distribution: "onehot" }, []), ops, "train").problems
  expect(problem?.place).toBe("upstream.y:output.distribution")
})
