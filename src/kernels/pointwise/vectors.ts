// A formula as code: each part of it once, however often it stands there.

import type { Vector } from "../maths/vector.ts"
import type { Code } from "../wasm/code.ts"
import { f32x4, v128 } from "../wasm/values.ts"
import { type Formula, wordOf } from "./formula.ts"
import { codeOf } from "./functions.ts"

/** Code of a formula of operands that are locals; answers a local or a number. */
export function vectorsOf(code: Code, formula: Formula, operands: ReadonlyMap<string, Vector>): Vector {
  const made = new Map<string, Vector>()
  const make = (one: Formula): Vector => {
    if (one.kind === "number") return f32x4.constant(one.value)
    if (one.kind === "name") {
      const operand = operands.get(one.name)
      if (operand === undefined) throw new Error(`a formula speaks of ${one.name}, which is not there`)
      return operand
    }
    const word = wordOf(one)
    const before = made.get(word)
    if (before !== undefined) return before
    const local = code.let(chosen(one, make) ?? codeOf(code, one.name, exactly(one.name, one.of).map(make)))
    made.set(word, local)
    return local
  }
  return make(formula)
}

/** `condition ? x : 0` and `condition ? 0 : x` need no choice of bits. */
function chosen({ name, of }: Formula & { readonly kind: "call" }, make: (one: Formula) => Vector): Vector | null {
  const [condition, x, y] = of
  if (name !== "?" || condition === undefined || x === undefined || y === undefined) return null
  if (y.kind === "number" && Object.is(y.value, 0)) return v128.and(make(x), make(condition))
  return x.kind === "number" && Object.is(x.value, 0) ? v128.without(make(y), make(condition)) : null
}

/**
 * Comparisons with a number that is no float32, so that they hold for the same float32 as in float64: x ≤ 0.1 and x > 0.1 are
 * as with the next float32 below, x < 0.1 and x ≥ 0.1 as with the next above.
 */
function exactly(name: string, of: readonly Formula[]): readonly Formula[] {
  const [x, limit] = of
  if (x === undefined || limit?.kind !== "number" || of.length !== 2) return of
  const value = ["<=", ">"].includes(name)
    ? -above(-limit.value)
    : ["<", ">="].includes(name)
      ? above(limit.value)
      : null
  return value === null ? of : [x, { kind: "number", value }]
}

/** The least float32 that is not below. */
function above(x: number): number {
  const near = Math.fround(x)
  if (!(near < x)) return near
  bits.setFloat32(0, near)
  const pattern = bits.getInt32(0)
  if (near === 0) return 2 ** -149
  bits.setInt32(0, near > 0 ? pattern + 1 : pattern - 1)
  return bits.getFloat32(0)
}

const bits = new DataView(new ArrayBuffer(4))
