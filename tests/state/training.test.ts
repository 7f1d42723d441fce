import { beforeEach, expect, test } from "vitest"
import type { TrainControl, TrainSpeed } from "../../src/engine/train/messages.ts"
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
import { setEngine } from "../../src/state/library/engine.ts"
import { showLearning, useLearning } from "../../src/state/training/learning.ts"
import { goBy, goToEnd, goToStep, keptNear, usePastParams } from "../../src/state/training/scrubbing.ts"
import { nextTrainSpeed, setTrainSpeed, TRAIN_SPEEDS, useTrainSpeed } from "../../src/state/training/speed.ts"
import {
  advance,
  backToStart,
  keepLearned,
  setTrainer,
  startOrPause,
  stopTraining,
  useTraining,
} from "../../src/state/training/training.ts"
import { followTraining } from "../../src/state/training/trainingCanvas.ts"
import { useTrainingViews, watchTraining } from "../../src/state/training/trainingViews.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  seed: 1,
  nodes: [{ id: "W", op: "Parameter", attrs: { shape: [2] }, at: [0, 0] }],
}
const PLAN: TrainSummary = {
  dtype: "float32",
  engine: "eager",
  threads: 1,
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
  threads: 1,
  past: { every: 1, count: step, bytes: 16 * step, limit: 64 * 2 ** 20 },
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
  warning: null,
})
const snapshot: TrainSnapshot = {
  step: 3,
  epoch: 3,
  params: new Map([["W.value", { shape: [2], data: Float32Array.of(1.5, -2) }]]),
  initial: new Map(),
  buffers: new Map(),
  run: null,
}

let started: {
  document: GradwireDocument
  run: boolean
  speed: TrainSpeed
  engine?: string
  listener: TrainListener
}[] = []
let controls: TrainControl[] = []
let asked = 0
let gone: number[] = []
const trainer: Trainer = {
  start: (document, { engine }, listener, run = true, speed = null) =>
    void started.push({ document, run, speed, listener, ...(engine === undefined ? {} : { engine }) }),
  control: (control) => void controls.push(control),
  snapshot: async () => {
    asked += 1
    return snapshot
  },
  past: async (step) => {
    gone.push(step)
    return { ...snapshot, step }
  },
  evaluate: async () => Promise.reject(new Error("There are no validation data.")),
  surface: async () => Promise.reject(new Error("no plane")),
  surfaces: async () => Promise.reject(new Error("no plane")),
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
  gone = []
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

test("trainings are by kernels, unless the switch in Checks says otherwise; what goes on stays as it is", () => {
  startOrPause()
  setEngine("eager")
  expect(started.map(({ engine }) => engine)).toEqual(["planned"])
  latest().onFailed("The worker is gone.", null)
  startOrPause()
  setEngine("planned")
  expect(started.map(({ engine }) => engine)).toEqual(["planned", "eager"])
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

test("speeds go from one step a second to as fast as it goes; a training is told of each, and the next starts with it", () => {
  expect(TRAIN_SPEEDS[0]).toBe(1)
  expect(TRAIN_SPEEDS.at(-1)).toBe(null)
  setTrainSpeed(3)
  startOrPause()
  latest().onPlan(PLAN)
  expect(started[0]).toMatchObject({ speed: 3 })
  setTrainSpeed(null)
  expect(controls.at(-1)).toEqual({ do: "speed", speed: null })
  expect(nextTrainSpeed(1)).toBe(null)
  expect(nextTrainSpeed(-1)).toEqual({ speed: TRAIN_SPEEDS.at(-2) })
  setTrainSpeed(10)
  expect(useTrainSpeed.getState().speed).toBe(10)
})

test("the nearest step that can be shown: kept ones and the last", () => {
  for (const every of [1, 2, 4, 16, null]) {
    for (const last of [1, 2, 7, 33, 100]) {
      const there = Array.from({ length: last }, (_, i) => i + 1).filter(
        (step) => step === last || step === 1 || (every !== null && (step - 1) % every === 0),
      )
      for (let step = 1; step <= last; step++) {
        const near = keptNear(step, every, last)
        expect(there).toContain(near)
        expect(Math.abs(near - step)).toBe(Math.min(...there.map((one) => Math.abs(one - step))))
      }
    }
  }
})

test("going back pauses, shows the step that is wanted last, and comes back to the end", async () => {
  const stop = followTraining()
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("running", 9, 1))
  expect(useLearning.getState()).toMatchObject({ shown: true, visible: true, at: null })
  goToStep(4)
  goToStep(2)
  goToStep(3)
  expect(controls).toContainEqual({ do: "pause" })
  await settled()
  // The one in between was never asked for.
  expect(gone).toEqual([4, 3])
  expect(useLearning.getState()).toMatchObject({ at: 3, past: { step: 3 } })
  latest().onProgress(told("paused", 9))
  goBy(1)
  await settled()
  expect(useLearning.getState().past?.step).toBe(4)
  goBy(-10)
  expect(useLearning.getState().at).toBe(1)
  goToEnd()
  expect(useLearning.getState()).toMatchObject({ at: null, past: null })
  goBy(-1)
  expect(useLearning.getState().at).toBe(8)
  goBy(1)
  expect(useLearning.getState().at).toBe(null)
  stop()
})

test("from the last step one goes back to the kept one before, also where not every step is kept", () => {
  showLearning()
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress({ ...told("paused", 10, 1), past: { every: 4, count: 3, bytes: 32, limit: 40 } })
  const way = (act: () => void): number | null => {
    act()
    return useLearning.getState().at
  }
  expect([-1, -1, -1, -1].map((by) => way(() => goBy(by)))).toEqual([9, 5, 1, 1])
  expect([1, 1, 1].map((by) => way(() => goBy(by)))).toEqual([5, 9, null])
})

test("the params of an earlier step are one change, after which the training is another's; undone, its steps are there again", async () => {
  const stop = followTraining()
  startOrPause()
  latest().onPlan(PLAN)
  latest().onProgress(told("paused", 9, 1))
  goToStep(3)
  await settled()
  usePastParams()
  expect(useDocument.getState().document.nodes[0]).toMatchObject({ values: { value: [1.5, -2] } })
  expect(useTraining.getState().stale).toBe(true)
  expect(useLearning.getState().visible).toBe(false)
  undo()
  expect(useDocument.getState().document).toEqual(GRAPH)
  expect(useLearning.getState()).toMatchObject({ visible: true, at: 3 })
  stop()
})
