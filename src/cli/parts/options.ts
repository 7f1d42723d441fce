// Options that several commands take, each under one name and with one meaning.

import type { Engine } from "../../engine/pass/result.ts"
import { readSeed, SEED_RULE } from "../../graph/values/seed.ts"
import type { Mode } from "../../ops/op.ts"
import type { Dtype } from "../../tensor/tensor.ts"
import { type Call, countOption, type Option, UsageError, wordOption } from "./command.ts"

export const MODE: Option = { type: "string", value: "train|eval", doc: "how layers behave (default train)" }
export const JSON_OPTION: Option = { type: "boolean", doc: "print JSON on standard output" }
export const DTYPE: Option = {
  type: "string",
  value: "float32|float64",
  doc: "precision of every number (default float32)",
}

export const ENGINE: Option = {
  type: "string",
  value: "eager|planned|fastest",
  doc: "who computes: the rules of the layers one by one, kernels by a plan, or kernels whose last digits are the machine's, where it has relaxed SIMD (default planned, of single runs and their sweeps where they are large enough; float64 is always eager)",
}

/** What `--engine` says. */
export function engineOf(call: Call): Engine {
  return wordOption(call, "engine", ["eager", "planned", "fastest"], "planned")
}

/** `--max-memory`, of a run, a step, … */
export function maxMemory(what: string): Option {
  return { type: "string", value: "MIB", doc: `mebibytes that ${what} may hold (default 512)` }
}

/** What `--mode` says. */
export function modeOf(call: Call): Mode {
  return wordOption(call, "mode", ["train", "eval"], "train")
}

/** What `--dtype` says. */
export function dtypeOf(call: Call): Dtype {
  return wordOption(call, "dtype", ["float32", "float64"], "float32")
}

/** What `--seed` says; undefined where it is not given. */
export function seedOf(call: Call): number | undefined {
  const { seed } = call.options
  if (seed === undefined) return undefined
  const read = typeof seed === "string" ? readSeed(seed) : null
  if (read === null) throw new UsageError(`--seed is ${SEED_RULE}, not "${String(seed)}".`)
  return read
}

/** What `--max-memory` says, in bytes; nothing where it is not given. */
export function memoryLimitOf(call: Call): { readonly memoryLimit?: number } {
  const memory = countOption(call, "max-memory", 1)
  return memory === undefined ? {} : { memoryLimit: memory * 2 ** 20 }
}
