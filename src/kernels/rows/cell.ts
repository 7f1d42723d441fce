// Four numbers of every operand at one place, or what is left of them at the end of an axis.

import type { Code } from "../wasm/code.ts"
import { f32x4, i32x4, type Local, type Value, v128 } from "../wasm/values.ts"
import type { Axis } from "./layout.ts"

/** Four numbers of 32 bits. */
export type Vector = Value<"v128">
/** A number for each row, float32: one vector for each block of rows that are at work, or the same number four times. */
export type PerRow = readonly Local<"v128">[]
/** The same in float64: two vectors for each block of four rows, or one with the same number twice. */
export type Wide = readonly (readonly Local<"v128">[])[]

/** One place of the walk. */
export interface Cell {
  /** Which of the vectors that are at work together this is. */
  readonly block: number
  /** The numbers of an operand here. */
  readonly load: (operand: number) => Vector
  readonly store: (operand: number, x: Vector) => void
  /** What belongs to the rows that these numbers are of. */
  readonly of: (numbers: PerRow) => Vector
  /** The same in float64: what belongs to the first two numbers, and to the last two. */
  readonly wide: (numbers: Wide) => readonly [Vector, Vector]
  /** A variable, for what is used twice. */
  readonly keep: (x: Vector) => Local<"v128">
  /** x, and where there is no number any more, `neutral`. */
  readonly only: (x: Vector, neutral: number) => Vector
}

/** Pointers at a place, and the axis of which four neighbours are one vector. */
export interface Place {
  readonly code: Code
  readonly pointers: readonly Value<"i32">[]
  readonly axis: Axis
  /** Neighbours are neighbours in a row, not rows side by side. */
  readonly inRow: boolean
}

/** Neighbours 4·block to 4·block + lanes − 1 of a place. */
export function cellAt({ code, pointers, axis, inRow }: Place, block: number, lanes: number): Cell {
  const at = (operand: number): readonly [Value<"i32">, number] => [
    pointerTo(pointers, operand),
    axis.steps[operand] ?? 0,
  ]
  return {
    block,
    load: (operand) => {
      const [pointer, step] = at(operand)
      if (step === 0) return v128.splatLoad(pointer)
      if (step === 1) return v128.load(pointer, 16 * block)
      let x = v128.splatLoad(pointer, 16 * step * block)
      for (let lane = 1; lane < lanes; lane++) x = v128.loadLane(pointer, 4 * step * (4 * block + lane), x, lane)
      return x
    },
    store: (operand, x) => {
      const [pointer, step] = at(operand)
      if (step === 1 && lanes === 4) code.store(pointer, 16 * block, x)
      else code.storeLanes(pointer, 16 * step * block, code.let(x), step === 0 ? 1 : lanes, step)
    },
    of: (numbers) => numbers[inRow ? 0 : block] ?? v128.zero,
    wide: (numbers) => {
      const halves = numbers[inRow ? 0 : block] ?? []
      const [low = v128.zero, high = low] = halves
      return [low, high]
    },
    keep: (x) => code.let(x),
    only: (x, neutral) => (inRow && lanes < 4 ? v128.select(x, f32x4.constant(neutral), firstLanes(lanes)) : x),
  }
}

/** All bits of the first numbers, none of the others. */
function firstLanes(count: number): Vector {
  return i32x4.lanes([0, 1, 2, 3].map((lane) => (lane < count ? -1 : 0)))
}

function pointerTo(pointers: readonly Value<"i32">[], operand: number): Value<"i32"> {
  const pointer = pointers[operand]
  if (pointer === undefined) throw new Error(`a kernel of rows has no operand ${operand}`)
  return pointer
}
