// Most ops are linear in some of their arrows with the others held: then a value is exactly Σ x_i·∂y/∂x_i over those arrows
// (Euler's theorem for homogeneous functions of degree 1), and the derivatives are asked of the op's own backward rules.
// Which arrows those are is found by trying, and checked by doubling them.

import type { Source } from "../../graph/wire.ts"
import { map } from "../../tensor/elementwise.ts"
import { randomStream } from "../../tensor/random.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { tame } from "./column.ts"
import { standingAt } from "./partner.ts"
import type { Factor, Term } from "./terms/explanation.ts"
import {
  type Arrow,
  arrowsOf,
  counting,
  derivativeRow,
  type LocalNode,
  outputOf,
  tensorOn,
  withTensor,
} from "./terms/local.ts"
import { cellOn, cellWords } from "./terms/names.ts"

/** Of sums in float64, relative to the size of their terms. */
const CLOSE = 1e-11
/** Small enough to leave most winners of a pooling in place. */
const JITTER = 1e-4

/** An arrow with its tensor, the derivatives of the cell, and the cells it depends on. */
export interface Answer {
  readonly arrow: Arrow
  readonly tensor: Tensor
  readonly row: Tensor
  readonly cells: readonly number[]
}

/** How one output cell of a node answers to each of its inputs and params. */
export interface Answers {
  readonly local: LocalNode
  readonly answers: readonly Answer[]
}

/** By derivatives at the point of the run: one row of the Jacobian for each input and param. */
export function answersFor(local: LocalNode, source: Source, cell: number): Answers {
  const row = derivativeRow(local, source.port, cell, source.index)
  let plain: ReturnType<typeof derivativeRow> | null = null
  // 0 · NaN is NaN: where a row holds NaN, plain numbers in place of all tell which cells the value depends on.
  const depends = (arrow: Arrow): Tensor | null => {
    plain ??= derivativeRow(tame(local), source.port, cell, source.index)
    return plain(arrow)
  }
  return { local, answers: arrowsOf(local).map((arrow) => answerOf(local, arrow, row, depends)) }
}

type Row = (arrow: Arrow) => Tensor | null

function answerOf(local: LocalNode, arrow: Arrow, row: Row, depends: Row): Answer {
  const tensor = tensorOn(local, arrow)
  const derivatives = row(arrow) ?? map(tensor, () => 0)
  const mask = derivatives.data.every(Number.isFinite) ? null : depends(arrow)
  const cells: number[] = []
  derivatives.data.forEach((d, i) => {
    if (d !== 0 && (Number.isFinite(d) || mask === null || mask.data[i] !== 0)) cells.push(i)
  })
  return { arrow, tensor, row: derivatives, cells }
}

/**
 * The arrows over which the value is a sum of products, by their place among `arrowsOf`: the choice with the fewest
 * terms; empty if there is none. Asked of numbers in general position: γ = 1 and β = 0 must not hide γ and β.
 */
export function linearParts({ local, answers }: Answers, source: Source, cell: number): ReadonlySet<number> {
  const y = outputOf(local, source.port, source.index)?.data[cell] ?? Number.NaN
  const fits = subsets(answers.filter(({ cells }) => cells.length > 0)).filter((part) => addsUp(part, y))
  fits.sort((a, b) => count(a) - count(b))
  const chosen = fits.find((part) => doubles(local, part, y, source, cell)) ?? []
  return new Set(chosen.map((answer) => answers.indexOf(answer)))
}

/** Whether the products of these cells and their derivatives sum to y, within rounding: then the value is that sum. */
export function addsUp(part: readonly Answer[], y: number): boolean {
  let sum = 0
  let scale = Math.abs(y)
  for (const { tensor, row, cells } of part) {
    for (const i of cells) {
      const product = (tensor.data[i] ?? 0) * (row.data[i] ?? 0)
      sum += product
      scale += Math.abs(product)
    }
  }
  return Math.abs(sum - y) <= CLOSE * scale
}

/** The node with every number moved a little, so that nothing holds by chance. */
export function jittered(local: LocalNode): LocalNode {
  return arrowsOf(local).reduce((node, arrow) => {
    const random = randomStream(1, arrow.name, String(arrow.index ?? 0))
    const moved = map(tensorOn(local, arrow), (x) => x + JITTER * (1 + Math.abs(x)) * random.uniform())
    return withTensor(node, arrow, moved) ?? node
  }, local)
}

function count(part: readonly Answer[]): number {
  return part.reduce((sum, { cells }) => sum + cells.length, 0)
}

/** All choices of arrows; of many arrows (a long list port) only all together. */
function subsets(answers: readonly Answer[]): readonly (readonly Answer[])[] {
  if (answers.length > 5) return [answers]
  const all: (readonly Answer[])[] = []
  for (let bits = (1 << answers.length) - 1; bits > 0; bits--) {
    all.push(answers.filter((_, i) => (bits >> (answers.length - 1 - i)) & 1))
  }
  return all
}

function doubles(local: LocalNode, part: readonly Answer[], y: number, source: Source, cell: number): boolean {
  let doubled: LocalNode | null = local
  for (const { arrow, tensor } of part) {
    const twice = map(tensor, (x) => 2 * x)
    doubled = doubled && withTensor(doubled, arrow, twice)
  }
  if (doubled === null) return false
  const got = outputOf(doubled, source.port, source.index)?.data[cell] ?? Number.NaN
  return Math.abs(got - 2 * y) <= CLOSE * Math.max(Math.abs(y), Number.MIN_VALUE) * 10
}

/** One term for each cell that the output depends on: the cell times its derivative, by name where that is a cell. */
export function termsOf(
  local: LocalNode,
  { arrow, tensor, row, cells }: Answer,
  answers: readonly Answer[],
  parts: readonly Answer[],
  source: Source,
  cell: number,
): readonly Term[] {
  const partner = partnerOf(local, arrow, answers, parts, source, cell)
  // A coefficient that happens to be 0 is still a term if its cell is known: a painted copy of nothing.
  const all = new Set([...cells, ...partner.cells])
  return [...all].map((i) => {
    const [x, d] = [tensor.data[i] ?? 0, row.data[i] ?? 0]
    const own = cellOn(local.node, arrow, i)
    const first: Factor = { words: cellWords(own.name, tensor.shape, i), number: x, cell: own }
    const second = partner.at(i, d) ?? (d === 1 ? null : coefficient(d))
    return { factors: second === null ? [first] : [first, second], product: x * d }
  })
}

/** 1/9 by its name; another number by none. */
function coefficient(d: number): Factor {
  const n = Math.round(1 / d)
  return { words: n > 1 && Math.abs(n * d - 1) <= CLOSE ? `1/${n}` : "factor", number: d, cell: null }
}

interface Partner {
  /** Where a coefficient of this size stands. */
  readonly at: (i: number, coefficient: number) => Factor | null
  /** Cells whose coefficients stand somewhere. */
  readonly cells: readonly number[]
}

/**
 * Finds where a coefficient stands: with the other arrow's cells numbered the coefficient comes out as the
 * number of its cell, if it is that cell and nothing else.
 */
function partnerOf(
  local: LocalNode,
  arrow: Arrow,
  answers: readonly Answer[],
  parts: readonly Answer[],
  source: Source,
  cell: number,
): Partner {
  const others = answers
    .filter((other) => !parts.includes(other))
    .flatMap((other) => {
      const numbered = withTensor(local, other.arrow, counting(other.tensor))
      return numbered === null ? [] : [{ other, row: derivativeRow(numbered, source.port, cell, source.index)(arrow) }]
    })
  const at = (i: number, coefficient: number): Factor | null => {
    for (const { other, row } of others) {
      const found = standingAt(local.node, other.arrow, other.tensor, row?.data[i] ?? 0, coefficient, CLOSE)
      if (found !== null) return found
    }
    return null
  }
  const cells = others.flatMap(({ row }) => Array.from(row?.data.keys() ?? []).filter((i) => row?.data[i] !== 0))
  const coefficients = derivativeRow(local, source.port, cell, source.index)(arrow)
  return { at, cells: cells.filter((i) => at(i, coefficients?.data[i] ?? 0) !== null) }
}
