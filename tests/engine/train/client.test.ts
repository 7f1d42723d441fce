// The trainer against fake workers: who is told what, what becomes of questions, and what is kept when a worker breaks down.

import { expect, test, vi } from "vitest"
import { EMPTY_HISTORY } from "../../../src/engine/train/history.ts"
import type { TrainProgress, TrainSnapshot, TrainState, TrainSummary } from "../../../src/engine/train/report.ts"
import { PATIENCE } from "../../../src/engine/worker/client.ts"
import { NoAnswer, TrainingGone } from "../../../src/engine/worker/trainAnswers.ts"
import { createTrainer } from "../../../src/engine/worker/trainClient.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { fakeWorkers } from "../fakeWorkers.ts"

const document: GradwireDocument = { gradwire: 1, nodes: [] }
const options = { dtype: "float32" } as const

function fakes() {
  const { makeWorker, after, ...rest } = fakeWorkers()
  const listener = { onPlan: vi.fn(), onRefused: vi.fn(), onProgress: vi.fn(), onFailed: vi.fn() }
  return { trainer: createTrainer({ makeWorker, after }), listener, ...rest }
}

const at = (state: TrainState, step: number): TrainProgress => ({
  state,
  step,
  epoch: 0,
  milliseconds: 1,
  pace: null,
  threads: 1,
  past: { every: 1, count: step, bytes: 0, limit: 1 },
  points: EMPTY_HISTORY,
  problem: null,
  warning: null,
})
const snapshotAt = (step: number): TrainSnapshot<never> => ({
  step,
  epoch: 0,
  params: new Map(),
  initial: new Map(),
  buffers: new Map(),
  run: null,
})
// The trainer hands the plan on without a look.
const plan = { target: "loss:output" } as TrainSummary

test("plan and progress are passed on; those of an older training are not", () => {
  const { trainer, workers, listener, say } = fakes()
  trainer.start(document, options, listener)
  expect(workers[0]!.posted).toEqual([{ kind: "train", id: 1, document, options, run: true, speed: null }])
  say(0, { kind: "trainPlanned", id: 1, plan })
  say(0, { kind: "training", id: 1, progress: at("running", 3) })
  const second = { ...listener, onProgress: vi.fn() }
  trainer.start(document, options, second, false)
  say(0, { kind: "training", id: 1, progress: at("running", 4) })
  say(0, { kind: "training", id: 2, progress: at("ready", 0) })
  expect(listener.onPlan.mock.calls).toEqual([[plan]])
  expect(listener.onProgress.mock.calls).toEqual([[at("running", 3)]])
  expect(second.onProgress.mock.calls).toEqual([[at("ready", 0)]])
})

test("controls and questions carry the training's number; answers find their question", async () => {
  const { trainer, workers, listener, say } = fakes()
  await expect(trainer.snapshot()).rejects.toBeInstanceOf(TrainingGone)
  trainer.control({ do: "pause" })
  expect(workers).toHaveLength(0)
  trainer.start(document, options, listener)
  trainer.control({ do: "step", count: 3 })
  const snapshot = trainer.snapshot(true)
  const update = trainer.explain("w.weight", 4)
  expect(workers[0]!.posted.slice(1)).toEqual([
    { kind: "trainControl", id: 1, control: { do: "step", count: 3 } },
    { kind: "trainAsk", id: 1, ask: 1, question: { what: "snapshot", run: true } },
    { kind: "trainAsk", id: 1, ask: 2, question: { what: "update", param: "w.weight", index: 4 } },
  ])
  say(0, { kind: "trainNoAnswer", id: 1, ask: 2, sentence: "No such param." })
  say(0, { kind: "trainAnswer", id: 1, ask: 1, answer: { what: "snapshot", snapshot: snapshotAt(7) } })
  expect((await snapshot).step).toBe(7)
  await expect(update).rejects.toEqual(new NoAnswer("No such param."))
})

test("a refusal ends it, and open questions with it", async () => {
  const { trainer, listener, say } = fakes()
  trainer.start(document, options, listener)
  const open = trainer.evaluate("training")
  say(0, { kind: "trainRefused", id: 1, problems: [] })
  await expect(open).rejects.toBeInstanceOf(TrainingGone)
  expect(listener.onRefused).toHaveBeenCalledTimes(1)
})

test("a stop that is not heard in time ends the worker; the last snapshot stays", async () => {
  const { trainer, workers, alarms, listener, say, ring } = fakes()
  trainer.start(document, options, listener)
  const asked = trainer.snapshot()
  say(0, { kind: "trainAnswer", id: 1, ask: 1, answer: { what: "snapshot", snapshot: snapshotAt(9) } })
  await asked
  trainer.control({ do: "stop" })
  expect(alarms.at(-1)?.due).toBe(PATIENCE)
  say(0, { kind: "training", id: 1, progress: at("running", 10) })
  ring()
  expect(workers[0]!.alive).toBe(false)
  expect(listener.onFailed.mock.calls).toEqual([
    [expect.stringContaining("did not stop within 250 milliseconds"), snapshotAt(9)],
  ])
  expect(trainer.lastSnapshot()).toEqual(snapshotAt(9))
})

test("a stop that is heard leaves the worker alone", () => {
  const { trainer, workers, listener, say, ring } = fakes()
  trainer.start(document, options, listener)
  trainer.control({ do: "stop" })
  say(0, { kind: "training", id: 1, progress: at("stopped", 10) })
  ring()
  expect(workers[0]!.alive).toBe(true)
  expect(listener.onFailed).not.toHaveBeenCalled()
})

test("a crash is told in a sentence; the next training gets a worker of its own", () => {
  const { trainer, workers, listener, say } = fakes()
  trainer.start(document, options, listener)
  say(0, { kind: "training", id: 1, progress: at("running", 41) })
  workers[0]!.events.onCrash("out of memory")
  expect(listener.onFailed.mock.calls).toEqual([
    [
      "The training ended after step 41: out of memory. Your document is untouched, and what was learned up to the last look is kept.",
      null,
    ],
  ])
  trainer.start(document, options, listener)
  expect(workers).toHaveLength(2)
  expect(workers[1]!.posted[0]).toMatchObject({ kind: "train", id: 2 })
})

test("a worker that does not let go of the training before is replaced, and the new one begins there", () => {
  const { trainer, workers, listener, ring } = fakes()
  trainer.start(document, options, listener)
  trainer.start(document, options, listener)
  expect(workers[0]!.posted.map(({ kind }) => kind)).toEqual(["train", "cancel", "train"])
  ring()
  expect(workers[0]!.alive).toBe(false)
  expect(workers[1]!.posted).toMatchObject([{ kind: "train", id: 2 }])
})

test("one that does is not", () => {
  const { trainer, workers, listener, say, ring } = fakes()
  trainer.start(document, options, listener)
  trainer.start(document, options, listener)
  say(0, { kind: "cancelled", id: 1 })
  ring()
  expect(workers).toHaveLength(1)
  expect(workers[0]!.alive).toBe(true)
})

test("closing ends the worker and open questions", async () => {
  const { trainer, workers, listener } = fakes()
  trainer.start(document, options, listener)
  const open = trainer.surface({ input: "X", output: "y:output", x: [0, 1], y: [0, 1], columns: 2, rows: 2 })
  trainer.close()
  await expect(open).rejects.toBeInstanceOf(TrainingGone)
  expect(workers[0]!.alive).toBe(false)
})
