// A thousand plans of a graph that is edited: memories are handed on, what was given up is collected, and nothing piles up.

import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import { startThread } from "../../../src/cli/parts/threads.ts"
import type { RunOptions } from "../../../src/engine/pass/result.ts"
import { run } from "../../../src/engine/planned/plain.ts"
import { offerThreads, sharingTeam } from "../../../src/engine/planned/threads/sharing.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { train } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { counted } from "../../campaign.ts"

const ROUNDS = 1000
const options: RunOptions = { mode: "train", dtype: "float32", engine: "planned", anySize: true }

/** Another structure each time: so many rows of so many features. */
function edited(round: number): GradwireDocument {
  return {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1 + (round % 50), 8] } },
      { id: "fc", op: "Linear", attrs: { out_features: 3 + Math.floor(round / 50) }, inputs: { input: "x" } },
      { id: "act", op: "Tanh", inputs: { input: "fc" } },
    ],
  }
}

/** Memories and modules that were made, and how many of each are still there. */
function watched(act: () => void): { readonly made: number; readonly alive: () => Promise<number> } {
  const refs: WeakRef<object>[] = []
  const { Memory, Module } = WebAssembly
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor)
      refs.push(new WeakRef(this))
    }
  }
  WebAssembly.Module = class extends Module {
    constructor(bytes: BufferSource) {
      super(bytes)
      refs.push(new WeakRef(this))
    }
  }
  try {
    act()
  } finally {
    WebAssembly.Memory = Memory
    WebAssembly.Module = Module
  }
  const alive = async (): Promise<number> => {
    await collected()
    return refs.filter((ref) => ref.deref() !== undefined).length
  }
  return { made: refs.length, alive }
}

async function collected(): Promise<void> {
  setFlagsFromString("--expose-gc")
  const collect: () => void = runInNewContext("gc")
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve))
    collect()
  }
  // Who waits to hear that something is gone hears it now.
  await new Promise((resolve) => setTimeout(resolve))
}

test("memories are handed on from plan to plan, and what is given up goes", async () => {
  const { made, alive } = watched(() => {
    let before = run(analyze(edited(0), ops, "train"), options)
    for (let round = 1; round <= ROUNDS; round++) {
      const result = run(analyze(edited(round), ops, "train"), options)
      expect(result.engine).toBe("planned")
      before.arena?.release()
      before = result
    }
  })
  // Modules, one a plan, and a few memories that all plans share.
  expect(made).toBeGreaterThanOrEqual(ROUNDS)
  expect(made).toBeLessThanOrEqual(ROUNDS + 10)
  // Sixteen plans are kept, and four memories at rest.
  expect(await alive()).toBeLessThanOrEqual(24)
  counted(ROUNDS, "re-plans without a leak")
})

test("runs that nobody gives back are collected with their memory", async () => {
  const { made, alive } = watched(() => {
    for (let round = 0; round < 60; round++) run(analyze(edited(7), ops, "train"), options)
  })
  expect(made).toBeGreaterThanOrEqual(59)
  expect(await alive()).toBeLessThanOrEqual(6)
})

/** A step of a training that threads share, of another structure each time. */
function stepOf(round: number): void {
  const document: GradwireDocument = {
    ...edited(0),
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [64, 256] } },
      { id: "fc", op: "Linear", attrs: { out_features: 256 + round }, inputs: { input: "x" } },
      { id: "act", op: "Tanh", inputs: { input: "fc" } },
      { id: "sum", op: "Sum", inputs: { input: "act" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.1 }, epochs: 1 },
  }
  const { plan, problems } = planTraining(document, { dtype: "float32", engine: "planned" })
  if (plan === null) throw new Error(problems[0]?.sentence)
  expect(plan.summary.threads).toBe(2)
  expect(train(plan).problem).toBeNull()
}

test("what threads know of plans goes with them", async () => {
  offerThreads(startThread, 2)
  try {
    const rounds = 200
    let most = 0
    for (let round = 0; round < rounds; round++) {
      stepOf(round)
      if (round % 10 === 9) await collected()
      most = Math.max(most, sharingTeam()?.bytes ?? 0)
    }
    await collected()
    const each = 4 * 64 * 1024
    expect(most).toBeGreaterThan(each)
    // Of two hundred plans those of some ten rounds between two collections, and what is kept for the next run.
    expect(most).toBeLessThan(60 * 8 * each)
    expect(sharingTeam()?.bytes).toBeLessThan(20 * 8 * each)
    counted(rounds, "trainings on two threads without a leak")
  } finally {
    offerThreads(startThread, 1)
  }
}, 120_000)
