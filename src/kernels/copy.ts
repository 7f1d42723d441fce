// Numbers from one layout to another: planes to contiguous tensors and back, weights into panels, gradients out of them.

import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32, type Local, v128 } from "./wasm/values.ts"

/** One loop of a copy; steps in floats, and they may be negative. */
interface CopyLoop {
  readonly count: number
  readonly from: number
  readonly to: number
}

/** Nested loops, the outermost first, from and to a place in floats. */
export interface Copy {
  readonly from: number
  readonly to: number
  readonly loops: readonly CopyLoop[]
}

/** Function (from, to): copies number by number, four at a time where the innermost loop allows it. */
export function strided(module: ModuleBuilder, copy: Copy): Callable & { readonly name: string } {
  const loops = copy.loops.filter(({ count }) => count > 1)
  const key = loops.map(({ count, from, to }) => `${count}.${from}.${to}`).join("_")
  return module.define(`copy_${copy.from}_${copy.to}_${key}`, ["i32", "i32"], (code, from, to) => {
    nest(code, loops, code.let(beyond(from, 4 * copy.from)), code.let(beyond(to, 4 * copy.to)))
  })
}

function nest(code: Code, loops: readonly CopyLoop[], from: Local<"i32">, to: Local<"i32">): void {
  const [loop, ...inner] = loops
  if (loop === undefined) {
    code.store(to, 0, f32.load(from))
    return
  }
  if (inner.length === 0 && loop.from === 1 && loop.to === 1) {
    stretch(code, loop.count, from, to)
    return
  }
  code.repeat(loop.count, () => {
    nest(code, inner, inner.length === 0 ? from : code.let(from), inner.length === 0 ? to : code.let(to))
    code.advance(from, 4 * loop.from)
    code.advance(to, 4 * loop.to)
  })
}

function stretch(code: Code, count: number, from: Local<"i32">, to: Local<"i32">): void {
  const vectors = Math.floor(count / 4)
  if (vectors > 0) {
    code.repeat(vectors, () => {
      code.store(to, 0, v128.load(from))
      code.advance(from, 16)
      code.advance(to, 16)
    })
  }
  for (let i = 0; i < count % 4; i++) code.store(to, 4 * i, f32.load(from, 4 * i))
}

/** Function (to): zeros in so many floats, a multiple of four. */
export function zeros(module: ModuleBuilder, floats: number): Callable & { readonly name: string } {
  return module.define(`zeros_${floats}`, ["i32"], (code, to) => {
    const at = code.let(to)
    code.walk(at, 16, beyond(to, 4 * floats), () => code.store(at, 0, v128.zero))
  })
}
