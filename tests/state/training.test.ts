import { beforeEach, expect, test } from "vitest"
import type { TrainControl } from "../../src/engine/train/messages.ts"
import type {
  TrainHistory,
  TrainProgress,
  TrainSnapshot,
  TrainState,
  TrainSummary,
} from "../../src/engine/train/report.ts"
import type { Trainer, TrainListener } from "../../src/engine/worker/trainClient.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { moveNodes, setSeed } from "../../src/graph/edit/edit.ts"
import { setPart } from "../../src/graph/edit/nodeReferences.ts"
import { edit, open, undo, useDocument } from "../../src/state/document.ts"
import {
  advance,
  backToStart,
  keepLearned,
  setTrainer,
  startOrPause,
  stopTraining,
  useTraining,
} from "../../src/state/training/training.ts"
import { useTrainingViews, watchTraining } from "../../src/state/training/trainingViews.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  seed: 1,
  nodes: [{ id: "W", op: "Parameter", attrs: { shape: [2] }, at: [0, 0] }],
}
const PLAN: TrainSummary = {
  dtype: "float32",
  seed: 1,
  target: "W:value",
  objective: "Σ dY·y",
  optimizer: "SGD",
  schedule: "constant",
  clip: null,
  examples: null,
  batchSize: null,
  dropped: 0,
  stepsPerEpoch: 1,
  epochs: 10,
  steps: 10,
  params: [{ name: "W.value", node: "W", shape: [2], multiplier: 1 }],
  frozen: [],
  learned: 2,
  classified: null,
  plane: null,
  problems: [],
}
const none: TrainHistory = { steps: [], epochs: [], params: [] }
const told = (state: TrainState, step: number, from = step): TrainProgress => ({
  state,
  step,
  epoch: step,
  milliseconds: 10,
  pace: 100,
  points: {
    ...none,
    steps: Array.from({ length: Math.max(0, step - from + 1) }, (_, i) => ({
      step: from + i,
      loss: 1 / (from + i),
      rate: 0.1,
      gradientNorm: 1,
    })),
  },
  problem: null,
})
const snapshot: TrainSnapshot = {
  step: 3,
  epoch: 3,
  params: new Map([["W.value", { shape: [2], data: Float32Array.of(1.5, -2) }]]),
  initial: new Map(),
  buffers: new Map(),
  run: null,
}

let started: { document: GradwireDocument; run: boolean; listener: TrainListener }[] = []
let controls: TrainControl[] = []
let asked = 0
const trainer: Trainer = {
  start: (document, _options, listener, run = true) => void started.push({ document, run, listener }),
  control: (control) => void controls.push(control),
  snapshot: async () => {
    asked += 1
    return snapshot
  },
  evaluate: async () => Promise.reject(new Error("There are no validation data.")),
  surface: async () => Promise.reject(new Error("no plane")),
  explain: async () => Promise.reject(new Error("no step")),
  cancel: () => {},
  lastSnapshot: () => null,
  close: () => {},
}
const latest = (): TrainListener => {
  const one = started.at(-1)
  if (one === undefined) throw new Error("nothing was started")
  return one.listener
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

beforeEach(() => {
  started = []
  controls = []
  asked = 0
  setTrainer(() => trainer)
  open(GRAPH)
})

test("one button starts, pauses and goes on", () => {
  startOrPause()
  expect(started).toMatchObject([{ document: GRAPH, run: true }])
  latest().onPlan(PLAN)
  latest().onProgress(told("running", 1))
  startOrPause()
  expect(controls).toEqual([{ do: "pause" }])
  latest().onProgress(told("paused", 1))
  startOrPause()
  expect(controls.at(-1)).toEqual({ do: "resume" })
  stopTraining()
  expect(controls.at(-1)).toEqual({ do: "stop" })
})

test("a first step is taken as soon as the training is planned", () => {
  advance("step")
  expect(started[0]?.run).toBe(false)
  expect(controls).toEqual([])
  latest().onPlan(PLAN)
  expect(controls).toEqual([{ do: "step", count: 1 }])
})

test("points are gathered; going back to the start keeps the curves for comparison", () => {
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("running", 2, 1))
  latest().onProgress(told("paused", 4, 3))
  expect(useTraining.getState().history.steps.map(({ step }) => step)).toEqual([1, 2, 3, 4])
  backToStart()
  expect(controls).toEqual([{ do: "restart" }])
  expect(useTraining.getState().history.steps).toEqual([])
  expect(useTraining.getState().past.map(({ history }) => history.steps.length)).toEqual([4])
})

test("a moved card changes nothing; another seed or optimizer makes the training stale, and Train begins anew", () => {
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("paused", 1))
  edit("Move", (d) => moveNodes(d, new Map([["W", [50, 50]]])))
  expect(useTraining.getState().stale).toBe(false)
  edit("Seed", (d) => setSeed(d, 7))
  expect(useTraining.getState().stale).toBe(true)
  undo()
  expect(useTraining.getState().stale).toBe(false)
  edit("Optimizer", (d) => setPart(d, "training", { optimizer: { kind: "Adam" } }))
  startOrPause()
  expect(started).toHaveLength(2)
  expect(started[1]?.document.training?.optimizer?.kind).toBe("Adam")
})

test("what was learned is written into the document as one change", async () => {
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("paused", 3))
  await keepLearned()
  expect(useDocument.getState().document.nodes[0]).toMatchObject({ values: { value: [1.5, -2] } })
  undo()
  expect(useDocument.getState().document).toEqual(GRAPH)
})

test("what was kept at a pause is gone on with; undone, it is no longer what the document says", async () => {
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("paused", 3))
  await keepLearned()
  expect(useTraining.getState().stale).toBe(false)
  startOrPause()
  expect(started).toHaveLength(1)
  expect(controls.at(-1)).toEqual({ do: "resume" })
  latest().onProgress(told("paused", 4))
  undo()
  expect(useTraining.getState().stale).toBe(true)
})

test("going back after a failure or an edit begins anew, and keeps the curves once", () => {
  for (const end of [() => latest().onFailed("out of memory", null), () => edit("Seed", (d) => setSeed(d, 7))]) {
    open(GRAPH)
    const before = started.length
    startOrPause()
    latest().onPlan(PLAN)
    latest().onProgress(told("paused", 3, 1))
    end()
    backToStart()
    expect(started).toHaveLength(before + 2)
    expect(useTraining.getState().past).toHaveLength(1)
  }
})

test("a refused training says why, a failed one keeps its curves", () => {
  startOrPause()
  const problem = { code: "GW-R101", severity: "error", sentence: "There is nothing to learn." } as const
  latest().onRefused([problem])
  expect(useTraining.getState().status).toEqual({ kind: "refused", problems: [problem] })
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("running", 3, 1))
  latest().onFailed("The training ended after step 3: out of memory.", null)
  expect(useTraining.getState()).toMatchObject({ status: { kind: "failed" }, history: { steps: { length: 3 } } })
})

test("an open view is fed at once, at a pause again, and not twice for one step", async () => {
  startOrPause()
  latest().onPlan(PLAN)
  const close = watchTraining({ what: "params" })
  await settled()
  expect(asked).toBe(1)
  latest().onProgress(told("running", 1))
  await settled()
  expect(asked).toBe(1)
  latest().onProgress(told("paused", 2))
  await settled()
  latest().onProgress(told("paused", 2))
  await settled()
  expect(asked).toBe(2)
  expect(useTrainingViews.getState().snapshot).toBe(snapshot)
  close()
  latest().onProgress(told("paused", 3))
  await settled()
  expect(asked).toBe(2)
})

test("a question without an answer says why at its view", async () => {
  startOrPause()
  latest().onPlan(PLAN)
  const close = watchTraining({ what: "evaluation", part: "validation" })
  await settled()
  expect(useTrainingViews.getState().silence.get("evaluation")).toBe("There are no validation data.")
  close()
})

test("another document ends the training", () => {
  startOrPause()
  latest().onPlan(PLAN)
  open({ ...GRAPH, seed: 2 })
  expect(useTraining.getState()).toMatchObject({ status: { kind: "idle" }, plan: null, past: [] })
})
