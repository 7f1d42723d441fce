// Elementary functions of kernels, held to those of float64: over which numbers, and how many ulps they may be off.

import { cos, sin } from "../../src/kernels/maths/circular.ts"
import { bell, cdf, erf } from "../../src/kernels/maths/error.ts"
import { exp, expm1, sigmoid, tanh } from "../../src/kernels/maths/exponential.ts"
import { log, softplus } from "../../src/kernels/maths/logarithm.ts"
import { power } from "../../src/kernels/maths/power.ts"
import type { Vector } from "../../src/kernels/maths/vector.ts"
import type { Code } from "../../src/kernels/wasm/code.ts"
import { instantiate } from "../../src/kernels/wasm/instance.ts"
import { ModuleBuilder } from "../../src/kernels/wasm/module.ts"
import { v128 } from "../../src/kernels/wasm/values.ts"
import { power as exactPower } from "../../src/tensor/elementwise.ts"
import * as special from "../../src/tensor/special.ts"

export interface Held {
  readonly name: string
  readonly of: (code: Code, x: Vector, y: Vector) => Vector
  readonly exact: (x: number, y: number) => number
  /** Largest error in ulps of the float32 nearest to the exact value. */
  readonly ulps: number
  /** Where it is held to that, [from, to]; NaN and infinities always. */
  readonly within: readonly (readonly [number, number])[]
}

const EVERYWHERE = [
  [-1, 1],
  [-20, 20],
  [-110, 110],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
] as const
/** As far as n·π/2 is exact. */
const CIRCLE = [
  [-4, 4],
  [-1000, 1000],
  [-2e8, 2e8],
] as const

const one = (of: (code: Code, x: Vector) => Vector): Held["of"] => of

export const held: readonly Held[] = [
  { name: "exp", of: (code, x) => exp(code, x), exact: Math.exp, ulps: 1, within: EVERYWHERE },
  { name: "expm1", of: one(expm1), exact: (x) => (x > 88 ? Infinity : Math.expm1(x)), ulps: 1.6, within: EVERYWHERE },
  { name: "sigmoid", of: one(sigmoid), exact: special.sigmoid, ulps: 2.1, within: EVERYWHERE },
  { name: "tanh", of: one(tanh), exact: Math.tanh, ulps: 2.2, within: EVERYWHERE },
  { name: "log", of: one(log), exact: Math.log, ulps: 1, within: [[0.5, 2], [0.99, 1.01], ...EVERYWHERE] },
  { name: "softplus", of: one(softplus), exact: special.softplus, ulps: 1.7, within: EVERYWHERE },
  { name: "erf", of: one(erf), exact: special.erf, ulps: 2.5, within: EVERYWHERE },
  { name: "bell", of: one(bell), exact: (x) => Math.exp(-0.5 * x * x), ulps: 1.2, within: EVERYWHERE },
  {
    name: "cdf",
    of: (code, x) => cdf(code, x, code.let(bell(code, x))),
    exact: special.normalCdf,
    ulps: 6,
    within: EVERYWHERE,
  },
  { name: "sin", of: one(sin), exact: Math.sin, ulps: 2, within: CIRCLE },
  { name: "cos", of: one(cos), exact: Math.cos, ulps: 2, within: CIRCLE },
  { name: "power", of: power, exact: exactPower, ulps: 1.5, within: EVERYWHERE },
]

const SPECIAL: readonly number[] = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** -149,
  -(2 ** -149),
  1e-40,
  -1e-40,
  2 ** -126,
  -(2 ** -126),
  3.4028234663852886e38,
  -3.4028234663852886e38,
  88.72283,
  88.72284,
  -87.33655,
  -103.97207,
  -103.97208,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  16_777_217,
]

/** The function over pairs of numbers: float32 in, float32 out. Their count is a multiple of four. */
export function computed({ of }: Pick<Held, "of">, x: Float32Array, y: Float32Array): Float32Array {
  const module = new ModuleBuilder()
  const bytes = x.byteLength
  module.define("all", ["i32"], (code, start) => {
    const at = code.let(start)
    code.repeat(x.length / 4, () => {
      const [a, b] = [code.let(v128.load(at)), code.let(v128.load(at, bytes))]
      code.store(at, 2 * bytes, of(code, a, b))
      code.advance(at, 16)
    })
  })
  const { memory, kernels } = instantiate(module, 3 * bytes + 64)
  const numbers = new Float32Array(memory)
  numbers.set(x)
  numbers.set(y, x.length)
  kernels.get("all")?.(0)
  return numbers.slice(2 * x.length, 3 * x.length)
}

/** The error in ulps; infinite where NaN or an infinity is not the same. */
export function ulpsApart(found: number, exact: number): number {
  const near = Math.fround(exact)
  if (!Number.isFinite(near) || Number.isNaN(near)) return Object.is(found, near) ? 0 : Number.POSITIVE_INFINITY
  const apart = Math.abs(found - exact) / ulpOf(near)
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart
}

/** From a float32 to the next, away from zero. */
function ulpOf(x: number): number {
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(x) || 2 ** -126)))
  // log2 may round up to the next power of two.
  const below = 2 ** exponent > Math.abs(x) ? exponent - 1 : exponent
  return 2 ** (Math.max(-126, below) - 23)
}

/** Numbers from one to another: evenly spaced, or, where these are infinite, all sizes that float32 has. */
export function spread([from, to]: readonly [number, number], count: number): Float32Array {
  if (Number.isFinite(from))
    return Float32Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
  const numbers = new Float32Array(count)
  const bits = new Uint32Array(numbers.buffer)
  for (let i = 0; i < count; i++) bits[i] = ((i % 2) * 0x8000_0000 + Math.floor((i * 0x7f80_0000) / count)) >>> 0
  return numbers
}

/** All pairs of special numbers, as two lists. */
export function specialPairs(): readonly [Float32Array, Float32Array] {
  const pairs = SPECIAL.flatMap((x) => SPECIAL.map((y) => [x, y] as const))
  while (pairs.length % 4 !== 0) pairs.push([1, 1])
  return [Float32Array.from(pairs, ([x]) => x), Float32Array.from(pairs, ([, y]) => y)]
}
