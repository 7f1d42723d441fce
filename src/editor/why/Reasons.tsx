// The arithmetic behind one cell. Every factor is a way to its own cell.

import { type RefObject, useEffect, useMemo, useRef } from "react"
import type { Cell, Explanation } from "../../engine/explain/terms/explanation.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { writeBeside } from "../../graph/drawing/text/tensorNumber.ts"
import { explained } from "../../state/run/explained.ts"
import { mapped } from "../../state/run/numbers.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { arrived, useTrail } from "../../state/whyTrail.ts"
import { Maths } from "../maths/Maths.tsx"
import quiet from "../parts/styles/quiet.module.css"
import { useReading } from "../parts/useReading.ts"
import { FigureText } from "../tensor/FigureText.tsx"
import { Contributors } from "./Contributors.tsx"
import { bringInView, bringToTop } from "./inView.ts"
import { PaintedCopies } from "./PaintedCopies.tsx"
import { goTo, titleOf } from "./places.ts"
import { FactorLink, largestTerm, Terms } from "./Terms.tsx"
import styles from "./why.module.css"

/** What is asked: why this cell of this run is what it is. */
export interface Question {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly cell: Cell
}

export function Reasons({ analysis, result, cell }: Question) {
  // What is shown belongs together: the question before stays until the answer to this one is there.
  const read = useReading(
    useMemo(
      () =>
        mapped(explained(analysis, result, cell), (explanation) =>
          explanation === null ? null : { analysis, result, cell, explanation },
        ),
      [analysis, result, cell],
    ),
  )
  if (read.problem !== null) return <p role="alert">{read.problem}</p>
  if (read.is === undefined) return <p className={styles.working}>Reading the numbers…</p>
  return read.is === null ? null : <Reason {...read.is} />
}

function Reason({ analysis, result, cell, explanation }: Question & { readonly explanation: Explanation }) {
  const title = useRef<HTMLParagraphElement>(null)
  useArrival(title)
  return (
    <>
      <p className={styles.title} ref={title} tabIndex={-1}>
        <span>{titleOf(analysis, result, cell)}</span>
        <strong>
          <FigureText figure={writeBeside(explanation.number, largestTerm(explanation), result.dtype, 5)} />
        </strong>
      </p>
      <p className={quiet.text}>{explanation.words}</p>
      {explanation.tex === null ? null : <Maths tex={explanation.tex} display own />}
      {explanation.worked === null ? null : <Maths tex={explanation.worked} display own />}
      {explanation.terms.length === 0 ? null : <Terms analysis={analysis} result={result} explanation={explanation} />}
      <Others analysis={analysis} result={result} explanation={explanation} />
      {cell.side === "value" ? <PaintedCopies analysis={analysis} result={result} cell={cell} /> : null}
      <Contributors analysis={analysis} result={result} explanation={explanation} />
    </>
  )
}

interface OthersProps {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly explanation: Explanation
}

/** The cells that a winner was chosen before. */
function Others({ analysis, result, explanation: { others } }: OthersProps) {
  if (others.length === 0) return null
  return (
    <p className={quiet.text}>
      Chosen before{" "}
      {others.map((factor) => (
        <FactorLink
          key={factor.words}
          first
          factor={factor}
          number={writeNumber(factor.number, 4)}
          onGo={(next) => goTo(analysis, result, next)}
        />
      ))}
    </p>
  )
}

/**
 * Whoever follows a chain, or comes back, finds the next number where the last one was, and the keyboard with it. Whoever
 * walks through cells keeps the keyboard there, and the reason comes into view: again once its formulas are set.
 */
function useArrival(title: RefObject<HTMLParagraphElement | null>): void {
  const arriving = useTrail((state) => state.arriving)
  useEffect(() => {
    const section = title.current?.closest("section")
    if (arriving === null || title.current === null || section == null) return
    arrived()
    if (arriving === "top") {
      bringToTop(section)
      title.current.focus({ preventScroll: true })
    } else {
      bringInView(section)
      requestAnimationFrame(() => requestAnimationFrame(() => bringInView(section)))
    }
  }, [arriving, title])
}
