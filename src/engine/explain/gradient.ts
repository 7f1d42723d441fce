// Why a gradient is what it is: at an output, the pieces that came back along its wires; along a wire or at a param, a sum
// of upstream gradient × local derivative over the output cells that depend on the cell. Which ones do, and how much, is
// read off by moving the cell a little in float64; where the op is small, its own backward rule then gives each exactly.

import { writeTex } from "../../formula/tex.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis.ts"
import { rulesOf } from "../../graph/rules.ts"
import { isList } from "../../graph/shapes.ts"
import { graphSymbols } from "../../graph/symbols.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { isRunnable } from "../forward.ts"
import type { RunResult } from "../result.ts"
import { type Asked, type Cell, type Draft, explainedSum, type Factor, LISTED, type Term } from "./explanation.ts"
import { knownGradient } from "./known/rules.ts"
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
import { productsOfGradient } from "./products.ts"

/** Numbers in and out of a node, times cells to be asked about, that take no noticeable time. */
const LITTLE = 3e6
/** Above this many numbers in and out of a node its rule is not asked cell by cell. */
const LARGE = 2e6
/** A derivative below this, of numbers up to 1, is the rounding of differences. */
const NOISE = 1e-10
/** Of the differences. The error is about h⁴ from bending and 1e−16/h from rounding: both about 1e−12. */
const STEP = 1e-3

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
  const terms = visibleOutputs(local).flatMap(({ source, tensor }) => {
    const upstream = result.gradients.get(placeName(source))
    return upstream === undefined ? [] : termsThrough(local, arrow, at.cell.index, { source, tensor, upstream })
  })
  return explainedSum({ ...at, kind: "sum", words: countWords(terms.length, at.number), tex }, terms)
}

function countWords(terms: number, number: number): string {
  if (terms === 0) {
    return number === 0
      ? "No output depends on this cell."
      : "Every local derivative is so small that differences cannot tell it from rounding."
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
): readonly Term[] {
  const column = columnOf(local, arrow, index, source)
  const place = placeName(source)
  const noise = NOISE * Math.max(1, ...largest(tensor))
  const cells = Array.from(column.keys()).filter((j) => Math.abs(column[j] ?? 0) > noise)
  const product = (j: number) => Math.abs((upstream.data[j] ?? 0) * (column[j] ?? 0))
  if (cells.length > LISTED) cells.sort((a, b) => product(b) - product(a))
  const exact = exactRow(local, arrow, index, source)
  const asked = askedExactly(local, arrow, cells.length)
  const partner = partnerOf(local, arrow, index, source)
  return cells.flatMap((j, rank): readonly Term[] => {
    const g = upstream.data[j] ?? 0
    const d = rank < asked ? exact(j) : (column[j] ?? 0)
    // Near a kink a difference sees the other side, where the rule says 0.
    if (d === 0) return []
    const first: Factor = {
      words: `∂L/∂${cellWords(place, tensor.shape, j)}`,
      number: g,
      cell: { name: place, side: "gradient", index: j },
    }
    const second = partner(j, d) ?? { words: "local derivative", number: d, cell: null }
    return [{ factors: [first, second], product: g * d }]
  })
}

/** How many of the output cells the op's own rule is asked about, one by one: all if that is little work. */
function askedExactly(local: LocalNode, arrow: Arrow, cells: number): number {
  const shapes = [tensorOn(local, arrow).shape, ...visibleOutputs(local).map(({ tensor }) => tensor.shape)]
  const numbers = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0)
  if (numbers * cells <= LITTLE) return cells
  return numbers <= LARGE ? LISTED : 0
}

/**
 * ∂(every output cell)/∂(one cell of the arrow) in float64: (4·D(h/2) − D(h))/3 of two central differences, whose error
 * is of the order h⁴; one plain difference where the op refuses numbers on one side.
 */
function columnOf(local: LocalNode, arrow: Arrow, index: number, source: Source): Float64Array {
  const tensor = tensorOn(local, arrow)
  const step = STEP * Math.max(1, Math.abs(tensor.data[index] ?? 0))
  const dataAt = (by: number) => {
    const moved = withTensor(local, arrow, shifted(tensor, index, by))
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

function shifted(tensor: Tensor, index: number, by: number): Tensor {
  const data = tensor.data.slice()
  data[index] = (data[index] ?? 0) + by
  return { shape: tensor.shape, data }
}

/** The derivative by the op's own rule. */
function exactRow(local: LocalNode, arrow: Arrow, index: number, source: Source): (j: number) => number {
  return (j) => derivativeRow(local, source.port, j, source.index)(arrow)?.data[index] ?? 0
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
      return numbered === null ? [] : [{ other, tensor, column: columnOf(numbered, arrow, index, source) }]
    })
  return (j, d) => {
    for (const { other, tensor, column } of others) {
      const cell = counted(column[j] ?? 0, 1e-4)
      const number = tensor.data[cell]
      if (number === undefined || Math.abs(number - d) > 1e-6 * Math.abs(d)) continue
      const place = cellOn(local.node, other, cell)
      return { words: cellWords(place.name, tensor.shape, cell), number, cell: place }
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

function largest(tensor: Tensor): readonly number[] {
  let most = 0
  for (const x of tensor.data) if (Math.abs(x) > most && Number.isFinite(x)) most = Math.abs(x)
  return [most]
}
