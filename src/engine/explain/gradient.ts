// Why a gradient is what it is: at an output, the pieces that came back along its wires; along a wire or at a param, a sum
// of upstream gradient × local derivative over the output cells that depend on the cell.

import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis.ts"
import { rulesOf } from "../../graph/rules.ts"
import { isList } from "../../graph/shapes.ts"
import { graphSymbols } from "../../graph/symbols.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { isRunnable } from "../forward.ts"
import type { RunResult } from "../result.ts"
import { columnOf, differences } from "./column.ts"
import { type Asked, type Cell, type Draft, explainedSum, type Factor, type Term } from "./explanation.ts"
import { madeFactor } from "./known/known.ts"
import { knownGradient } from "./known/rules.ts"
import { type Arrow, arrowsOf, counting, type LocalNode, localNode, tensorOn, withTensor } from "./local.ts"
import { cellWords } from "./names.ts"
import { standingAt } from "./partner.ts"
import { productsOfGradient } from "./products.ts"

/** The sum at an output: one term for each wire that leaves it, and one for what the document gives. */
export function explainSum(analysis: Analysis, result: RunResult, source: Source, { name: _, ...at }: Asked): Draft {
  const place = placeName(source)
  const wires = (analysis.leaving.get(source.node) ?? []).filter((wire) => placeName(wire.from) === place)
  const terms = wires.flatMap((wire): readonly Term[] => {
    const number = result.wires.get(wire.id)?.data[at.cell.index]
    if (number === undefined) return []
    const cell: Cell = { name: wire.id, side: "gradient", index: at.cell.index }
    return [{ factors: [{ words: `along the wire to ${placeName(wire.to)}`, number, cell }], product: number }]
  })
  const back = terms.reduce((sum, { product }) => sum + product, 0)
  const entered = at.number - back
  const enters = terms.length === 0 || isGiven(analysis, place)
  const all = enters
    ? [
        ...terms,
        { factors: [{ words: "upstream gradient given here", number: entered, cell: null }], product: entered },
      ]
    : terms
  const words = all.length === 1 ? "One piece arrives here." : `${all.length} pieces arrive here and add.`
  return explainedSum({ ...at, kind: "wires", words, tex: null }, all)
}

/** Whether the document lets gradient enter at this output. */
function isGiven(analysis: Analysis, place: string): boolean {
  const { target, document } = analysis
  const node = place.split(":")[0] ?? ""
  const named = Object.keys(document.upstream ?? {}).some((name) => name === place || name === node)
  return named || (target !== null && placeName(target) === place)
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
    return upstream === undefined ? [] : [termsThrough(local, arrow, at.cell.index, { source, tensor, upstream })]
  })
  const terms = through.flatMap((one) => one.terms)
  const words = `${countWords(terms.length, at.number)}${through.every(({ complete }) => complete) ? "" : LEFT_OUT}`
  return explainedSum({ ...at, kind: "sum", words, tex }, terms)
}

const LEFT_OUT = " Derivatives below 1e−10 cannot be told from rounding here and are left out."

function countWords(terms: number, number: number): string {
  if (terms === 0) {
    return number === 0
      ? "No output depends on this cell."
      : "No output cell answers to this cell so much that it could be told from rounding."
  }
  return terms === 1
    ? "Upstream gradient × local derivative."
    : `A sum of ${terms} products, upstream gradient × local derivative.`
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

function termsThrough(
  local: LocalNode,
  arrow: Arrow,
  index: number,
  { source, tensor, upstream }: Through,
): { readonly terms: readonly Term[]; readonly complete: boolean } {
  const place = placeName(source)
  const partner = partnerOf(local, arrow, index, source)
  const { answers, complete } = columnOf(local, arrow, index, source, upstream)
  const terms = answers.map(({ cell, derivative, product }): Term => {
    const first: Factor = {
      words: `∂L/∂${cellWords(place, tensor.shape, cell)}`,
      number: upstream.data[cell] ?? 0,
      cell: { name: place, side: "gradient", index: cell },
    }
    const second = partner(cell, derivative) ?? madeFactor("local derivative", derivative)
    const exact = second.cell !== null && Number.isFinite(second.number)
    return { factors: [first, second], product: exact ? first.number * second.number : product }
  })
  return { terms, complete }
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
