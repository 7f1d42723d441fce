// Why a gradient is what it is: at an output, the pieces that came back along its wires; along a wire or at a param, a sum
// of upstream gradient × local derivative over the output cells that depend on the cell.

import { writeCount } from "../../formula/number.ts"
import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { rulesOf } from "../../graph/analysis/rules.ts"
import { isList } from "../../graph/analysis/shapes.ts"
import { graphSymbols } from "../../graph/analysis/symbols.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { isRunnable } from "../pass/forward.ts"
import type { RunResult } from "../pass/result.ts"
import { entersAt } from "../pass/upstream.ts"
import { columnOf, differences } from "./column.ts"
import { madeFactor } from "./known/known.ts"
import { knownGradient } from "./known/rules.ts"
import { standingAt } from "./partner.ts"
import { productsOfGradient } from "./products.ts"
import {
  type Asked,
  type Cell,
  type Draft,
  explainedSum,
  type Factor,
  LOCAL_DERIVATIVE,
  largestAt,
  litCells,
  restOf,
  type Term,
} from "./terms/explanation.ts"
import { type Arrow, arrowsOf, counting, type LocalNode, localNode, tensorOn, withTensor } from "./terms/local.ts"
import { cellWords, sinkWords } from "./terms/names.ts"

/** The sum at an output: one term for each wire that leaves it, and one for what the document gives. */
export function explainSum(analysis: Analysis, result: RunResult, source: Source, { name: _, ...at }: Asked): Draft {
  const place = placeName(source)
  const wires = (analysis.leaving.get(source.node) ?? []).filter((wire) => placeName(wire.from) === place)
  const terms = wires.flatMap((wire): readonly Term[] => {
    const number = result.wires.get(wire.id)?.data[at.cell.index]
    if (number === undefined) return []
    const cell: Cell = { name: wire.id, side: "gradient", index: at.cell.index }
    return [{ factors: [{ words: `along the wire to ${sinkWords(analysis, wire)}`, number, cell }], product: number }]
  })
  const back = terms.reduce((sum, { product }) => sum + product, 0)
  const entered = at.number - back
  const enters = terms.length === 0 || entersAt(analysis, place)
  const all = enters
    ? [
        ...terms,
        { factors: [{ words: "upstream gradient given here", number: entered, cell: null }], product: entered },
      ]
    : terms
  const words = all.length === 1 ? "One piece arrives here." : `${all.length} pieces arrive here and add.`
  return explainedSum({ ...at, kind: "wires", words, tex: null }, all)
}

/** The piece along one arrow into a node, or the gradient of one of its params. */
export function explainArrow(
  analysis: Analysis,
  result: RunResult,
  id: string,
  arrow: Arrow,
  asked: Asked,
): Draft | null {
  const { name: _, ...at } = asked
  const node = analysis.nodes.get(id)
  if (node === undefined || !isRunnable(node)) return null
  const tex = ruleOf(analysis, node, arrow)
  const exact = productsOfGradient(result, node, arrow, at)
  if (exact !== null) {
    const { count, ...sum } = exact
    return { ...at, kind: "sum", words: countWords(count, at.number), tex, ...sum }
  }
  const local = localNode(analysis, result, id)
  if (local === null) return null
  const upstream = (port: string) => result.gradients.get(`${id}:${port}`)
  const known = arrow.index === undefined ? knownGradient({ ...asked, local, port: arrow.name, upstream }, tex) : null
  if (known !== null) return known
  const through = visibleOutputs(local).flatMap(({ source, tensor }) => {
    const upstream = result.gradients.get(placeName(source))
    return upstream === undefined ? [] : [pathsThrough(local, arrow, at.cell.index, { source, tensor, upstream })]
  })
  const paths = through.flatMap((one) => one.paths)
  const words = `${countWords(paths.length, at.number)}${through.every(({ complete }) => complete) ? "" : LEFT_OUT}`
  return sumOfPaths({ ...at, kind: "sum", words, tex }, paths)
}

/** Of a sum of very many paths only the largest are made into terms; all upstream cells are lit. */
function sumOfPaths(base: Parameters<typeof explainedSum>[0], paths: readonly Path[]): Draft {
  if (paths.length <= MANY)
    return explainedSum(
      base,
      paths.map(({ term }) => term()),
    )
  const largest = largestAt(paths.length, (i) => paths[i]?.product ?? 0)
  const total = paths.reduce((sum, { product }) => sum + product, 0)
  const terms = largest.flatMap((i) => paths[i]?.term() ?? [])
  const upstream = litCells(paths.map(({ upstream, product }) => ({ factors: [upstream], product })))
  const others = litCells(terms).filter(({ side }) => side === "value")
  const products = Float64Array.from(paths, ({ product }) => product)
  const more = restOf(products, largest)
  return { ...base, terms, more, lit: [...upstream, ...others], total, difference: base.number - total }
}

/** Paths whose terms are made without a noticeable wait. */
const MANY = 20_000
const LEFT_OUT = " Derivatives below 1e−10 cannot be told from rounding here and are left out."

function countWords(terms: number, number: number): string {
  if (terms === 0) {
    return number === 0
      ? "Nothing comes back: no output cell answers to this one here."
      : "No output cell answers to this cell so much that it could be told from rounding."
  }
  return terms === 1
    ? "Upstream gradient × local derivative."
    : `A sum of ${writeCount(terms)} products, upstream gradient × local derivative.`
}

/** The backward rule of an arrow in the graph's names. */
function ruleOf(analysis: Analysis, node: NodeAnalysis, { name }: Arrow): string | null {
  const template = rulesOf(node)?.backward[name]
  const symbols = graphSymbols(node, (id) => analysis.nodes.get(id)?.node)
  return template == null ? null : writeTex(template, symbols)
}

interface Through {
  readonly source: Source
  readonly tensor: Tensor
  readonly upstream: Tensor
}

/** From the cell through one output cell: what comes back that way, and its term when it is asked for. */
interface Path {
  readonly upstream: Factor
  readonly product: number
  readonly term: () => Term
}

function pathsThrough(
  local: LocalNode,
  arrow: Arrow,
  index: number,
  { source, tensor, upstream }: Through,
): { readonly paths: readonly Path[]; readonly complete: boolean } {
  const name = placeName(source)
  const partner = partnerOf(local, arrow, index, source)
  const { answers, complete } = columnOf(local, arrow, index, source, upstream)
  const paths = answers.map(({ cell, derivative, product }): Path => {
    const number = upstream.data[cell] ?? 0
    const first: Factor = { words: "", number, cell: { name, side: "gradient", index: cell } }
    const term = (): Term => {
      const words = `∂L/∂${cellWords(name, tensor.shape, cell)}`
      const second = partner(cell, derivative) ?? madeFactor(LOCAL_DERIVATIVE, derivative)
      const exact = second.cell !== null && Number.isFinite(second.number)
      return { factors: [{ ...first, words }, second], product: exact ? number * second.number : product }
    }
    return { upstream: first, product, term }
  })
  return { paths, complete }
}

/** Where a local derivative stands, if it is one cell of another arrow: that arrow's cells are numbered and read back. */
function partnerOf(
  local: LocalNode,
  arrow: Arrow,
  index: number,
  source: Source,
): (j: number, d: number) => Factor | null {
  const others = arrowsOf(local)
    .filter((other) => other.name !== arrow.name || other.index !== arrow.index)
    .flatMap((other) => {
      const tensor = tensorOn(local, other)
      const numbered = withTensor(local, other, counting(tensor))
      return numbered === null ? [] : [{ other, tensor, column: differences(numbered, arrow, index, source) }]
    })
  return (j, d) => {
    for (const { other, tensor, column } of others) {
      const found = standingAt(local.node, other, tensor, column[j] ?? 0, d, 1e-6)
      if (found !== null) return found
    }
    return null
  }
}

function visibleOutputs({ node, outputs }: LocalNode): readonly { readonly source: Source; readonly tensor: Tensor }[] {
  return Object.entries(outputs).flatMap(([port, held]) => {
    const spec = node.op.outputs[port]
    if (held === undefined || spec?.hidden || spec?.constant) return []
    const list = isList(held) ? held : null
    if (list === null) return [{ source: { node: node.id, port }, tensor: held as Tensor }]
    return list.map((tensor, index) => ({ source: { node: node.id, port, index }, tensor }))
  })
}
