import { readFileSync } from "node:fs"
import { beforeEach, expect, test } from "vitest"
import type { GradcheckResult, TensorCheck } from "../../src/engine/check/gradcheck.ts"
import type { CheckOptions } from "../../src/engine/worker/protocol.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { moveNodes, setSeed } from "../../src/graph/edit/edit.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { edit, open } from "../../src/state/document.ts"
import {
  affordableSamples,
  type Checker,
  checkGradients,
  setChecker,
  stopChecking,
  useGradcheck,
} from "../../src/state/run/gradcheck.ts"
import { useSession } from "../../src/state/session.ts"

interface Asked {
  readonly options: CheckOptions
  readonly progress: Parameters<Checker["check"]>[2]
  readonly answer: (result: GradcheckResult) => void
  cancelled: boolean
}

const GRAPH: GradwireDocument = { gradwire: 1, seed: 1, nodes: [{ id: "a", op: "Input", at: [0, 0] }] }
let asked: Asked[] = []
const checker: Checker = {
  check: (_document, options, progress) => {
    let answer: (result: GradcheckResult) => void = () => {}
    const done = new Promise<GradcheckResult>((resolve) => {
      answer = resolve
    })
    const question: Asked = { options, progress, answer, cancelled: false }
    asked.push(question)
    return {
      done,
      cancel: () => {
        question.cancelled = true
      },
    }
  },
}
const tensor = (name: string, worst: number, kinks: readonly number[] = []): TensorCheck => ({
  name,
  node: name.replace(/[.:].*/, ""),
  role: "param",
  elements: 10,
  checked: 10,
  worst,
  at: null,
  kinks,
})
const found = (tensors: readonly TensorCheck[]): GradcheckResult => ({
  target: "a:value",
  seed: 1,
  samples: 2000,
  tensors,
  worst: 0,
  passed: true,
  problems: [],
})
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

beforeEach(() => {
  setChecker(checker)
  asked = []
  useSession.getState().setMode("train")
  open(GRAPH)
})

test("a check tells its progress and sums up each node", async () => {
  checkGradients()
  const progress = { name: "a.weight", node: "a", done: 1, of: 20 }
  asked[0]!.progress(progress)
  expect(useGradcheck.getState().status).toEqual({ kind: "checking", progress })
  asked[0]!.answer(found([tensor("a.weight", 1e-9), tensor("a.bias", 3e-9, [4, 5]), tensor("b:output", 0)]))
  await settled()
  expect(useGradcheck.getState().status.kind).toBe("done")
  expect([...useGradcheck.getState().nodes]).toEqual([
    ["a", { worst: 3e-9, compared: 18, kinks: 2 }],
    ["b", { worst: 0, compared: 10, kinks: 0 }],
  ])
})

test("what was found is dropped when the document means something else, and kept when it was only moved", async () => {
  checkGradients()
  asked[0]!.answer(found([tensor("a.weight", 1e-9)]))
  await settled()
  edit("Move", (d) => moveNodes(d, new Map([["a", [9, 9]]])))
  expect(useGradcheck.getState().nodes.size).toBe(1)
  edit("Seed", (d) => setSeed(d, 2))
  expect(useGradcheck.getState()).toMatchObject({ status: { kind: "dropped" }, result: null })
  expect(useGradcheck.getState().nodes.size).toBe(0)
  open(GRAPH)
  expect(useGradcheck.getState().status.kind).toBe("idle")
})

test("an edit or a change of mode ends a check that is under way; its answer is nobody's", async () => {
  for (const act of [() => edit("Seed", (d) => setSeed(d, 2)), () => useSession.getState().setMode("eval")]) {
    checkGradients()
    const one = asked.at(-1)!
    act()
    expect(one.cancelled).toBe(true)
    one.answer(found([tensor("a.weight", 1)]))
    await settled()
    expect(useGradcheck.getState().status.kind).toBe("dropped")
    expect(useGradcheck.getState().nodes.size).toBe(0)
  }
})

test("a check can be stopped", () => {
  checkGradients(100)
  expect(asked[0]!.options).toEqual({ mode: "train", outputs: true, samples: 100 })
  stopChecking()
  expect(asked[0]!.cancelled).toBe(true)
  expect(useGradcheck.getState().status.kind).toBe("stopped")
})

test("fewer numbers of a tensor are checked where 2,000 would take minutes", () => {
  open(JSON.parse(readFileSync("graphs/conv3-pool2-fc3.json", "utf8")))
  expect(affordableSamples(useAnalysis.getState().analysis)).toBe(2000)
  open({
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 3, 224, 224] } },
      { id: "c", op: "Conv2d", attrs: { out_channels: 64, kernel_size: 7, stride: 2 }, inputs: { input: "x" } },
    ],
  } as GradwireDocument)
  expect(affordableSamples(useAnalysis.getState().analysis)).toBeLessThan(100)
})
