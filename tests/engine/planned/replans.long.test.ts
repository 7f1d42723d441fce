// A thousand plans of a graph that is edited: memories are handed on, what was given up is collected, and nothing piles up.

import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import type { RunOptions } from "../../../src/engine/pass/result.ts"
import { run } from "../../../src/engine/planned/plain.ts"
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
  setFlagsFromString("--expose-gc")
  const collect: () => void = runInNewContext("gc")
  const alive = async (): Promise<number> => {
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve))
      collect()
    }
    return refs.filter((ref) => ref.deref() !== undefined).length
  }
  return { made: refs.length, alive }
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
