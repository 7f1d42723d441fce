// Pools and their gradients. Of equal numbers the first wins, and NaN is greater than any number, as in PyTorch.

import type { Callable } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32, f32x4, i32, i32x4, type Local, v128 } from "../wasm/values.ts"
import { type AtBox, boxesKey, eachBox, isTiled, type Pointed, type PoolCode } from "./boxes.ts"

/** Function (x, y, winners, tables): greatest number of each box, and its place in its plane, row · width + column, as i32. */
export function maxPool(module: ModuleBuilder, pool: PoolCode): Callable {
  return module.define(`maxPool_${boxesKey(pool)}`, ["i32", "i32", "i32", "i32"], (code, x, y, winners, tables) => {
    const [best, winner, value, better] = [
      code.local("v128"),
      code.local("v128"),
      code.local("v128"),
      code.local("v128"),
    ]
    eachBox(code, pool, placed(pool, y, winners), x, tables, ({ outputs: [to, where], each }) => {
      // NaN loses against whatever comes first, and a box full of −∞ has a winner: its first cell.
      const nobody = i32x4.splat(i32.constant(NOBODY))
      code.set(winner, nobody)
      each((at, offset, cell, first) => {
        if (first === true) {
          code.set(best, v128.load(at, offset))
          code.set(winner, i32x4.splat(cell))
          return
        }
        code.set(value, v128.load(at, offset))
        const larger = v128.or(f32x4.greater(value, best), f32x4.unequal(value, value))
        code.set(better, first === null ? v128.or(i32x4.equal(winner, nobody), larger) : larger)
        code.set(best, v128.select(value, best, better))
        code.set(winner, v128.select(i32x4.splat(cell), winner, better))
      })
      if (to === undefined || where === undefined) return
      code.store(to, 0, best)
      code.store(where, 0, winner)
    })
  })
}

function placed({ output, winners = output }: PoolCode, y: Local<"i32">, places: Local<"i32">): readonly Pointed[] {
  return [
    { at: y, planes: output },
    { at: places, planes: winners },
  ]
}

/** No cell has this place. */
const NOBODY = -1

/** Function (dy, dx, winners, tables): adds what belongs to each winner; dx holds zeros before, unless boxes are tiles. */
export function maxPoolBack(module: ModuleBuilder, pool: PoolCode): Callable {
  return module.define(
    `maxPoolBack_${boxesKey(pool)}`,
    ["i32", "i32", "i32", "i32"],
    (code, dy, dx, winners, tables) => {
      const [gradient, winner] = [code.local("v128"), code.local("v128")]
      const tiled = isTiled(pool)
      eachBox(code, pool, placed(pool, dy, winners), dx, tables, ({ outputs: [from, where], each }) => {
        if (from === undefined || where === undefined) return
        code.set(gradient, v128.load(from))
        code.set(winner, v128.load(where))
        each((at, offset, cell) => {
          const own = v128.and(i32x4.equal(winner, i32x4.splat(cell)), gradient)
          code.store(at, offset, tiled ? own : f32x4.add(v128.load(at, offset), own))
        })
      })
    },
  )
}

/** Function (x, y, shares, tables): Σ of each box times its share, a float32 for each output pixel of a plane. */
export function averagePool(module: ModuleBuilder, pool: PoolCode): Callable {
  return module.define(`averagePool_${boxesKey(pool)}`, ["i32", "i32", "i32", "i32"], (code, x, y, shares, tables) => {
    const sum = code.local("v128")
    eachBox(code, pool, [{ at: y, planes: pool.output }], x, tables, ({ outputs: [to], each, place }) => {
      if (to === undefined) return
      code.set(sum, v128.zero)
      each((at, offset) => code.set(sum, f32x4.add(sum, v128.load(at, offset))))
      code.store(to, 0, f32x4.mul(sum, shareAt(shares, place)))
    })
  })
}

/** Function (dy, dx, shares, tables): adds its share of dy to each cell; dx holds zeros before, unless boxes are tiles. */
export function averagePoolBack(module: ModuleBuilder, pool: PoolCode): Callable {
  return module.define(
    `averagePoolBack_${boxesKey(pool)}`,
    ["i32", "i32", "i32", "i32"],
    (code, dy, dx, shares, tables) => {
      const [share, tiled] = [code.local("v128"), isTiled(pool)]
      eachBox(code, pool, [{ at: dy, planes: pool.output }], dx, tables, ({ outputs: [from], each, place }) => {
        if (from === undefined) return
        code.set(share, f32x4.mul(v128.load(from), shareAt(shares, place)))
        each((at, offset) => code.store(at, offset, tiled ? share : f32x4.add(v128.load(at, offset), share)))
      })
    },
  )
}

function shareAt(shares: Parameters<typeof i32.add>[0], place: AtBox["place"]): ReturnType<typeof f32x4.splat> {
  return f32x4.splat(f32.load(i32.add(shares, i32.mul(place, i32.constant(4)))))
}
