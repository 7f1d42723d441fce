// Arenas that are large are one memory for all sizes of batch in turn: nothing of one is seen in the next. And a plan never takes so
// much more than the layers' own rules that a training which is let through unplanned could be over its limit.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test, vi } from "vitest"
import { memoryPlan } from "../../../src/engine/pass/memory.ts"
import type { Engine } from "../../../src/engine/pass/result.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { preparedTo } from "../../../src/engine/train/prepared.ts"
import { train } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { ops } from "../../../src/ops/registry.ts"
import { convolved } from "./documents.ts"

const TALL = convolved(
  24,
  { out_channels: 320, kernel_size: 1, padding: 0 },
  { count: 30, validation: 0.1, lr: 0.001, epochs: 2 },
)

test("full batches, the rest and held-out examples in one memory: the curve of the layers' own rules", () => {
  const curve = (engine: Engine) => {
    const { plan, problems } = planTraining(TALL, { dtype: "float32", engine, memoryLimit: 2 ** 32 })
    expect(problems).toEqual([])
    const run = train(plan!)
    const { steps, epochs } = run.recorder.take()
    return [...steps.map(({ loss }) => loss), ...epochs.map(({ validation }) => validation?.loss ?? Number.NaN)]
  }
  const { Memory } = WebAssembly
  const memory = vi.spyOn(WebAssembly, "Memory").mockImplementation(function started(size) {
    return new Memory(size)
  })
  const [kernels, rules] = [curve("planned"), curve("eager")]
  const large = memory.mock.calls.filter(([{ initial }]) => initial > 2 ** 8)
  expect([kernels.length, large.length]).toEqual([6, 1])
  for (const [i, loss] of rules.entries()) expect(Math.abs(kernels[i]! - loss)).toBeLessThanOrEqual(1e-4 * loss)
  vi.restoreAllMocks()
})

const folder = new URL("../../../graphs/", import.meta.url)

test.for(readdirSync(folder).filter((name) => name.endsWith(".json")))("%s: its arena", (name) => {
  const { document } = readDocument(readFileSync(new URL(name, folder)))
  for (const mode of ["train", "eval"] as const) {
    const analysis = analyze(document!, ops, mode)
    if (analysis.target === null) continue
    const { nodes, backwards, needs, roots, end } = preparedTo(analysis, analysis.target, new Set())
    const back = mode === "train" ? backwards : []
    const { bytes } = planGraph({ analysis, nodes, backwards: back, needs, roots, reads: [end] }, false, 4)
    expect(bytes).toBeLessThan(2 ** 20 + 8 * memoryPlan(analysis, "float32", mode === "train").bytes)
  }
  expect(document).not.toBeNull()
})
