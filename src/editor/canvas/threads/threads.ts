// Which threads are drawn of an explanation: the largest of its terms, each to the cell that it comes from, and one for all
// the rest, so that what is written adds up.

import {
  bySize,
  type Cell,
  type Explanation,
  type Factor,
  type Term,
} from "../../../engine/explain/terms/explanation.ts"
import { writeNumber } from "../../../formula/number.ts"
import { writeProduct } from "../../../formula/product.ts"

export interface Thread {
  readonly key: string
  /** Where it begins; null where the number stands nowhere. */
  readonly cell: Cell | null
  /** `0.5 × 0.402`; where the term is one number, whose it is. */
  readonly factors: string
  readonly product: number
  /** As it is written, beside its factors as they are written. */
  readonly result: string
  /** In full, for the tip. */
  readonly words: string
}

export interface Threads {
  readonly threads: readonly Thread[]
  /** The terms that have no thread of their own. */
  readonly rest: { readonly count: number; readonly sum: number } | null
  /** What all of it adds up to; null where the terms are not a sum. */
  readonly total: number | null
}

/** Threads of their own. */
export const MOST_THREADS = 9

/** Where there is no room for so many. */
const FEW_THREADS = 5

/** Of terms that are all 0. */
const FEW_ZEROS = 3

/** `isDrawn`: whether a cell is to be seen on the canvas; of several that are, the first of a term is taken. */
export function threadsOf({ cell, kind, terms, more, total }: Explanation, isDrawn: (cell: Cell) => boolean): Threads {
  // What is 0 adds nothing; a sum of nothing else still shows what it is of.
  const count = terms.filter(({ product }) => product !== 0).length
  const fits = terms.length <= MOST_THREADS && count === terms.length
  const largest = fits ? terms : [...terms].sort((a, b) => bySize(a.product, b.product))
  const many = count === 0 ? FEW_ZEROS : Math.min(count, MOST_THREADS)
  const [shown, others] = [largest.slice(0, many), largest.slice(many)]
  const rest = others.length + (more?.count ?? 0)
  const threads = shown.map(
    (term, i): Thread => ({
      key: `${i} ${term.factors.map(({ words }) => words).join(" ")}`,
      cell: beginningOf(term, cell, isDrawn),
      ...writtenTerm(term, kind),
      product: term.product,
      words: wordsOf(term),
    }),
  )
  return {
    threads,
    rest: rest === 0 ? null : { count: rest, sum: others.reduce((sum, { product }) => sum + product, more?.sum ?? 0) },
    total,
  }
}

/** What is not written where only the first few threads are. */
export function afterFew({ threads, rest }: Pick<Threads, "threads" | "rest">): Threads["rest"] {
  const others = threads.slice(FEW_THREADS)
  if (others.length === 0) return rest
  const sum = others.reduce((all, { product }) => all + product, rest?.sum ?? 0)
  return { count: others.length + (rest?.count ?? 0), sum }
}

function beginningOf({ factors }: Term, own: Cell, isDrawn: (cell: Cell) => boolean): Cell | null {
  const cells = factors.flatMap(({ cell, from }) => cell ?? from ?? [])
  const others = cells.filter(({ name, side, index }) => name !== own.name || side !== own.side || index !== own.index)
  return others.find(isDrawn) ?? others[0] ?? null
}

function writtenTerm({ factors, product }: Term, kind: Explanation["kind"]): Pick<Thread, "factors" | "result"> {
  if (kind === "derivatives") return { factors: "derivative", result: writeNumber(product) }
  const [only] = factors
  if (factors.length === 1 && only !== undefined)
    return { factors: only.words.replace(/^along the wire to /, "through "), result: writeNumber(product) }
  const written = writeProduct(
    factors.map(({ number }) => number),
    product,
  )
  const text = written.factors.map((x) => (x.startsWith("−") ? `(${x})` : x)).join(" × ")
  return { factors: text, result: `${written.exact ? "" : "≈ "}${written.product}` }
}

function wordsOf({ factors }: Term): string {
  return factors.map(({ words, number }: Factor) => `${words} = ${writeNumber(number, 4)}`).join(" × ")
}
