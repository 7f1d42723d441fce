// What a training may hold: by plans, what its plans take, and by the layers' own rules, what those keep. Refused before memory is taken.

import { afterEach, expect, test, vi } from "vitest"
import { sweep } from "../../../src/engine/sweep/sweep.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import type { TrainOptions } from "../../../src/engine/train/report.ts"
import { train } from "../../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { hasVectors } from "../../../src/kernels/wasm/instance.ts"
import { call } from "../../cli/call.ts"
import { convolved } from "./documents.ts"

const MIB = 2 ** 20
const planned = (mebibytes: number): TrainOptions => ({
  dtype: "float32",
  engine: "planned",
  memoryLimit: mebibytes * MIB,
})

/** Below 12 MiB by plans, above that by the layers' own rules. */
const wide = (lr = 0.01, out_channels = 96): GradwireDocument =>
  convolved(4, { out_channels, kernel_size: 3, padding: 1 }, { count: 5, lr, epochs: 1 })

afterEach(() => vi.restoreAllMocks())

test("a plan decides about a training by plans; each refusal says which --max-memory would do, and it does", () => {
  expect(hasVectors()).toBe(true)
  const memory = vi.spyOn(WebAssembly, "Memory")
  const least = (options: TrainOptions): number => {
    const [problem, ...others] = planTraining(wide(), options).problems
    expect([problem?.code, others]).toEqual(["GW-E210", []])
    // Not every place that shows the sentence shows the node.
    expect(problem?.sentence).toContain(options.engine === "eager" ? "this node" : `of "${problem?.node}", looks at`)
    const named = Number(
      / Or train it on the command line with --max-memory (\d+)\.$/.exec(problem?.sentence ?? "")?.[1],
    )
    expect(planTraining(wide(), { ...options, memoryLimit: named * MIB }).problems).toEqual([])
    expect(planTraining(wide(), { ...options, memoryLimit: (named - 1) * MIB }).plan).toBeNull()
    return named
  }
  const [kernels, rules] = [least(planned(1)), least({ ...planned(1), engine: "eager" })]
  expect(memory).not.toHaveBeenCalled()
  expect(kernels).toBeLessThan(12)
  expect(rules).toBeGreaterThan(12)
})

test("it trains within a limit that looking at all of it would break, says so where it diverges, and is read from", () => {
  const { plan } = planTraining(wide(), planned(12))
  const run = train(plan!)
  expect([run.problem, run.learner.step()]).toEqual([null, 2])
  const { problem } = train(planTraining(wide(1e30), planned(12)).plan!)
  expect(problem?.sentence).toMatch(/^Training diverged in step 2/)
  expect(problem?.sentence).not.toContain("too large for its norm")
  const swept = {
    set: ["training.optimizer.lr"],
    values: [0.01],
    run: "train",
    readouts: [{ take: "rms", of: "gradient c.weight" }],
  }
  const report = sweep({ ...wide(), sweep: swept } as GradwireDocument, planned(12))
  expect(report.points.map(({ problem, readouts: [read] }) => [problem, Number.isFinite(read)])).toEqual([
    [undefined, true],
  ])
})

test("`gradwire plan` says that a training would be refused; `check` finds it", async () => {
  const document = JSON.stringify(wide(0.01, 2 ** 14))
  const files = { "wide.json": document }
  const told = await call(["plan", "wide.json"], files)
  expect([told.code, told.err]).toEqual([
    0,
    expect.stringMatching(
      /warning: \w+: train would refuse this: The training would need [\d.]+ MiB .* --max-memory \d+\.\n$/,
    ),
  ])
  expect((await call(["check", "wide.json"], files)).out).toContain("The training would need")
})
