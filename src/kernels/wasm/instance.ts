// What a machine can do, and a module at work over memory of its own.

import type { Code } from "./code.ts"
import { ModuleBuilder, PAGE } from "./module.ts"
import { f32x4, type Local, v128 } from "./values.ts"

/** A kernel with its arguments: pointers in bytes. */
type Kernel = (...args: readonly number[]) => void

/** A module over its memory. */
export interface Instance {
  readonly memory: ArrayBufferLike
  readonly kernels: ReadonlyMap<string, Kernel>
}

/** Compiles the functions of a module for a memory of so many bytes; `shared`: one that several threads look at. */
export function compileModule(module: ModuleBuilder, bytes: number, shared = false): WebAssembly.Module {
  return new WebAssembly.Module(module.bytes(pagesFor(bytes), shared))
}

/** Memory of zeros that kernels work in. Throws RangeError where the machine has not so much, or does not share it. */
export function newMemory(bytes: number, shared = false): WebAssembly.Memory {
  const initial = pagesFor(bytes)
  return new WebAssembly.Memory({ initial, maximum: shared ? initial : MOST_PAGES, shared })
}

/** Whether threads can share a memory. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return !(buffer instanceof ArrayBuffer)
}

/** Compiles the functions of a module over fresh memory of zeros. Throws RangeError where there is not so much memory. */
export function instantiate(module: ModuleBuilder, bytes: number): Instance {
  return startModule(compileModule(module, bytes), newMemory(bytes))
}

/** Starts what was compiled over memory of at least as many bytes, all of them zeros. */
export function startModule(compiled: WebAssembly.Module, memory: WebAssembly.Memory): Instance {
  const { exports } = new WebAssembly.Instance(compiled, { from: { memory } })
  const kernels = new Map<string, Kernel>()
  for (const [name, exported] of Object.entries(exports)) {
    if (typeof exported === "function") kernels.set(name, exported as Kernel)
  }
  return { memory: memory.buffer, kernels }
}

/** What 32 bits can point to: 4 GiB. */
const MOST_PAGES = 65_536

function pagesFor(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / PAGE))
}

/** Whether vectors of 128 bits can be used here: an old machine may not know them, a host's policy forbid to compile. */
export function hasVectors(): boolean {
  vectors ??= compiles((code, at) => code.store(at, 0, v128.zero))
  return vectors
}

let vectors: boolean | undefined

/** Whether products can be added in one rounding here (relaxed SIMD): faster, and the last digits are the machine's. */
export function hasMultiplyAdd(): boolean {
  const zero = v128.zero
  multiplyAdd ??= compiles((code, at) => code.store(at, 0, f32x4.relaxedMultiplyAdd(zero, zero, zero)))
  return multiplyAdd
}

let multiplyAdd: boolean | undefined

function compiles(write: (code: Code, at: Local<"i32">) => void): boolean {
  const module = new ModuleBuilder()
  module.define("probe", ["i32"], write)
  try {
    instantiate(module, PAGE)
    return true
  } catch {
    return false
  }
}
