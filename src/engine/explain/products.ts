// Explanations of layers that say which products their outputs are sums of: exact, and as fast as the sum is long, whatever
// the size of the layer. Numbers are read off the run; no rule is asked.

import type { PortCell, Product } from "../../ops/port.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { RunnableNode } from "../pass/forward.ts"
import type { RunResult } from "../pass/result.ts"
import {
  type Cell,
  type Explanation,
  type Factor,
  LISTED,
  type LitCells,
  largestAt,
  restOf,
  type Term,
} from "./terms/explanation.ts"
import type { Arrow } from "./terms/local.ts"
import { cellOn, cellWords } from "./terms/names.ts"

type Answer = Pick<Explanation, "terms" | "more" | "total" | "difference" | "lit"> & { readonly count: number }

/** The sum behind one cell of the first output; null if the op does not say its products. */
export function productsOfValue(result: RunResult, node: RunnableNode, at: At): Answer | null {
  const products = node.op.products?.(node.context, { port: "output", cell: at.cell.index })
  if (products === undefined) return null
  return summedUp(
    reader(result, node),
    products.map(({ cells }) => ({ upstream: null, cells })),
    at,
  )
}

/** Upstream gradient × the other cells of each product, for one cell on an arrow. */
export function productsOfGradient(result: RunResult, node: RunnableNode, arrow: Arrow, at: At): Answer | null {
  const products = node.op.products?.(node.context, { port: arrow.name, cell: at.cell.index })
  if (products === undefined) return null
  const others = products.map(({ output, cells }) => ({
    upstream: output,
    cells: cells.filter(({ port }) => port !== arrow.name),
  }))
  return summedUp(reader(result, node), others, at)
}

interface At {
  readonly cell: Cell
  readonly number: number
}
interface Read {
  readonly node: RunnableNode
  readonly tensor: (port: string) => Tensor | undefined
  readonly upstream: Tensor | undefined
}
/** The cells of one product, less the cell that is explained; `upstream`: the output cell whose gradient stands in for it. */
interface Part {
  readonly upstream: number | null
  readonly cells: Product["cells"]
}

function reader(result: RunResult, node: RunnableNode): Read {
  const held = new Map<string, Tensor | undefined>()
  const tensor = (port: string): Tensor | undefined => {
    const { name } = cellOn(node, { name: port }, 0)
    if (!held.has(port)) held.set(port, result.values.get(name) ?? result.params.get(name))
    return held.get(port)
  }
  return { node, tensor, upstream: result.gradients.get(`${node.id}:output`) }
}

function summedUp(read: Read, parts: readonly Part[], { number }: At): Answer {
  const products = Float64Array.from(parts, (part) => productOf(read, part))
  const long = products.length > LISTED
  const shown = long ? largestAt(products.length, (i) => products[i] ?? 0) : Array.from(products.keys())
  const total = products.reduce((sum, product) => sum + product, 0)
  return {
    terms: shown.flatMap((i) => {
      const part = parts[i]
      return part === undefined ? [] : [termOf(read, part, products[i] ?? 0)]
    }),
    more: long ? restOf(products, shown) : null,
    total,
    difference: number - total,
    lit: litBy(read, parts),
    count: parts.length,
  }
}

function productOf({ tensor, upstream }: Read, part: Part): number {
  const start = part.upstream === null ? 1 : (upstream?.data[part.upstream] ?? Number.NaN)
  return part.cells.reduce((product, { port, cell }) => product * (tensor(port)?.data[cell] ?? Number.NaN), start)
}

function termOf({ node, tensor, upstream }: Read, part: Part, product: number): Term {
  const own = part.cells.map(({ port, cell }): Factor => {
    const place = cellOn(node, { name: port }, cell)
    const held = tensor(port)
    return {
      words: cellWords(place.name, held?.shape ?? [], cell),
      number: held?.data[cell] ?? Number.NaN,
      cell: place,
    }
  })
  if (part.upstream === null || upstream === undefined) return { factors: own, product }
  const name = `${node.id}:output`
  const first: Factor = {
    words: `∂L/∂${cellWords(name, upstream.shape, part.upstream)}`,
    number: upstream.data[part.upstream] ?? Number.NaN,
    cell: { name, side: "gradient", index: part.upstream },
  }
  return { factors: [first, ...own], product }
}

function litBy({ node }: Read, parts: readonly Part[]): readonly LitCells[] {
  const lit = new Map<string, Set<number>>()
  const add = (port: string, cell: number): void => {
    const cells = lit.get(port) ?? new Set()
    lit.set(port, cells.add(cell))
  }
  const upstream = new Set<number>()
  for (const part of parts) {
    if (part.upstream !== null) upstream.add(part.upstream)
    for (const { port, cell } of part.cells) add(port, cell)
  }
  const own = [...lit].map(([port, cells]): LitCells => ({ ...nameOf(node, { port, cell: 0 }), cells }))
  return upstream.size === 0 ? own : [{ name: `${node.id}:output`, side: "gradient", cells: upstream }, ...own]
}

function nameOf(node: RunnableNode, { port, cell }: PortCell): Pick<LitCells, "name" | "side"> {
  const { name, side } = cellOn(node, { name: port }, cell)
  return { name, side }
}
