// What "Why this number?" answers: the arithmetic that made one cell, term by term, each factor a way to its own cell. This
// folder knows one cell and one node at a time.

/** One cell of one tensor: `node:port`, `node.param` or a wire's name; its value or its gradient. */
export interface Cell {
  readonly name: string
  readonly side: "value" | "gradient"
  /** Flat index, row-major. */
  readonly index: number
}

/** What is asked about: a cell, the number that the run has there, and its name in LaTeX. */
export interface Asked {
  readonly cell: Cell
  readonly number: number
  readonly name: string
}

/** One number of a product. `cell` is where it stands, null for a number that stands nowhere (a local derivative). */
export interface Factor {
  readonly words: string
  readonly number: number
  readonly cell: Cell | null
  /** Of a number that stands nowhere: the cell that it was worked out from, to go on from there. */
  readonly from?: Cell
}

/** What a factor is called that an op's own rule, or trying, says and that stands nowhere. */
export const LOCAL_DERIVATIVE = "local derivative"

/** One product of a sum: its factors and what they come to. */
export interface Term {
  readonly factors: readonly Factor[]
  readonly product: number
  /** How many equal terms this one stands for: a cell that is met more than once, as under circular padding. */
  readonly note?: string
}

/**
 * `sum`: the terms add up to the number. `winner`: one cell was chosen. `wires`: pieces that came back along wires.
 * `given`: it was written, drawn or handed in; there is nothing behind it. `derivatives`: the number is no sum; the terms
 * say how it answers to each cell it depends on.
 */
type ExplanationKind = "sum" | "winner" | "wires" | "given" | "derivatives"

/** Cells of one tensor that take part, listed or not. */
export interface LitCells {
  readonly name: string
  readonly side: Cell["side"]
  readonly cells: ReadonlySet<number>
}

/** Why one cell of a tensor or gradient holds the number that it holds. */
export interface Explanation {
  readonly cell: Cell
  readonly kind: ExplanationKind
  /** The number as it stands in the tensor. */
  readonly number: number
  /** One line: what made it. */
  readonly words: string
  /** Formula of the rule with the graph's names, LaTeX; null where none was applied. */
  readonly tex: string | null
  /** All terms of a short sum in their own order; of a long one the largest, by size. */
  readonly terms: readonly Term[]
  /** Those that are not listed, if any; `size`: the sum of their sizes. */
  readonly more: { readonly count: number; readonly sum: number; readonly size: number } | null
  /** The same with the numbers put in, LaTeX; null where they cannot be. */
  readonly worked: string | null
  /** Of a winner: the cells it was chosen before, best first, as far as they are listed. */
  readonly others: readonly Factor[]
  /** All cells that take part, by tensor. */
  readonly lit: readonly LitCells[]
  /** Sum of all terms, and how far the number is from it; null where terms are not a sum. */
  readonly total: number | null
  readonly difference: number | null
}

/** An explanation on its way: explain.ts writes the sum out where nothing better was found. */
export type Draft = Omit<Explanation, "worked" | "others"> & Partial<Pick<Explanation, "worked" | "others">>

/** Terms that are listed one by one. */
export const LISTED = 12

/** Lists the largest terms of a long sum and sums up the rest. */
export function listed(terms: readonly Term[]): Pick<Explanation, "terms" | "more"> {
  // A short sum stays in its own order.
  if (terms.length <= LISTED) return { terms, more: null }
  const sorted = [...terms].sort((a, b) => bySize(a.product, b.product))
  const rest = sorted.slice(LISTED).map(({ product }) => product)
  return { terms: sorted.slice(0, LISTED), more: restOf(rest, []) }
}

/** Orders numbers by size, the largest first; what is no number comes before all. */
export function bySize(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a))
  const [x, y] = [Math.abs(a), Math.abs(b)]
  return x === y ? 0 : x > y ? -1 : 1
}

/** Places of the largest of many numbers by size, at most `LISTED`, the largest first; of equals the earlier. */
export function largestAt(count: number, numberAt: (i: number) => number): readonly number[] {
  const best: number[] = []
  for (let i = 0; i < count; i++) {
    const number = numberAt(i)
    const beats = (other: number | undefined): boolean => other !== undefined && bySize(number, numberAt(other)) < 0
    if (best.length === LISTED && !beats(best.at(-1))) continue
    let at = best.length
    while (at > 0 && beats(best[at - 1])) at--
    best.splice(at, 0, i)
    if (best.length > LISTED) best.pop()
  }
  return best
}

/** Of many products those that are not listed, whose places are given: how many, their sum, and that of their sizes. */
export function restOf(products: ArrayLike<number>, listed: readonly number[]): NonNullable<Explanation["more"]> {
  let [sum, size] = [0, 0]
  for (let i = 0; i < products.length; i++) {
    const product = listed.includes(i) ? 0 : (products[i] ?? 0)
    sum += product
    size += Math.abs(product)
  }
  return { count: products.length - listed.length, sum, size }
}

/** The cells of all factors, by tensor. */
export function litCells(terms: readonly Term[]): readonly LitCells[] {
  const lit = new Map<string, LitCells & { readonly cells: Set<number> }>()
  for (const { cell: own, from } of terms.flatMap(({ factors }) => factors)) {
    const cell = own ?? from
    if (cell === undefined) continue
    const key = `${cell.side} ${cell.name}`
    const found = lit.get(key) ?? { name: cell.name, side: cell.side, cells: new Set<number>() }
    found.cells.add(cell.index)
    lit.set(key, found)
  }
  return [...lit.values()]
}

function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, term) => sum + term.product, 0)
}

/** A sum that is held against the number it explains. */
export function explainedSum(
  base: Pick<Explanation, "cell" | "number" | "words" | "tex"> & { readonly kind: "sum" | "winner" | "wires" },
  terms: readonly Term[],
): Draft {
  const total = sumOf(terms)
  return { ...base, ...listed(terms), lit: litCells(terms), total, difference: base.number - total }
}
