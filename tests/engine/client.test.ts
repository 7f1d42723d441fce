// The runner against fake workers: what is dropped, what is replaced, and what is said about it.

import { expect, test, vi } from "vitest"
import type { RunReport } from "../../src/engine/numbers/report.ts"
import type { RunOptions } from "../../src/engine/pass/result.ts"
import { createRunner, PATIENCE, RunCancelled, type RunFailed } from "../../src/engine/worker/client.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { fakeWorkers } from "./fakeWorkers.ts"

const document: GradwireDocument = { gradwire: 1, nodes: [] }
const options: RunOptions = { mode: "train", dtype: "float32" }

function fakes() {
  const { makeWorker, after, ...rest } = fakeWorkers()
  return { runner: createRunner({ makeWorker, after }), ...rest }
}

const reportOf = (number: number, loss: number): RunReport => ({
  number,
  mode: "train",
  dtype: "float32",
  seed: 0,
  engine: "eager",
  target: null,
  loss,
  tensors: {
    value: new Map(),
    param: new Map(),
    buffer: new Map(),
    onCard: new Map(),
    gradient: new Map(),
    wire: new Map(),
  },
  fed: new Map(),
  steps: [],
  problems: [],
})

test("a run answers with its result and tells its progress", async () => {
  const { runner, workers, say } = fakes()
  const onProgress = vi.fn()
  const { done } = runner.run(document, options, onProgress)
  expect(workers[0]!.posted).toEqual([{ kind: "run", id: 1, document, options, questions: [] }])
  const progress = { phase: "forward", node: "a", done: 0, of: 2 } as const
  say(0, { kind: "progress", id: 1, progress })
  say(0, { kind: "result", id: 1, report: reportOf(1, 7), along: [] })
  expect((await done).report.loss).toBe(7)
  expect(onProgress.mock.calls).toEqual([[progress]])
})

test("a newer run drops the older one, whose late result is nobody's", async () => {
  const { runner, workers, say } = fakes()
  const first = runner.run(document, options)
  const second = runner.run(document, options)
  await expect(first.done).rejects.toBeInstanceOf(RunCancelled)
  say(0, { kind: "result", id: 1, report: reportOf(1, 1), along: [] })
  say(0, { kind: "result", id: 2, report: reportOf(2, 2), along: [] })
  expect((await second.done).report.loss).toBe(2)
  expect(workers[0]!.posted.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["run 1", "cancel 1", "run 2"])
})

test("a cancel frees the page at once; a worker that hears it is kept", async () => {
  const { runner, workers, alarms, say, ring } = fakes()
  const { done, cancel } = runner.run(document, options)
  cancel()
  await expect(done).rejects.toBeInstanceOf(RunCancelled)
  expect(alarms.map(({ due }) => due)).toEqual([PATIENCE])
  say(0, { kind: "cancelled", id: 1 })
  ring()
  expect(workers.map(({ alive }) => alive)).toEqual([true])
})

test("a worker that does not hear is replaced, and the next run starts again in the new one", async () => {
  const { runner, workers, say, ring } = fakes()
  const first = runner.run(document, options)
  first.cancel()
  await expect(first.done).rejects.toBeInstanceOf(RunCancelled)
  const second = runner.run(document, options)
  ring()
  expect(workers.map(({ alive }) => alive)).toEqual([false, true])
  expect(workers[1]!.posted).toEqual([{ kind: "run", id: 2, document, options, questions: [] }])
  say(0, { kind: "result", id: 2, report: reportOf(2, 1), along: [] })
  say(1, { kind: "result", id: 2, report: reportOf(2, 2), along: [] })
  expect((await second.done).report.loss).toBe(2)
})

test("a crash names the node that was running and the next run has a fresh worker", async () => {
  const { runner, workers, say } = fakes()
  const { done } = runner.run(document, options)
  say(0, { kind: "progress", id: 1, progress: { phase: "forward", node: "conv2", done: 3, of: 9 } })
  workers[0]!.events.onCrash("unreachable")
  const error: RunFailed = await done.then(
    () => expect.fail("the run should have failed"),
    (reason) => reason,
  )
  expect(error.node).toBe("conv2")
  expect(error.message).toContain('at "conv2": unreachable')
  void runner.run(document, options)
  expect(workers.map(({ alive }) => alive)).toEqual([false, true])
})

test("a worker whose code is gone asks for a reload", async () => {
  const { runner, workers, say } = fakes()
  const { done } = runner.run(document, options)
  say(0, { kind: "missing", sentence: "TypeError: Failed to fetch" })
  await expect(done).rejects.toThrow("Reload the page")
  expect(workers[0]!.alive).toBe(false)
})

test("closing ends the worker and the run", async () => {
  const { runner, workers } = fakes()
  const { done } = runner.run(document, options)
  runner.close()
  await expect(done).rejects.toBeInstanceOf(RunCancelled)
  expect(workers[0]!.alive).toBe(false)
})

test("a check of the gradients is a job like a run: it tells its progress, and ends the run before it", async () => {
  const { runner, workers, say } = fakes()
  const first = runner.run(document, options)
  const onProgress = vi.fn()
  const second = runner.check(document, { mode: "train", samples: 10 }, onProgress)
  await expect(first.done).rejects.toBeInstanceOf(RunCancelled)
  expect(workers[0]!.posted.at(-1)).toEqual({
    kind: "check",
    id: 2,
    document,
    options: { mode: "train", samples: 10 },
  })
  const progress = { name: "conv1.weight", node: "conv1", done: 1, of: 3 }
  say(0, { kind: "checking", id: 2, progress })
  say(0, { kind: "result", id: 1, report: reportOf(1, 1), along: [] })
  const result = { target: "y:output", seed: 4, samples: 10, tensors: [], worst: 0, passed: true, problems: [] }
  say(0, { kind: "checked", id: 2, result })
  expect(await second.done).toBe(result)
  expect(onProgress.mock.calls).toEqual([[progress]])
})

test("a crash during a check names the node that was being checked", async () => {
  const { runner, workers, say } = fakes()
  const { done } = runner.check(document, { mode: "train" })
  say(0, { kind: "checking", id: 1, progress: { name: "conv1.weight", node: "conv1", done: 1, of: 3 } })
  workers[0]!.events.onCrash("")
  await expect(done).rejects.toThrow('at "conv1"')
})
