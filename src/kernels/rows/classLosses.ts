// Losses over classes: −Σ_c w_c q_c ln p_c at each place, q the share of each class, from class indices or probabilities, and
// p = softmax x, or ln p given. A row runs along the classes of a place. What is nearly sure keeps its digits: ln Σ is taken of a
// sum in two pieces, and p − 1 comes from e^y − 1.

import { exp, expm1 } from "../maths/exponential.ts"
import type { Callable } from "../wasm/code.ts"
import type { ModuleBuilder } from "../wasm/module.ts"
import { f32x4, f64x2, v128 } from "../wasm/values.ts"
import { same } from "./arithmetic.ts"
import type { Cell, PerRow, Vector } from "./cell.ts"
import type { Layout } from "./layout.ts"
import { type Row, rowKernel } from "./row.ts"
import { normaliser } from "./softmax.ts"

/** What the kernels depend on beside their layouts. */
export interface ClassLossCode {
  readonly classes: number
  /** The target holds indices, else shares of the input's shape. */
  readonly indices: boolean
  readonly smoothing: number
  readonly ignored: number
  /** The input is scores, else logarithms of probabilities. */
  readonly softmax: boolean
  readonly weight: boolean
  /** Each place's gradient is divided by a total. */
  readonly divided: boolean
}

/**
 * Tensors of a kernel. `places` counts the classes; `top` and `normal` are m and ln Σ e^(x − m) of each place; `losses` and
 * `counts` are of each place too, the weight of its class for the latter; `total` is what the sum is divided by.
 */
export type ClassOperand =
  | "input"
  | "target"
  | "weight"
  | "places"
  | "top"
  | "normal"
  | "losses"
  | "counts"
  | "grad"
  | "total"
  | "result"

/** The arrows into a loss over classes. */
export type ClassSide = "input" | "target" | "weight"

const shared = ({ weight, softmax }: ClassLossCode): readonly ClassOperand[] => [
  "input",
  "target",
  "places",
  ...(weight ? (["weight"] as const) : []),
  ...(softmax ? (["top", "normal"] as const) : []),
]

/** Operands of the way forward, in order. */
export function classLossTakes(code: ClassLossCode): readonly ClassOperand[] {
  return [...shared(code), "losses", "counts"]
}

/** Operands of the way back, in order. */
export function classBackTakes(code: ClassLossCode, side: ClassSide): readonly ClassOperand[] {
  const total = code.divided ? (["total"] as const) : []
  const loss = side === "weight" && code.divided && code.indices ? (["losses"] as const) : []
  return ["result", ...shared(code), "grad", ...total, ...loss]
}

/** How the numbers of a place are read: held for a row, or at each cell where rows are classes. */
interface Reading {
  readonly row: Row
  readonly code: ClassLossCode
  readonly at: (name: ClassOperand) => number
  readonly ofPlace: (name: ClassOperand) => (cell: Cell) => Vector
}

function reading(row: Row, code: ClassLossCode, takes: readonly ClassOperand[], rowsArePlaces: boolean): Reading {
  const at = (name: ClassOperand): number => takes.indexOf(name)
  const held = new Map<ClassOperand, PerRow>()
  const ofPlace = (name: ClassOperand) => {
    if (!rowsArePlaces) return (cell: Cell): Vector => cell.load(at(name))
    const numbers = held.get(name) ?? row.load(at(name))
    held.set(name, numbers)
    return (cell: Cell): Vector => cell.of(numbers)
  }
  return { row, code, at, ofPlace }
}

const one = f32x4.constant(1)

/** Whether a place with an index counts, and whether its class is this one. */
function classOf({ code, at, ofPlace }: Reading): (cell: Cell) => { readonly own: Vector; readonly counts: Vector } {
  const target = ofPlace("target")
  return (cell) => {
    const counts = f32x4.unequal(target(cell), f32x4.constant(code.ignored))
    return { own: v128.and(f32x4.equal(cell.load(at("places")), target(cell)), counts), counts }
  }
}

/** q_c: (1 − smoothing)·share + smoothing/classes; 0 at places that do not count. */
function shareOf(reading: Reading): (cell: Cell) => Vector {
  const { code, at } = reading
  const [kept, spread] = [f32x4.constant(1 - code.smoothing), f32x4.constant(code.smoothing / code.classes)]
  if (!code.indices) return (cell) => f32x4.add(f32x4.mul(kept, cell.load(at("target"))), spread)
  const classAt = classOf(reading)
  return (cell) => {
    const { own, counts } = classAt(cell)
    return code.smoothing === 0 ? v128.and(own, one) : v128.and(counts, f32x4.add(v128.and(own, kept), spread))
  }
}

/** ln p_c = (x − m) − ln Σ, in this order: x − m is exact where it matters. */
function logOf({ code, at, ofPlace }: Reading): (cell: Cell) => Vector {
  if (!code.softmax) return (cell) => cell.load(at("input"))
  const [top, normal] = [ofPlace("top"), ofPlace("normal")]
  return (cell) => f32x4.sub(f32x4.sub(cell.load(at("input")), top(cell)), normal(cell))
}

/** w_c q_c, and which of them are not 0: a class without share does not count, even at −∞. */
function weighed(reading: Reading): (cell: Cell) => { readonly share: Vector; readonly counts: Vector } {
  const { code, at } = reading
  const of = shareOf(reading)
  return (cell) => {
    const share = cell.keep(of(cell))
    const counts = f32x4.unequal(share, v128.zero)
    return { share: code.weight ? f32x4.mul(cell.load(at("weight")), share) : share, counts }
  }
}

function keyOf(what: string, code: ClassLossCode): string {
  return `${what}_${Object.values(code).join("_")}`
}

/** Function (…takes): `losses` and `counts` of each place, and what its softmax is made of. */
export function classLosses(module: ModuleBuilder, code: ClassLossCode, layout: Layout): Callable {
  return rowKernel(module, keyOf("classLosses", code), layout, (row) => {
    const read = reading(row, code, classLossTakes(code), true)
    if (code.softmax) {
      const { top, normal } = normaliser(row, (cell) => cell.load(read.at("input")))
      row.store(read.at("top"), top)
      row.store(read.at("normal"), normal)
    }
    const [logs, terms, classAt] = [logOf(read), weighed(read), classOf(read)]
    const [loss = [], count = []] = row.sums(2, (cell) => {
      const { share, counts } = terms(cell)
      const weight = code.weight ? cell.load(read.at("weight")) : one
      const own = code.indices ? v128.and(classAt(cell).own, weight) : v128.zero
      return [v128.and(counts, f32x4.negate(f32x4.mul(share, logs(cell)))), own]
    })
    row.store(read.at("losses"), row.narrow([loss], same))
    row.store(read.at("counts"), row.narrow([count], same))
  })
}

/** Function (output, total, losses, counts): Σ losses / total; total = Σ counts, or `divisor` where it is known. */
export function classTotal(module: ModuleBuilder, divisor: number | null, layout: Layout): Callable {
  return rowKernel(module, `classTotal_${divisor}`, layout, (row) => {
    const [losses = [], counts = []] = row.sums(2, (cell) => [cell.load(2), cell.load(3)])
    const total = divisor === null ? same : () => f64x2.constant(divisor)
    row.store(
      1,
      row.narrow([counts], (sum = v128.zero) => total(sum)),
    )
    row.store(
      0,
      row.narrow([losses, counts], (sum = v128.zero, count = v128.zero) => f64x2.div(sum, total(count))),
    )
  })
}

/** Function (…takes): the gradient of one of the tensors. For that of the weights a row runs along the places of a class. */
export function classLossesBack(module: ModuleBuilder, code: ClassLossCode, side: ClassSide, layout: Layout): Callable {
  const takes = classBackTakes(code, side)
  return rowKernel(module, keyOf(`classLossesBack_${side}`, code), layout, (row) => {
    const read = reading(row, code, takes, side !== "weight")
    const { at, ofPlace } = read
    const [grad, total] = [ofPlace("grad"), code.divided ? ofPlace("total") : null]
    const up = (cell: Cell): Vector => (total === null ? grad(cell) : f32x4.div(grad(cell), total(cell)))
    if (side === "input") inputBack(read, up)
    else if (side === "weight") weightBack(read, up)
    else {
      const logs = logOf(read)
      const kept = f32x4.constant(code.smoothing - 1)
      row.each((cell) => {
        const slope = f32x4.mul(f32x4.mul(kept, logs(cell)), up(cell))
        cell.store(at("result"), code.weight ? f32x4.mul(cell.load(at("weight")), slope) : slope)
      })
    }
  })
}

/** dx = s − p Σs with s = ∂L/∂ln p; as s (1 − p) − p (Σs − s), where p is nearly 1. */
function inputBack(read: Reading, up: (cell: Cell) => Vector): void {
  const { row, code, at } = read
  const [logs, terms] = [logOf(read), weighed(read)]
  const toLog = (cell: Cell): Vector => {
    const { share, counts } = terms(cell)
    return v128.and(counts, f32x4.negate(f32x4.mul(share, up(cell))))
  }
  if (!code.softmax) {
    row.each((cell) => cell.store(at("result"), toLog(cell)))
    return
  }
  const [sums = []] = row.sums(1, (cell) => [toLog(cell)])
  const all = row.narrow([sums], same)
  row.each((cell) => {
    const [y, own] = [cell.keep(logs(cell)), cell.keep(toLog(cell))]
    const others = f32x4.mul(exp(row.code, y), f32x4.sub(cell.of(all), own))
    cell.store(at("result"), f32x4.negate(f32x4.add(f32x4.mul(own, expm1(row.code, y)), others)))
  })
}

/** dw_c = −Σ q_c ln p_c g, and through Σ w below the line of a mean over indices. */
function weightBack(read: Reading, up: (cell: Cell) => Vector): void {
  const { row, code, at } = read
  const [logs, shares, classAt] = [logOf(read), shareOf(read), classOf(read)]
  const [sums = [], counts = []] = row.sums(2, (cell) => {
    const share = cell.keep(shares(cell))
    const term = f32x4.negate(f32x4.mul(f32x4.mul(share, logs(cell)), up(cell)))
    const own = code.indices && code.divided ? v128.and(classAt(cell).own, up(cell)) : v128.zero
    return [v128.and(f32x4.unequal(share, v128.zero), term), own]
  })
  if (!code.indices || !code.divided) {
    row.store(at("result"), row.narrow([sums], same))
    return
  }
  // The loss is one number for all classes.
  const loss = row.load(at("losses"))
  const below = row.perRow([row.narrow([counts], same), loss], (count = one, mean = one) => f32x4.mul(count, mean))
  row.store(
    at("result"),
    row.perRow([row.narrow([sums], same), below], (sum = one, part = one) => f32x4.sub(sum, part)),
  )
}
