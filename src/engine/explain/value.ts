// Why a value is what it is. Most ops are linear in some of their arrows with the others held: then the value is exactly
// Σ x_i·∂y/∂x_i over those arrows (Euler's theorem for homogeneous functions of degree 1), and the derivatives are asked
// of the op's own backward rules. Which arrows those are is found by trying, and checked by doubling them.

import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis.ts"
import { graphSymbols } from "../../graph/symbols.ts"
import type { Source } from "../../graph/wire.ts"
import { map } from "../../tensor/elementwise.ts"
import { randomStream } from "../../tensor/random.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { isRunnable, isSource } from "../forward.ts"
import type { RunResult } from "../result.ts"
import { type Cell, type Draft, explainedSum, type Factor, listed, litCells, type Term } from "./explanation.ts"
import {
  type Arrow,
  arrowsOf,
  counted,
  counting,
  derivativeRow,
  type LocalNode,
  localNode,
  outputOf,
  tensorOn,
  withTensor,
} from "./local.ts"
import { cellOn, cellWords } from "./names.ts"
import { productsOfValue } from "./products.ts"
import { runnersUp } from "./winners.ts"
import { type Dependence, ruleTex, winnerTex } from "./worked.ts"

const CLOSE = 1e-9
/** Small enough to leave most winners of a pooling in place. */
const JITTER = 1e-4
/** Ops that choose among cells: their one term is the winner. */
const CHOOSING = /^(?:Adaptive)?Max|^Min|^Max/

/** What is explained: its cell, the number that the run has there, and its name in LaTeX. */
interface At {
  readonly cell: Cell
  readonly number: number
  readonly name: string
}

/** The arithmetic behind one cell of an output that ran. */
export function explainValue(analysis: Analysis, result: RunResult, source: Source, named: At): Draft {
  const { name, ...at } = named
  const node = analysis.nodes.get(source.node)
  const exact = node !== undefined && isRunnable(node) ? productsOfValue(result, node, at) : null
  if (node !== undefined && exact !== null) {
    const { count: products, ...sum } = exact
    return { ...at, kind: "sum", tex: ruleOf(analysis, node), words: sumWords("sum", products), ...sum }
  }
  const local = localNode(analysis, result, source.node)
  if (local === null || isSource(local.node.op)) return given(at, local)
  const tex = ruleOf(analysis, local.node)
  const { answers } = answersFor(local, source, at.cell.index)
  const output = outputOf(local, source.port, source.index)
  const y = output?.data[at.cell.index] ?? Number.NaN
  const general = answersFor(jittered(local), source, at.cell.index)
  const linear = linearParts(general, source, at.cell.index)
  const parts = answers.filter((_, i) => linear.has(i))
  const rule = () =>
    output === null
      ? null
      : ruleTex(name, local, output, at.cell.index, dependences(answers, general.answers), at.number)
  if (parts.length === 0 || !addsUp(parts, y)) return { ...byDerivatives(at, tex, local, answers), worked: rule() }
  const terms = parts.flatMap((answer) => termsOf(local, answer, answers, parts, source, at.cell.index))
  const kind = CHOOSING.test(local.node.op.kind) && terms.length === 1 ? "winner" : "sum"
  const sum = explainedSum({ ...at, kind, tex, words: sumWords(kind, terms.length) }, terms)
  if (kind === "winner") return { ...sum, ...beaten(local, source, named, terms) }
  // Where a factor is worked out on the way (a standardised number), the rule itself says more.
  const worked = local.node.op.shelf === "norm" ? rule() : null
  return worked === null ? sum : { ...sum, worked }
}

/** The cells that a winner was chosen before. */
function beaten(
  local: LocalNode,
  source: Source,
  { name, cell, number }: At,
  [winner]: readonly Term[],
): Partial<Draft> {
  const which = /Min/.test(local.node.op.kind) ? "min" : "max"
  const others = runnersUp(local, source, cell.index, which).slice(1)
  const shown = [winner?.factors[0]?.number ?? number, ...others.map(({ number }) => number)]
  const terms = [
    ...(winner === undefined ? [] : [winner]),
    ...others.map((other) => ({ factors: [other], product: 0 })),
  ]
  return { others, worked: winnerTex(name, which, shown, number), lit: litCells(terms) }
}

/** The forward rule in the graph's names. */
function ruleOf(analysis: Analysis, node: NodeAnalysis): string {
  const symbols = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
  return writeTex(node.op?.tex.forward ?? "", symbols)
}

/** An arrow with its tensor, the derivatives of the cell, and the cells it depends on. */
interface Answer {
  readonly arrow: Arrow
  readonly tensor: Tensor
  readonly row: Tensor
  readonly cells: readonly number[]
}

interface Answers {
  readonly local: LocalNode
  readonly answers: readonly Answer[]
}

function answersFor(local: LocalNode, source: Source, cell: number): Answers {
  const row = derivativeRow(local, source.port, cell, source.index)
  return { local, answers: arrowsOf(local).map((arrow) => answerOf(local, arrow, row)) }
}

/** The cells of each arrow; one whose derivative happens to be 0 here is seen from nearby. */
function dependences(answers: readonly Answer[], nearby: readonly Answer[]): readonly Dependence[] {
  return answers.map(({ arrow, tensor, cells }, i) => ({
    arrow,
    tensor,
    cells: [...new Set([...cells, ...(nearby[i]?.cells ?? [])])].sort((a, b) => a - b),
  }))
}

function answerOf(local: LocalNode, arrow: Arrow, row: (arrow: Arrow) => Tensor | null): Answer {
  const tensor = tensorOn(local, arrow)
  const derivatives = row(arrow) ?? map(tensor, () => 0)
  const cells: number[] = []
  derivatives.data.forEach((d, i) => {
    if (d !== 0) cells.push(i)
  })
  return { arrow, tensor, row: derivatives, cells }
}

/**
 * The arrows over which the value is a sum of products, by their place among `arrowsOf`: the choice with the fewest
 * terms; empty if there is none. Asked of numbers in general position: γ = 1 and β = 0 must not hide γ and β.
 */
function linearParts({ local, answers }: Answers, source: Source, cell: number): ReadonlySet<number> {
  const y = outputOf(local, source.port, source.index)?.data[cell] ?? Number.NaN
  const fits = subsets(answers.filter(({ cells }) => cells.length > 0)).filter((part) => addsUp(part, y))
  fits.sort((a, b) => count(a) - count(b))
  const chosen = fits.find((part) => doubles(local, part, y, source, cell)) ?? []
  return new Set(chosen.map((answer) => answers.indexOf(answer)))
}

function addsUp(part: readonly Answer[], y: number): boolean {
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
function jittered(local: LocalNode): LocalNode {
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

function termsOf(
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
    const second = partner.at(i, d) ?? (d === 1 ? null : { words: "factor", number: d, cell: null })
    return { factors: second === null ? [first] : [first, second], product: x * d }
  })
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
      const index = counted(row?.data[i] ?? 0)
      const number = other.tensor.data[index]
      if (number === undefined || Math.abs(number - coefficient) > CLOSE * Math.abs(coefficient)) continue
      const place = cellOn(local.node, other.arrow, index)
      return { words: cellWords(place.name, other.tensor.shape, index), number, cell: place }
    }
    return null
  }
  const cells = others.flatMap(({ row }) => Array.from(row?.data.keys() ?? []).filter((i) => row?.data[i] !== 0))
  const coefficients = derivativeRow(local, source.port, cell, source.index)(arrow)
  return { at, cells: cells.filter((i) => at(i, coefficients?.data[i] ?? 0) !== null) }
}

function byDerivatives(
  at: { readonly cell: Cell; readonly number: number },
  tex: string,
  local: LocalNode,
  answers: readonly Answer[],
): Draft {
  const terms = answers.flatMap(({ arrow, tensor, row, cells }) =>
    cells.map((i): Term => {
      const own = cellOn(local.node, arrow, i)
      const d = row.data[i] ?? 0
      return {
        factors: [
          { words: cellWords(own.name, tensor.shape, i), number: tensor.data[i] ?? 0, cell: own },
          { words: "local derivative", number: d, cell: null },
        ],
        product: d,
      }
    }),
  )
  const words =
    terms.length === 0
      ? "No cell changes it: it is constant here."
      : "Not a sum: how it answers to each cell it depends on."
  return {
    ...at,
    kind: "derivatives",
    tex,
    words,
    ...listed(terms),
    lit: litCells(terms),
    total: null,
    difference: null,
  }
}

function given(at: { readonly cell: Cell; readonly number: number }, local: LocalNode | null): Draft {
  const words =
    local === null
      ? "The node has not run."
      : "A source: this number is written in the document or drawn from the seed."
  return { ...at, kind: "given", words, tex: null, terms: [], more: null, lit: [], total: null, difference: null }
}

function sumWords(kind: "sum" | "winner", terms: number): string {
  if (kind === "winner") return "The largest or smallest of its cells was taken."
  return terms === 1 ? "One term." : `A sum of ${terms} terms.`
}
