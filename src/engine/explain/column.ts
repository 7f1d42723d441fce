// One column of a Jacobian: how every output cell of a node answers to one cell of an arrow. Which output cells can answer at
// all is found by poisoning the cell; how much they answer is asked of the op's own backward rule, or, where that would take
// too long, of differences.

import type { Source } from "../../graph/wire.ts"
import { map } from "../../tensor/elementwise.ts"
import { randomStream } from "../../tensor/random.ts"
import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { bySize, LISTED } from "./terms/explanation.ts"
import {
  type Arrow,
  arrowsOf,
  derivativeRow,
  type LocalNode,
  outputOf,
  replaced,
  tensorOn,
  withTensor,
} from "./terms/local.ts"

/** Numbers in and out of a node, times cells to be asked about, that take no noticeable time. */
const LITTLE = 3e6
/** Above this many numbers in and out of a node its rule is not asked cell by cell. */
const LARGE = 2e6
/** A derivative below this, of numbers up to 1, is the rounding of differences. */
const NOISE = 1e-10
/** Of the differences. The error is about h⁴ from bending and 1e−16/h from rounding: both about 1e−12. */
const STEP = 1e-3

/** What one output cell sends back to the cell that is asked about. */
interface Answer {
  readonly cell: number
  readonly derivative: number
  /** Upstream gradient × derivative. */
  readonly product: number
}

/** How every output cell answers to one cell of an input or param: a column of the Jacobian, times what came back. */
export interface GradientColumn {
  readonly answers: readonly Answer[]
  /** False where some were left to differences, which cannot tell a derivative below 1e−10 from rounding. */
  readonly complete: boolean
}

/** Every output cell that something comes back from. */
export function columnOf(
  local: LocalNode,
  arrow: Arrow,
  index: number,
  source: Source,
  upstream: Tensor,
): GradientColumn {
  const cells = dependents(local, arrow, index, source)
  const numbers = numbersOf(local, arrow)
  if (numbers * cells.length <= LITTLE) {
    return { answers: cells.flatMap((j) => exactly(local, arrow, index, source, j, upstream)), complete: true }
  }
  return { answers: byDifferences(local, arrow, index, source, upstream, numbers), complete: false }
}

function numbersOf(local: LocalNode, arrow: Arrow): number {
  const outputs = Object.values(local.outputs).flatMap((held) => held ?? [])
  return [tensorOn(local, arrow), ...outputs].reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

/** By the op's own rule; empty where nothing comes back. */
function exactly(
  local: LocalNode,
  arrow: Arrow,
  index: number,
  source: Source,
  cell: number,
  upstream: Tensor,
): readonly Answer[] {
  const g = upstream.data[cell] ?? 0
  const derivative = derivativeRow(local, source.port, cell, source.index)(arrow)?.data[index] ?? 0
  // 0 · ∞ of other cells can hide a number that differences see.
  if (Number.isNaN(derivative)) {
    const seen = differences(local, arrow, index, source)[cell] ?? Number.NaN
    return [{ cell, derivative: seen, product: g * seen }]
  }
  if (Number.isFinite(g)) return derivative === 0 ? [] : [{ cell, derivative, product: g * derivative }]
  // ∞ · 0 is NaN, but a rule that looks elsewhere sends 0 back.
  const product = derivativeRow(local, source.port, cell, source.index, g)(arrow)?.data[index] ?? 0
  return product === 0 ? [] : [{ cell, derivative, product }]
}

// ---- Who depends on the cell ----------------------------------------------------------------------------------------

/** The output cells that may depend on a cell: all that do, and perhaps some that do not at these numbers. */
function dependents(local: LocalNode, arrow: Arrow, index: number, source: Source): readonly number[] {
  const found = new Set<number>()
  const mark = (node: LocalNode, x: number): void => {
    const before = outputOf(node, source.port, source.index)?.data
    const moved = withTensor(node, arrow, replaced(tensorOn(node, arrow), index, x))
    const after = moved === null ? null : outputOf(moved, source.port, source.index)?.data
    after?.forEach((y, j) => {
      if (!Object.is(y, before?.[j])) found.add(j)
    })
  }
  mark(tame(local), Number.NaN)
  mark(local, Number.NaN)
  const x = tensorOn(local, arrow).data[index] ?? 0
  if (Number.isFinite(x)) for (const by of [STEP, -STEP]) mark(local, x * (1 + by) + by)
  return [...found].sort((a, b) => a - b)
}

/** The node with plain numbers between ¼ and ¾ on every arrow: nothing overflows, and NaN stands nowhere. */
export function tame(local: LocalNode): LocalNode {
  return arrowsOf(local).reduce((node, arrow) => {
    const random = randomStream(2, arrow.name, String(arrow.index ?? 0))
    const plain = map(tensorOn(local, arrow), () => 0.25 + 0.5 * random.uniform())
    return withTensor(node, arrow, plain) ?? node
  }, local)
}

// ---- Differences ----------------------------------------------------------------------------------------------------

function byDifferences(
  local: LocalNode,
  arrow: Arrow,
  index: number,
  source: Source,
  upstream: Tensor,
  numbers: number,
): readonly Answer[] {
  const column = differences(local, arrow, index, source)
  const output = outputOf(local, source.port, source.index)
  const noise = NOISE * Math.max(1, output === null ? 0 : largest(output))
  const product = (j: number) => (upstream.data[j] ?? 0) * (column[j] ?? 0)
  const cells = Array.from(column.keys()).filter((j) => Math.abs(column[j] ?? 0) > noise)
  cells.sort((a, b) => bySize(product(a), product(b)))
  const asked = numbers <= LARGE ? LISTED : 0
  return cells.flatMap((j, rank): readonly Answer[] =>
    // Near a kink a difference sees the other side, where the rule says 0.
    rank < asked
      ? exactly(local, arrow, index, source, j, upstream)
      : [{ cell: j, derivative: column[j] ?? 0, product: product(j) }],
  )
}

/**
 * ∂(every output cell)/∂(one cell of the arrow) in float64: (4·D(h/2) − D(h))/3 of two central differences, whose error
 * is of the order h⁴; one plain difference where the op refuses numbers on one side.
 */
export function differences(local: LocalNode, arrow: Arrow, index: number, source: Source): Float64Array {
  const tensor = tensorOn(local, arrow)
  const x = tensor.data[index] ?? 0
  const step = STEP * Math.max(1, Math.abs(x))
  const dataAt = (by: number) => {
    const moved = withTensor(local, arrow, replaced(tensor, index, x + by))
    return moved === null ? null : outputOf(moved, source.port, source.index)?.data
  }
  const [up, down] = [dataAt(step), dataAt(-step)]
  const here = outputOf(local, source.port, source.index)?.data
  const [high, low] = [up ?? here, down ?? here]
  const width = (up ? step : 0) + (down ? step : 0)
  const wide = Float64Array.from(high ?? [], (y, j) => (width === 0 ? 0 : (y - (low?.[j] ?? 0)) / width))
  if (!up || !down) return wide
  const [half, otherHalf] = [dataAt(step / 2), dataAt(-step / 2)]
  return wide.map((d, j) => (4 * (((half?.[j] ?? 0) - (otherHalf?.[j] ?? 0)) / step) - d) / 3)
}

function largest({ data }: Tensor): number {
  let most = 0
  for (const x of data) if (Math.abs(x) > most && Number.isFinite(x)) most = Math.abs(x)
  return most
}
