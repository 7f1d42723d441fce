// Threads that share the steps of a plan: the same bits on one, two and three; and what happens where helpers are late, lost or
// fail.

import { createHash } from "node:crypto"
import { Worker } from "node:worker_threads"
import { afterEach, expect, test } from "vitest"
import { startThread } from "../../../src/cli/parts/threads.ts"
import { run } from "../../../src/engine/planned/plain.ts"
import { offerThreads, sharingTeam } from "../../../src/engine/planned/threads/sharing.ts"
import { type MakeThread, Team } from "../../../src/engine/planned/threads/team.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { type Run, train } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { compileModule, newMemory } from "../../../src/kernels/wasm/instance.ts"
import { ModuleBuilder } from "../../../src/kernels/wasm/module.ts"
import { f32, i32 } from "../../../src/kernels/wasm/values.ts"
import { ops } from "../../../src/ops/registry.ts"
import { stretch } from "../../../src/tensor/lazy.ts"

afterEach(() => offerThreads(startThread, 1))

const conv = (id: string, input: string, channels: number, stride = 1): NodeDocument[] => [
  {
    id,
    op: "Conv2d",
    attrs: { out_channels: channels, kernel_size: 3, padding: 1, stride },
    inputs: { input },
  },
  { id: `${id}_norm`, op: "BatchNorm2d", inputs: { input: id } },
]

/** Convolutions direct, by Winograd and with a stride, norms, a residual, pools and layers. */
const NETWORK: GradwireDocument = {
  gradwire: 1,
  seed: 4,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [8, 3, 32, 32] } },
    { id: "t", op: "Input", attrs: { shape: [8] } },
    ...conv("first", "x", 20),
    { id: "act", op: "ReLU", inputs: { input: "first_norm" } },
    ...conv("second", "act", 20),
    { id: "sum", op: "Add", inputs: { a: "act", b: "second_norm" } },
    ...conv("third", "sum", 24, 2),
    { id: "tanh", op: "Tanh", inputs: { input: "third_norm" } },
    { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "tanh" } },
    { id: "flat", op: "Flatten", inputs: { input: "pool" } },
    { id: "fc", op: "Linear", attrs: { out_features: 120 }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ],
  training: { optimizer: { kind: "SGD", lr: 0.05 }, epochs: 2 },
}

/** Losses and params after some steps. */
function trained(document = NETWORK): readonly [losses: readonly number[], params: readonly unknown[]] {
  const { plan, problems } = planTraining(document, { dtype: "float32", engine: "planned" })
  if (plan === null) throw new Error(problems[0]?.sentence)
  const run = train(plan)
  expect([run.problem, run.warning]).toEqual([null, null])
  return tookOf(run)
}

function tookOf({ learner, recorder }: Run): readonly [losses: readonly number[], params: readonly unknown[]] {
  const params = learner.plan.summary.params.map(({ name }) => learner.param(name)?.data)
  return [recorder.take().steps.map(({ loss }) => loss), params]
}

async function up(team: Team | null, helpers: number): Promise<Team> {
  if (team === null) throw new Error("there are no threads")
  const end = performance.now() + 5000
  while (team.helping < helpers && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(team.helping).toBe(helpers)
  return team
}

const alone = trained()

test("the same losses and params on one, two and three threads", async () => {
  for (const threads of [2, 3]) {
    offerThreads(startThread, threads)
    await up(sharingTeam(), threads - 1)
    expect(trained()).toEqual(alone)
    expect(sharingTeam()?.bytes).toBeGreaterThan(0)
  }
})

test("a plain run has the same values and gradients on one, two and three threads, whole and by windows", async () => {
  const analysis = analyze(NETWORK, ops, "train")
  const ran = () => {
    const { values, params, gradients, wires, loss, engine, arena } = run(analysis, {
      ...{ mode: "train", dtype: "float32", engine: "planned" },
    })
    expect(engine).toBe("planned")
    const all = [values, params, gradients, wires].flatMap((map) => [...map])
    const numbers = all.map(([name, tensor]) => {
      const part = stretch(tensor, 1, Math.min(9, tensor.data.length))
      // Read at once: the next run writes over them. Nobody else is given what threads share.
      for (const { buffer } of [part, tensor.data]) expect(buffer).toBeInstanceOf(ArrayBuffer)
      expect([...part]).toEqual([...tensor.data.slice(1, 9)])
      return [
        name,
        createHash("sha256")
          .update(new Uint8Array(Float32Array.from(tensor.data).buffer))
          .digest("hex"),
      ]
    })
    arena?.release()
    return [loss, numbers]
  }
  const one = ran()
  for (const threads of [2, 3]) {
    offerThreads(startThread, threads)
    await up(sharingTeam(), threads - 1)
    expect(ran()).toEqual(one)
    expect(sharingTeam()?.bytes).toBeGreaterThan(0)
    expect(ran()).toEqual(one)
  }
})

test("helpers that never come up hold nothing up", () => {
  offerThreads(() => ({ post: () => {}, end: () => {} }), 2)
  expect(trained()).toEqual(alone)
  offerThreads(() => {
    throw new Error("no threads here")
  }, 2)
  expect(trained()).toEqual(alone)
})

/** A job of two parts, each of which writes its number; `own` waits until the other part has been written, or some seconds. */
function pair(make: MakeThread) {
  const module = new ModuleBuilder()
  const { name } = module.define("write", ["i32", "i32"], (code, at, wide) => {
    code.store(at, 0, f32.constant(7))
    code.store(i32.add(at, wide), 4, f32.constant(8))
  })
  const memory = newMemory(4096, true)
  const team = new Team(make, 2)
  const jobs = [{ parts: [16, 128].map((at) => ({ name, at: [at, 0] })), own: [256, 0] }]
  const plan = team.enroll({ module: compileModule(module, 4096, true), memory, jobs })
  const floats = new Float32Array(memory.buffer)
  const run = (): readonly number[] => {
    const taken: number[] = []
    team.run(plan, 0, 2, (part) => {
      taken.push(part)
      const end = performance.now() + 2000
      // Its own room lies behind that of the first thread.
      const other = ((part === 0 ? 128 : 16) + 256) / 4
      while (floats[other] !== 7 && performance.now() < end);
    })
    return taken
  }
  return { team, run, floats }
}

test("a helper takes a part while this thread does the other, in room of its own", async () => {
  const { team, run, floats } = pair(startThread)
  await up(team, 1)
  let taken: readonly number[] = []
  // Now and then one of the two is quick enough to take both.
  for (let tries = 0; tries < 100 && taken.length !== 1; tries++) {
    floats.fill(0)
    taken = run()
  }
  expect(taken).toHaveLength(1)
  expect([floats[68], floats[96]]).toEqual(taken[0] === 0 ? [0, 7] : [7, 0])
  team.end()
})

/** Threads that take a part once they may, and die in it. */
function startDying(may: Int32Array): MakeThread {
  const text = `
    const { parentPort, workerData: may } = require("node:worker_threads")
    parentPort.on("message", ({ kind, control, slots }) => {
      if (kind !== "start") return
      const numbers = new Int32Array(control)
      Atomics.add(numbers, slots.up, 1)
      Atomics.wait(may, 0, 0)
      for (;;) {
        const turn = Atomics.load(numbers, slots.turn)
        const isOpen = (turn & 255) < ((turn >>> 8) & 255)
        if (isOpen && Atomics.compareExchange(numbers, slots.turn, turn, turn + 1) === turn) process.exit()
      }
    })`
  return () => {
    const worker = new Worker(text, { eval: true, workerData: may })
    worker.unref()
    return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() }
  }
}

test("a thread that dies in its part costs a step some seconds, and no bit", async () => {
  const long = { ...NETWORK, training: { ...NETWORK.training, epochs: 60 } }
  const undisturbed = trained(long)
  const may = new Int32Array(new SharedArrayBuffer(4))
  offerThreads(startDying(may), 2)
  await up(sharingTeam(), 1)
  const { plan, problems } = planTraining(long, { dtype: "float32", engine: "planned" })
  if (plan === null) throw new Error(problems[0]?.sentence)
  const run = train(plan, () => {
    Atomics.store(may, 0, 1)
    Atomics.notify(may, 0)
  })
  expect(run.problem).toBeNull()
  expect(run.warning).toMatchObject({ code: "GW-E213", severity: "warning" })
  expect(run.warning?.sentence).toMatch(/^A thread that shared this node's step ".+" was lost/)
  expect(long.nodes.map(({ id }) => id)).toContain(run.warning?.node)
  expect(tookOf(run)).toEqual(undisturbed)
}, 60_000)
