// Batch norm over planes: y = γ·(x − μ)/√(σ² + ε) + β for each channel. Sums over pixels are float64 (sums.ts), what is made of
// them as well; only what every pixel is multiplied by is float32. In memory, one after the other, each `pitch` float32:
//   scales: μ, γ/√(σ² + ε), β          slopes: what dy, x − μ and 1 are multiplied by on the way back
// A mean that is far larger than the deviations loses them when it is rounded to float32. So x − μ is taken from the rounded one, and
// what was rounded off, δ = μ − float32(μ), is made good in the third of both tables and in the sums.

import { eachBlock } from "./channels.ts"
import { type Planes, planesKey } from "./planes.ts"
import { type Back, backIn, backKey, loaded } from "./sums.ts"
import type { Callable } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32, f32x4, f64, type Local, type Value, v128 } from "./wasm/values.ts"

type Pointer = Local<"i32">
type Number64 = Value<"f64">
type Wide = Local<"f64">

/** Sizes of a batch norm, and what it has. */
export interface NormCode {
  readonly channels: number
  readonly pitch: number
  /** Values of each channel. */
  readonly count: number
  readonly eps: number
  /** Mean and variance are those of the batch, and the gradient goes through them; else they are given. */
  readonly ofBatch: boolean
  /** There are γ and β. */
  readonly affine: boolean
}

/** Places of scales and slopes, in floats of one channel. */
const [FIRST, SECOND, THIRD] = [0, 1, 2] as const

function keyOf(norm: NormCode): string {
  return Object.values(norm).join("_")
}

/**
 * Function (moments, mean, variance, gamma, beta, scales, deviations): mean and variance of the batch from its moments, or as they
 * are given, the scales, and as float64 1/√(σ² + ε) and δ, one after the other, each `pitch` numbers.
 */
export function normScales(module: ModuleBuilder, norm: NormCode): Callable {
  const params = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const
  return module.define(
    `normScales_${keyOf(norm)}`,
    params,
    (code, sums, mean, variance, gamma, beta, scales, deviations) => {
      const { channels, pitch, count, eps, ofBatch, affine } = norm
      const wide = [sums, deviations].map((at) => code.let(at))
      const narrow = [mean, variance, gamma, beta, scales].map((at) => code.let(at))
      const [sum, deviation] = wide as [Pointer, Pointer]
      const [mu, sigma, g, b, out] = narrow as [Pointer, Pointer, Pointer, Pointer, Pointer]
      const [m, v, d, rest] = [code.local("f64"), code.local("f64"), code.local("f64"), code.local("f64")]
      code.repeat(channels, () => {
        if (ofBatch) {
          code.set(m, f64.load(sum))
          code.set(v, f64.div(f64.load(sum, 8 * pitch), f64.constant(count)))
          // Rounding may leave less than nothing.
          code.set(v, f64.max(v, f64.constant(0)))
          code.store(mu, 0, f32.fromF64(m))
          code.store(sigma, 0, f32.fromF64(v))
        } else {
          code.set(m, f64.fromF32(f32.load(mu)))
          code.set(v, f64.fromF32(f32.load(sigma)))
        }
        code.set(d, f64.div(f64.constant(1), f64.sqrt(f64.add(v, f64.constant(eps)))))
        code.store(deviation, 0, d)
        code.store(out, 4 * pitch * FIRST, f32.fromF64(m))
        const scale = affine ? f64.mul(d, f64.fromF32(f32.load(g))) : d
        code.store(out, 4 * pitch * SECOND, f32.fromF64(scale))
        code.set(rest, f64.sub(m, f64.fromF32(f32.load(out, 4 * pitch * FIRST))))
        code.store(deviation, 8 * pitch, rest)
        const shift = affine ? f64.fromF32(f32.load(b)) : f64.constant(0)
        code.store(out, 4 * pitch * THIRD, f32.fromF64(f64.sub(shift, f64.mul(rest, scale))))
        for (const at of wide) code.advance(at, 8)
        for (const at of narrow) code.advance(at, 4)
      })
    },
  )
}

/** Weights of a product whose output is normalised by scales that stand: one row a channel. */
interface FoldedCode {
  readonly channels: number
  /** Weights of a channel. */
  readonly depth: number
  /** Of the table. */
  readonly pitch: number
  /** There is a bias before. */
  readonly bias: boolean
}

/** Function (weights, bias, scales, folded weights, folded bias): w·s and (b − μ)·s + β, as γ/√(σ² + ε) = s. */
export function foldedWeights(module: ModuleBuilder, { channels, depth, pitch, bias }: FoldedCode): Callable {
  const key = ["foldedWeights", channels, depth, pitch, bias].join("_")
  return module.define(key, ["i32", "i32", "i32", "i32", "i32"], (code, weights, before, table, to, after) => {
    const scale = code.local("v128")
    const wide = (place: number): Number64 => f64.fromF32(f32.load(table, 4 * pitch * place))
    code.repeat(channels, () => {
      code.set(scale, v128.splatLoad(table, 4 * pitch * SECOND))
      const vectors = Math.floor(depth / 4)
      if (vectors > 0) {
        code.repeat(vectors, () => {
          code.store(to, 0, f32x4.mul(v128.load(weights), scale))
          for (const pointer of [weights, to]) code.advance(pointer, 16)
        })
      }
      const rest = depth % 4
      if (rest > 0) code.storeLanes(to, 0, code.let(f32x4.mul(v128.load(weights), scale)), rest)
      const start = bias ? f64.fromF32(f32.load(before)) : f64.constant(0)
      const folded = f64.add(f64.mul(f64.sub(start, wide(FIRST)), wide(SECOND)), wide(THIRD))
      code.store(after, 0, f32.fromF64(folded))
      for (const pointer of [weights, to]) code.advance(pointer, 4 * rest)
      for (const pointer of bias ? [before, table, after] : [table, after]) code.advance(pointer, 4)
    })
  })
}

/**
 * Function (sums, gamma, deviations, slopes, dgamma, dbeta, through): from Σdy and Σdy·(x − float32(μ)), what the way back needs, and
 * Σdx before it is rounded: what a bias before the norm gets back.
 */
export function normSlopes(module: ModuleBuilder, norm: NormCode): Callable {
  const params = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const
  const name = `normSlopes_${keyOf(norm)}`
  return module.define(name, params, (code, sums, gamma, deviations, slopes, dgamma, dbeta, through) => {
    const { channels, pitch, count, ofBatch, affine } = norm
    const [sum, deviation] = [code.let(sums), code.let(deviations)]
    const narrow = [gamma, slopes, dgamma, dbeta, through].map((at) => code.let(at))
    const [g, out, dg, db, dx] = narrow as [Pointer, Pointer, Pointer, Pointer, Pointer]
    const [d, a, share, rest, product] = code.many("f64", 5) as [Wide, Wide, Wide, Wide, Wide]
    const total = f64.load(sum)
    code.repeat(channels, () => {
      code.set(d, f64.load(deviation))
      code.set(rest, f64.load(deviation, 8 * pitch))
      code.set(product, f64.sub(f64.load(sum, 8 * pitch), f64.mul(rest, total)))
      code.set(a, affine ? f64.mul(d, f64.fromF32(f32.load(g))) : d)
      // −γ/(n·√(σ² + ε)): what goes through mean and variance.
      code.set(share, ofBatch ? f64.div(a, f64.constant(-count)) : f64.constant(0))
      code.store(out, 4 * pitch * FIRST, f32.fromF64(a))
      code.store(out, 4 * pitch * SECOND, f32.fromF64(f64.mul(share, f64.mul(f64.mul(d, d), product))))
      const slope = f64.fromF32(f32.load(out, 4 * pitch * SECOND))
      code.store(out, 4 * pitch * THIRD, f32.fromF64(f64.sub(f64.mul(share, total), f64.mul(rest, slope))))
      code.store(dg, 0, f32.fromF64(f64.mul(d, product)))
      code.store(db, 0, f32.fromF64(total))
      const each = f64.mul(
        f64.add(f64.fromF32(f32.load(out, 4 * pitch * THIRD)), f64.mul(rest, slope)),
        f64.constant(count),
      )
      const scaled = f64.mul(f64.fromF32(f32.load(out, 4 * pitch * FIRST)), total)
      code.store(dx, 0, f32.fromF64(f64.add(scaled, each)))
      for (const at of [sum, deviation]) code.advance(at, 8)
      for (const at of narrow) code.advance(at, 4)
    })
  })
}

/** Function (x, table, slopes, dx, planes…): every pixel of dx. */
export function normalizeBack(
  module: ModuleBuilder,
  planes: { readonly x: Planes; readonly dx: Planes },
  back: Back,
): Callable {
  const params = ["i32", "i32", "i32", "i32", ...back.planes.map(() => "i32" as const)] as const
  const key = ["normalizeBack", planesKey(planes.x), planesKey(planes.dx), backKey(back)].join("_")
  return module.define(key, params, (code, x, table, slopes, dx, ...pointers) => {
    if (x === undefined || table === undefined || slopes === undefined || dx === undefined) return
    const { pitch } = planes.x
    const others = back.planes.map(([, own], i) => ({ at: pointers[i] ?? x, planes: own }))
    const all = [{ at: x, planes: planes.x }, ...others, { at: dx, planes: planes.dx }]
    eachBlock(code, all, 2, (strip) => {
      const mean = loaded(code, table, strip)
      const [first = [], second = [], third = []] = [FIRST, SECOND, THIRD].map((row) =>
        loaded(code, beyond(slopes, 4 * pitch * row), strip),
      )
      const dyAt = backIn(code, back, table, pitch, strip)
      const own = code.local("v128")
      strip.eachPixel((at) => {
        for (let i = 0; i < strip.vectors; i++) {
          const [m, p, q, r] = [mean[i], first[i], second[i], third[i]]
          const [from, to] = [at[0], at.at(-1)]
          if (!from || !to || !m || !p || !q || !r) continue
          code.set(own, v128.load(from, 16 * i))
          const sum = f32x4.add(f32x4.mul(dyAt(at, i, own), p), f32x4.mul(f32x4.sub(own, m), q))
          code.store(to, 16 * i, f32x4.add(sum, r))
        }
      })
    })
  })
}
