// What no op's rule has to do with: memory that is not there, and a kernel that fails. The run is there all the same.

import { afterEach, beforeAll, expect, test } from "vitest"
import type { RunOptions, RunResult } from "../../../src/engine/pass/result.ts"
import { run as eagerRun } from "../../../src/engine/pass/run.ts"
import { refuseLarge } from "../../../src/engine/planned/failures.ts"
import { run } from "../../../src/engine/planned/plain.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { preparedTo } from "../../../src/engine/train/prepared.ts"
import { train } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { hasVectors } from "../../../src/kernels/wasm/instance.ts"
import { ops } from "../../../src/ops/registry.ts"

const options: RunOptions = { mode: "train", dtype: "float32", engine: "planned", anySize: true }
const { Memory, Instance } = WebAssembly

// Found out once, before anything is put out of order.
beforeAll(() => expect(hasVectors()).toBe(true))
afterEach(() => {
  WebAssembly.Memory = Memory
  WebAssembly.Instance = Instance
})

/** Each `rows` is a plan of its own, which no test before has made. */
function net(rows: number): GradwireDocument {
  return {
    gradwire: 1,
    training: { epochs: 2 },
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [rows, 4] } },
      { id: "fc", op: "Linear", attrs: { out_features: 900 }, inputs: { input: "x" } },
      { id: "act", op: "ReLU", inputs: { input: "fc" } },
      { id: "loss", op: "Mean", attrs: { dim: [0, 1] }, inputs: { input: "act" } },
    ],
  }
}

function ran(rows: number): RunResult {
  return run(analyze(net(rows), ops, "train"), options)
}

/** Every kernel of this node's forward step fails. */
function breakProducts(): void {
  const broken = (): never => {
    throw new WebAssembly.RuntimeError("memory access out of bounds")
  }
  WebAssembly.Instance = class extends Instance {
    override get exports() {
      return Object.fromEntries(Object.keys(super.exports).map((name) => [name, broken]))
    }
  }
}

test("an arena beyond what kernels reach is refused with the node and the numbers", () => {
  const analysis = analyze(net(11), ops, "train")
  const prepared = preparedTo(analysis, analysis.target!, new Set())
  const plan = planGraph({ ...prepared, reads: [prepared.end] })
  expect(() => refuseLarge(plan)).not.toThrow()
  expect(() => refuseLarge(plan, 50_000)).toThrow(
    /^At "(fc|act)": .* would take [\d.]+ KiB of memory for kernels; they reach 48\.8 KiB\. The largest step, ".*" of this node, looks at [\d.]+ KiB\. Make its shapes or the batch smaller\.$/,
  )
})

test("memory that the machine has not is said, and the layers' own rules answer", () => {
  WebAssembly.Memory = class extends Memory {
    constructor() {
      super({ initial: 0 })
      throw new RangeError("could not allocate memory")
    }
  }
  const result = ran(12)
  expect(result.engine).toBe("eager")
  expect(result.values.get("loss:output")).toEqual(
    eagerRun(analyze(net(12), ops, "train"), options).values.get("loss:output"),
  )
  expect(result.problems).toMatchObject([{ code: "GW-E211", severity: "warning", node: expect.any(String) }])
  expect(result.problems[0]?.sentence).toMatch(/no [\d.]+ KiB of memory in one piece \(could not allocate memory\)/)
})

test("a kernel that fails is named with its node; a run goes by the layers' own rules", () => {
  breakProducts()
  const result = ran(13)
  expect(result.engine).toBe("eager")
  expect(result.gradients.has("fc.weight")).toBe(true)
  expect(result.problems).toMatchObject([{ code: "GW-E212", severity: "warning", node: "fc" }])
  expect(result.problems[0]?.sentence).toMatch(
    /failed \(memory access out of bounds\).*own rules have computed this run/,
  )
})

test("a training ends with it, and its params are as they were", () => {
  breakProducts()
  const { plan } = planTraining(net(14), { dtype: "float32", engine: "planned" })
  const { learner, problem } = train(plan!)
  expect(problem).toMatchObject({ code: "GW-E212", severity: "error", node: "fc" })
  expect(problem?.sentence).toMatch(/^The kernel of this node's step .* failed/)
  expect(learner.step()).toBe(0)
  expect(learner.param("fc.weight")?.data).toEqual(learner.initial().get("fc")?.params.get("weight")?.data)
})
