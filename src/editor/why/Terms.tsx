// The terms of an explanation as a table: factors, each a way to its own cell, and products; at the end their sum, held against
// the number.

import type { Cell, Explanation, Factor, Term } from "../../engine/explain/terms/explanation.ts"
import { differs, roundingOf } from "../../engine/explain/terms/rounding.ts"
import { writeCount, writeNumber } from "../../formula/number.ts"
import { writeProduct } from "../../formula/product.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { writeBeside } from "../../graph/drawing/text/tensorNumber.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import type { Dtype } from "../../tensor/tensor.ts"
import { FigureText } from "../tensor/FigureText.tsx"
import { goTo } from "./places.ts"
import styles from "./why.module.css"

interface TermsProps {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly explanation: Explanation
}

export function Terms({ analysis, result, explanation }: TermsProps) {
  const { terms, more, kind } = explanation
  return (
    <table className={styles.terms} aria-label="Terms">
      <tbody>
        {keyed(terms, keyOf).map(([key, term]) => {
          const written = writtenTerm(term, kind)
          return (
            <tr key={key}>
              <th scope="row">
                {keyed(term.factors, ({ words }) => words).map(([key, factor], at) => (
                  <FactorLink
                    key={key}
                    first={at === 0}
                    factor={factor}
                    number={written.factors[at] ?? null}
                    onGo={(cell) => goTo(analysis, result, cell)}
                  />
                ))}
              </th>
              <td>{written.product}</td>
            </tr>
          )
        })}
        {more === null ? null : (
          <tr>
            <th scope="row">… and {writeCount(more.count)} more</th>
            <td>{kind === "derivatives" ? "" : writeNumber(more.sum, 4)}</td>
          </tr>
        )}
      </tbody>
      <Foot explanation={explanation} precision={result.dtype} />
    </table>
  )
}

/** The numbers of factors and their product, which is what the written factors make; a term of one factor says it once. */
function writtenTerm(
  { factors, product }: Term,
  kind: Explanation["kind"],
): { readonly factors: readonly string[]; readonly product: string } {
  const numbers = factors.map(({ number }) => number)
  if (kind === "derivatives") return { factors: numbers.map((x) => writeNumber(x, 4)), product: "" }
  if (factors.length === 1) return { factors: [], product: writeNumber(product, 4) }
  const written = writeProduct(numbers, product, 4)
  return { factors: written.factors, product: `${written.exact ? "" : "≈ "}${written.product}` }
}

/** What the terms add up to, and how far the number is from it; of rounding only how large it can be. */
function Foot({ explanation, precision }: { readonly explanation: Explanation; readonly precision: Dtype }) {
  const { total, difference, number } = explanation
  if (total === null) return null
  const apart = differs(explanation, precision)
  return (
    <tfoot>
      <tr>
        <th scope="row">=</th>
        <td>
          <FigureText figure={writeBeside(total, largestTerm(explanation), precision, 5)} />
        </td>
      </tr>
      {difference === 0 || Object.is(total, number) ? null : (
        <tr className={styles.difference}>
          <th scope="row">
            {apart ? "differs from the number shown by" : `is the number shown, within rounding of ${precision}`}
          </th>
          <td>{apart ? writeNumber(difference ?? 0, 2) : `±${writeNumber(roundingOf(explanation, precision), 2)}`}</td>
        </tr>
      )}
    </tfoot>
  )
}

/** The size of what is added up: a sum is rounding beside its largest term, or not. 0 where nothing is a sum. */
export function largestTerm({ terms, more, total }: Explanation): number {
  return total === null ? 0 : Math.max(0, ...terms.map(({ product }) => Math.abs(product)), Math.abs(more?.sum ?? 0))
}

interface FactorProps {
  readonly first: boolean
  readonly factor: Factor
  /** As it is written; null where it stands at the end of the term. */
  readonly number: string | null
  readonly onGo: (cell: Cell) => void
}

export function FactorLink({ first, factor, number, onGo }: FactorProps) {
  const { cell, from, words } = factor
  const next = cell ?? from
  return (
    <span className={styles.factor}>
      {first ? "" : "× "}
      {next === undefined ? (
        <span className={styles.plain}>{words}</span>
      ) : (
        <button
          type="button"
          data-family={next.side}
          data-cell={cell === null ? undefined : ""}
          onClick={() => onGo(next)}
          title={cell === null ? "Go to the cell that it is worked out from" : "Why is this number what it is?"}
        >
          {words}
        </button>
      )}
      {number === null ? null : <span className={styles.number}>{number}</span>}
    </span>
  )
}

function keyOf({ factors }: Term): string {
  return factors.map(({ words, number }) => `${words} ${number}`).join(" ")
}

/** Each with a key of its own: x + x has two equal terms, x · x two equal factors. */
function keyed<T>(all: readonly T[], nameOf: (one: T) => string): readonly (readonly [key: string, one: T])[] {
  const seen = new Map<string, number>()
  return all.map((one) => {
    const name = nameOf(one)
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return [before === 0 ? name : `${name} again ${before}`, one]
  })
}
