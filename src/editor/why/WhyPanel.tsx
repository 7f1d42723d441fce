// "Why is this number?": the arithmetic behind the chosen cell. Every factor is a way to its own cell.

import { type RefObject, useEffect, useMemo, useRef } from "react"
import { explain } from "../../engine/explain/explain.ts"
import type { Cell, Explanation, Factor, Term } from "../../engine/explain/explanation.ts"
import type { RunResult } from "../../engine/result.ts"
import { writeCount, writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis.ts"
import { arrived, goBack, useTrail } from "../../state/trail.ts"
import { Section } from "../inspector/Section.tsx"
import { Maths } from "../maths/Maths.tsx"
import { Contributors } from "./Contributors.tsx"
import { PaintedCopies } from "./PaintedCopies.tsx"
import { goTo, titleOf } from "./places.ts"
import styles from "./why.module.css"

interface Props {
  readonly analysis: Analysis
  readonly result: RunResult
  readonly cell: Cell
}

export function WhyPanel({ analysis, result, cell }: Props) {
  const { name, side, index } = cell
  const explanation = useMemo(
    () => explain(analysis, result, { name, side, index }),
    [analysis, result, name, side, index],
  )
  const back = useTrail((state) => state.stops.length > 0)
  const title = useRef<HTMLParagraphElement>(null)
  useArrival(title)
  if (explanation === null) return null
  return (
    <Section
      title="Why this number?"
      aside={
        back ? (
          <button type="button" className={styles.back} onClick={goBack}>
            ← Back
          </button>
        ) : null
      }
    >
      <div className={styles.why} data-family={side} aria-live="polite">
        <p className={styles.title} ref={title} tabIndex={-1}>
          <span>{titleOf(analysis, result, cell)}</span>
          <strong>{writeNumber(explanation.number, 5)}</strong>
        </p>
        <p className={styles.words}>{explanation.words}</p>
        {explanation.tex === null ? null : <Maths tex={explanation.tex} display own />}
        {explanation.worked === null ? null : <Maths tex={explanation.worked} display own />}
        {explanation.terms.length === 0 ? null : (
          <Terms analysis={analysis} result={result} explanation={explanation} />
        )}
        {explanation.others.length === 0 ? null : (
          <p className={styles.others}>
            Chosen before{" "}
            {explanation.others.map((factor) => (
              <FactorLink
                key={factor.words}
                first
                alone={false}
                factor={factor}
                onGo={(next) => goTo(analysis, result, next)}
              />
            ))}
          </p>
        )}
        {side === "value" ? <PaintedCopies analysis={analysis} result={result} cell={cell} /> : null}
        <Contributors analysis={analysis} result={result} explanation={explanation} />
      </div>
    </Section>
  )
}

/** Whoever follows a chain, or comes back, finds the next number where the last one was, and the keyboard with it. */
function useArrival(title: RefObject<HTMLParagraphElement | null>): void {
  const arriving = useTrail((state) => state.arriving)
  useEffect(() => {
    if (!arriving || title.current === null) return
    title.current.closest("section")?.scrollIntoView({ block: "start" })
    title.current.focus({ preventScroll: true })
    arrived()
  }, [arriving, title])
}

interface TermsProps {
  readonly analysis: Analysis
  readonly result: RunResult
  readonly explanation: Explanation
}

function Terms({ analysis, result, explanation }: TermsProps) {
  const { terms, more, total, difference, kind } = explanation
  return (
    <table className={styles.terms} aria-label="Terms">
      <tbody>
        {terms.map((term) => (
          <tr key={keyOf(term)}>
            <th scope="row">
              {term.factors.map((factor, at) => (
                <FactorLink
                  key={factor.words}
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
      {total === null ? null : (
        <tfoot>
          <tr>
            <th scope="row">=</th>
            <td>{writeNumber(total, 5)}</td>
          </tr>
          <tr className={styles.difference}>
            <th scope="row">differs from the number shown by</th>
            <td>{writeNumber(difference ?? 0, 2)}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}

interface FactorProps {
  readonly first: boolean
  /** The term is this one number, which stands at its end. */
  readonly alone: boolean
  readonly factor: Factor
  readonly onGo: (cell: Cell) => void
}

function FactorLink({ first, alone, factor, onGo }: FactorProps) {
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
