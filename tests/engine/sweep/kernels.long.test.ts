// Sweeps of plain runs by kernels: the numbers of the ops' own rules, whatever is read.

import { expect, test } from "vitest"
import { planSweep } from "../../../src/engine/sweep/plan.ts"
import type { SweepReport } from "../../../src/engine/sweep/report.ts"
import { sweep } from "../../../src/engine/sweep/sweep.ts"
import type { GradwireDocument, SweepDocument } from "../../../src/graph/document.ts"
import { call } from "../../cli/call.ts"

const conv = { out_channels: 16, kernel_size: 3, padding: 1 }

/** A network of some 3 million multiply-adds. */
const network = (sweep: SweepDocument, channels = 16): GradwireDocument => ({
  gradwire: 1,
  seed: 5,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3, 16, 16] } },
    { id: "t", op: "Input", attrs: { shape: [4] } },
    { id: "first", op: "Conv2d", attrs: { ...conv, out_channels: channels }, inputs: { input: "x" } },
    { id: "act", op: "ReLU", inputs: { input: "first" } },
    { id: "second", op: "Conv2d", attrs: conv, inputs: { input: "act" } },
    { id: "drop", op: "Dropout", attrs: { p: 0.5 }, inputs: { input: "second" } },
    { id: "flat", op: "Flatten", inputs: { input: "drop" } },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
  sweep,
})

const READOUTS: SweepDocument["readouts"] = [
  { take: "loss" },
  { take: "rms", of: "gradient second.weight" },
  { take: "std", of: "value act:output" },
  { take: "frobenius", of: "wire act:output>second:input" },
  { take: "cell", of: "gradient first.bias", index: [0] },
  { take: "spectral", of: "gradient fc.weight" },
]

function both(document: GradwireDocument): readonly [SweepReport, SweepReport] {
  const of = (engine: "eager" | "planned"): SweepReport => {
    const report = sweep(document, { dtype: "float32", engine })
    expect(report.problems).toEqual([])
    expect(report.plan?.engine).toBe(engine)
    expect(report.points.map(({ problem }) => problem)).toEqual(report.points.map(() => undefined))
    return report
  }
  return [of("eager"), of("planned")]
}

test.each<[string, SweepDocument]>([
  ["p", { set: ["drop.p"], values: [0, 0.25, 0.9], repeats: 2, readouts: READOUTS }],
  ["channels", { set: ["first.out_channels"], values: [1, 7, 16, 24], readouts: READOUTS }],
  [
    "accuracy",
    { set: ["seed"], values: [1, 2, 3], run: "forward", readouts: [{ take: "accuracy" }, { take: "loss" }] },
  ],
  ["loss", { set: ["seed"], values: [1, 2, 3], run: "forward", readouts: [{ take: "loss" }] }],
  [
    "a value in evaluation",
    {
      set: ["seed"],
      values: [4],
      run: "forward",
      mode: "eval",
      readouts: [{ take: "mean", of: "value second:output" }],
    },
  ],
])("%s: kernels answer what the rules answer", (_, swept) => {
  const [eager, planned] = both(network(swept))
  expect(planned.points.length).toBeGreaterThan(0)
  for (const [i, { readouts }] of planned.points.entries()) {
    for (const [j, value] of readouts.entries()) {
      const expected = eager.points[i]?.readouts[j] ?? Number.NaN
      expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(2e-5 * Math.max(1e-3, Math.abs(expected)))
    }
  }
})

test("a document that is done before kernels are written is swept by the rules, and the report says so", () => {
  const small = network({ set: ["drop.p"], values: [0.5], readouts: [{ take: "loss" }] }, 1)
  const report = sweep(small, { dtype: "float32", engine: "planned" })
  expect(report.plan?.engine).toBe("eager")
})

test("the largest point decides who computes all of them, whatever the document's own size; who insists is obeyed", () => {
  const sizes = (values: SweepDocument["values"], batch = 4, options = {}) => {
    const { nodes, ...document } = network({ set: ["x.shape[2]", "x.shape[3]"], values, readouts: [{ take: "loss" }] })
    const first = { id: "x", op: "Input", attrs: { shape: [batch, 3, 16, 16] } }
    const written = { ...document, nodes: [first, ...nodes.slice(1)] } as GradwireDocument
    const planned = planSweep(written, { dtype: "float32", engine: "planned", ...options })
    return "plan" in planned ? planned.plan.engine : planned.problems
  }
  // 16·16 pixels take 0.7 million multiply-adds an example; the document has 2.8 and 0.7 million.
  expect([sizes([8, 64]), sizes([64, 8], 1), sizes([4, 8], 4), sizes([8], 4)]).toEqual([
    "planned",
    "planned",
    "eager",
    "eager",
  ])
  expect(sizes([4, 8], 4, { anySize: true })).toBe("planned")
  expect(sizes([4, 8], 4, { anySize: true, dtype: "float64" })).toBe("eager")
  // Of many values some are looked at, both ends among them.
  expect(sizes({ from: 2, to: 100, count: 99 }, 1)).toBe("planned")
})

test("`gradwire sweep` computes by the engine that is named, and says so", async () => {
  const text = JSON.stringify(network({ set: ["drop.p"], values: [0.5], readouts: [{ take: "loss" }] }, 1))
  const head = async (...more: string[]) => (await call(["sweep", "-", ...more], { "-": text })).out.split("\n")[0]
  expect([await head(), await head("--engine", "planned")]).toEqual([
    "drop.p: 1 values, seed 5; backward, float32, eager",
    "drop.p: 1 values, seed 5; backward, float32, planned",
  ])
})
