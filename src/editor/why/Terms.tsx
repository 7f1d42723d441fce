// The terms of an explanation as a table: factors, each a way to its own cell, and products; at the end their sum, held against
// the number.

import type { Cell, Explanation, Factor, Term } from "../../engine/explain/terms/explanation.ts"
import { writeCount, writeNumber } from "../../formula/number.ts"
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
        {keyed(terms, keyOf).map(([key, term]) => (
          <tr key={key}>
            <th scope="row">
              {keyed(term.factors, ({ words }) => words).map(([key, factor], at) => (
                <FactorLink
                  key={key}
                  first={at === 0}
                  alone={term.factors.length === 1 && kind !== "derivatives"}
                  factor={factor}
                  onGo={(cell) => goTo(analysis, result, cell)}
                />
              ))}
            </th>
            <td>{kind === "derivatives" ? "" : writeNumber(term.product, 4)}</td>
          </tr>
        ))}
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

/** What the terms add up to, and how far the number is from it. */
function Foot({ explanation, precision }: { readonly explanation: Explanation; readonly precision: Dtype }) {
  const { total, difference } = explanation
  if (total === null) return null
  return (
    <tfoot>
      <tr>
        <th scope="row">=</th>
        <td>
          <FigureText figure={writeBeside(total, largestTerm(explanation), precision, 5)} />
        </td>
      </tr>
      <tr className={styles.difference}>
        <th scope="row">differs from the number shown by</th>
        <td>{writeNumber(difference ?? 0, 2)}</td>
      </tr>
    </tfoot>
  )
}

/** The size of what is added up: a sum is rounding beside its largest term, or not. 0 where nothing is a sum. */
export function largestTerm({ terms, more, total }: Explanation): number {
  return total === null ? 0 : Math.max(0, ...terms.map(({ product }) => Math.abs(product)), Math.abs(more?.sum ?? 0))
}

interface FactorProps {
  readonly first: boolean
  /** The term is this one number, which stands at its end. */
  readonly alone: boolean
  readonly factor: Factor
  readonly onGo: (cell: Cell) => void
}

export function FactorLink({ first, alone, factor, onGo }: FactorProps) {
  const { cell, from, words, number } = factor
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
      {alone ? null : <span className={styles.number}>{writeNumber(number, 4)}</span>}
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
