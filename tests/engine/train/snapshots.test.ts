// What the steps of a training started from: how many are kept, which, and that a step taken again is the same to the bit.

import { expect, test } from "vitest"
import type { RunResult } from "../../../src/engine/pass/result.ts"
import { pastSnapshot, snapshotOf } from "../../../src/engine/train/answers/snapshot.ts"
import { type SnapshotStore, startSnapshots } from "../../../src/engine/train/live/snapshotStore.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import type { TrainSnapshot } from "../../../src/engine/train/report.ts"
import { startRun, trainSteps } from "../../../src/engine/train/train.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { clouds } from "./documents.ts"
import { ended, planned } from "./training.ts"

const param = { name: "w.weight", node: "w", shape: [10], multiplier: 1 }
/** 80 bytes of params, a statistic of 8 bytes that is made anew, and one number that stays. */
const constant = { shape: [], data: Float64Array.of(3) }
const startAt = (step: number) =>
  new Map([
    [
      "w",
      {
        params: new Map([["weight", { shape: [10], data: new Float64Array(10).fill(step) }]]),
        buffers: new Map([["mean", { shape: [1], data: Float64Array.of(step) }]]),
      },
    ],
    ["c", { params: new Map(), buffers: new Map([["value", constant]]) }],
  ])
const steps = (store: SnapshotStore, last: number): number[] =>
  Array.from({ length: last }, (_, i) => i + 1).filter((step) => store.at(step) !== undefined)

test("every step is kept while there is room, then every second, fourth, …; the first always", () => {
  const wrong: object[] = []
  for (const most of [2, 3, 5, 8]) {
    const store = startSnapshots([param], { most })
    let every = 1
    for (let step = 1; step <= 300; step++) {
      store.keep(step, startAt(step))
      const told = store.told()
      const before = every
      every = told.every ?? Number.NaN
      // No gaps: each that should be there is, and no other.
      const wanted = Array.from({ length: step }, (_, i) => i + 1).filter((one) => (one - 1) % every === 0)
      const isSound = told.count <= most && every >= before && Math.log2(every) % 1 === 0
      const isWhole = steps(store, step).join() === wanted.join()
      const isCounted = told.count === wanted.length && told.bytes === 88 * (wanted.length - 1)
      if (!(isSound && isWhole && isCounted)) wrong.push({ most, step, before, told, kept: steps(store, step) })
    }
  }
  expect(wrong).toEqual([])
})

test("the memory stays below its limit, whatever the limit", () => {
  for (const bytes of [88, 176, 880, 5_000]) {
    const store = startSnapshots([param], { bytes })
    let most = 0
    for (let step = 1; step <= 500; step++) {
      store.keep(step, startAt(step))
      most = Math.max(most, store.told().bytes)
    }
    expect(most).toBeLessThanOrEqual(bytes)
    // More than half of what there is room for is used.
    expect(store.told().count).toBeGreaterThan(bytes / 88 / 2)
    expect(store.told().limit).toBe(bytes)
  }
})

test("params that take more than the limit leave the first step alone", () => {
  const store = startSnapshots([param], { bytes: 87 })
  for (let step = 1; step <= 9; step++) store.keep(step, startAt(step))
  expect(steps(store, 9)).toEqual([1])
  expect(store.told()).toEqual({ every: null, count: 1, bytes: 0, limit: 87 })
})

test("what is kept is a copy of what is written over, and the rest is shared", () => {
  const store = startSnapshots([param])
  store.keep(1, startAt(1))
  const second = startAt(2)
  store.keep(2, second)
  second.get("w")!.params.get("weight")!.data.fill(7)
  expect(store.at(2)!.get("w")!.params.get("weight")!.data).toEqual(new Float64Array(10).fill(2))
  expect(store.at(2)!.get("c")!.buffers.get("value")).toBe(constant)
})

/** Batch norm keeps statistics, dropout draws in every step, and the last batch of an epoch is smaller. */
function lively(): GradwireDocument {
  const document = clouds({ batch_size: 5, epochs: 4, optimizer: { kind: "Adam", lr: 0.05 } })
  const nodes = document.nodes.map((node) => (node.id === "fc" ? { ...node, inputs: { input: "drop" } } : node))
  return {
    ...document,
    nodes: [
      ...nodes,
      { id: "h", op: "Linear", attrs: { out_features: 6 }, inputs: { input: "X" } },
      { id: "bn", op: "BatchNorm1d", inputs: { input: "h" } },
      { id: "drop", op: "Dropout", attrs: { p: 0.5 }, inputs: { input: "bn" } },
    ],
  }
}

test("a step taken again has the numbers that it had, to the bit: params, statistics, batch, dropout, gradients", () => {
  const plan = planned(lively())
  const run = startRun(plan)
  const store = startSnapshots(plan.summary.params, { most: 6 })
  const shown = new Map<number, { readonly run: RunResult; readonly start: ReadonlyMap<string, number[]> }>()
  const work = trainSteps(run)
  for (;;) {
    const before = snapshotOf(run.learner, run.epoch, false)
    const start = ended<TrainSnapshot<RunResult>>(before)
    store.keep(run.learner.step() + 1, run.learner.kept())
    let next = work.next()
    while (!next.done && next.value.kind !== "step") next = work.next()
    if (next.done) break
    const found = ended(snapshotOf(run.learner, run.epoch, true))
    if (found.run === null) throw new Error("no run")
    const numbers = [...start.params, ...start.buffers].map(([name, { data }]) => [name, Array.from(data)] as const)
    shown.set(found.step, { run: found.run, start: new Map(numbers) })
  }
  expect(plan.summary.steps).toBe(12)
  const kept = steps(store, 12)
  expect(kept).toEqual([1, 5, 9])
  for (const step of kept) {
    const past = ended(pastSnapshot(run.learner, step, store.at(step)!))
    const then = shown.get(step)!
    expect(past.step).toBe(step)
    expect(past.epoch).toBe(Math.floor((step - 1) / 3))
    for (const [name, { data }] of [...past.params, ...past.buffers])
      expect(Array.from(data)).toEqual(then.start.get(name))
    for (const kind of ["values", "gradients", "params", "wires"] as const) {
      expect(past.run![kind].size).toBe(then.run[kind].size)
      for (const [name, { data }] of past.run![kind])
        expect(data, `${step} ${name}`).toEqual(then.run[kind].get(name)!.data)
    }
    expect(past.run!.loss).toBe(then.run.loss)
  }
})

test("a large step that is shown is taken again by kernels, and stays as it is while the training goes on", () => {
  const conv = { out_channels: 16, kernel_size: 3, padding: 1 }
  const document: GradwireDocument = {
    gradwire: 2,
    seed: 5,
    target: "loss",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [4, 16, 20, 20] } },
      { id: "t", op: "Input", attrs: { shape: [4] } },
      { id: "conv", op: "Conv2d", attrs: conv, inputs: { input: "x" } },
      { id: "norm", op: "BatchNorm2d", inputs: { input: "conv" } },
      { id: "flat", op: "Flatten", inputs: { input: "norm" } },
      { id: "fc", op: "Linear", attrs: { out_features: 5 }, inputs: { input: "flat" } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.01 }, epochs: 3 },
  }
  const shownBy = (engine: "eager" | "planned") => {
    const { plan } = planTraining(document, { dtype: "float32", engine })
    if (plan === null) throw new Error("the training can be planned")
    const run = startRun(plan)
    const going = trainSteps(run)
    const isStep = (next: ReturnType<typeof going.next>): boolean => next.done === true || next.value.kind === "step"
    while (!isStep(going.next()));
    const { run: shown } = ended(snapshotOf(run.learner, 1, true))
    if (shown === null) throw new Error("there is a step to show")
    const before = numbersOf(shown)
    for (const _ of going);
    ended(snapshotOf(run.learner, 3, true))
    expect(numbersOf(shown)).toEqual(before)
    return { shown, numbers: before }
  }
  const [own, others] = [shownBy("planned"), shownBy("eager")]
  expect([own.shown.engine, own.shown.arena, others.shown.engine]).toEqual(["planned", undefined, "eager"])
  expect(own.numbers.map(([name]) => name)).toEqual(others.numbers.map(([name]) => name))
  for (const [i, [name, data]] of others.numbers.entries()) {
    const largest = Math.max(...data.map(Math.abs), 1e-3)
    for (const [at, x] of data.entries()) {
      expect(Math.abs((own.numbers[i]?.[1][at] ?? Number.NaN) - x) / largest, name).toBeLessThanOrEqual(1e-4)
    }
  }
})

/** The first numbers of every tensor. */
function numbersOf({ values, params, buffers, gradients, wires }: RunResult): (readonly [string, readonly number[]])[] {
  return [values, params, buffers, gradients, wires].flatMap((tensors) =>
    [...tensors].map(([name, { data }]) => [name, [...data.slice(0, 50)]] as const),
  )
}
