// A comparison as it comes along: mistakes are tried in short slices, so that the page stays awake, and what is known is shown
// at once.

import { useEffect, useState } from "react"
import type { Comparison } from "../../../engine/compare/compare.ts"
import type { Cell } from "../../../engine/explain/terms/explanation.ts"
import type { ReadArray } from "../../../formats/arrays/arrayText.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { wordsOf } from "../../../graph/problem.ts"
import { warn } from "../../../state/messages.ts"
import { SteppedReading } from "../../../state/run/reading.ts"
import type { ShownRun } from "../../../state/run/shown.ts"

export interface Comparing {
  readonly comparison: Comparison
  /** Whether more mistakes are being tried; not said of what is done in a moment. */
  readonly running: boolean
}

/** Milliseconds of work between two chances for the page to draw. */
const SLICE = 20
/** Milliseconds without a new run before mistakes are tried. */
const REST = 120
/** Milliseconds after which it is said that something runs. */
const MOMENT = 400

type Step = IteratorResult<Comparison, Comparison | null>
type Steps = SteppedReading<Comparison, Comparison | null>

/** A tensor of a run: `node:port`, `node.param` or a wire's name, as value or as gradient. */
export interface Place extends Omit<Cell, "index"> {
  readonly analysis: Analysis
  readonly result: ShownRun
}

/** Null until there is something to compare. A new run keeps the last answer until its own is there. */
export function useComparison({ analysis, result, name, side }: Place, read: ReadArray | null): Comparing | null {
  const [known, setKnown] = useState<{ readonly of: ReadArray; readonly comparing: Comparing } | null>(null)
  useEffect(() => {
    if (read === null) return
    let left = false
    let stop: (() => void) | null = null
    // What compares is fetched with the first array: a page that compares nothing does without.
    void import("../../../engine/compare/compare.ts").then(({ compareSteps }) => {
      if (left) return
      const steps = new SteppedReading(result, (run) =>
        compareSteps({ analysis, result: run, name, side }, read.tensor, read.halves),
      )
      stop = inSlices(steps, (comparing) => setKnown({ of: read, comparing }))
    }, cannotCompare)
    return () => {
      left = true
      stop?.()
    }
  }, [analysis, result, name, side, read])
  return known !== null && known.of === read ? known.comparing : null
}

function cannotCompare(): void {
  warn("What compares could not be fetched. Reload the page; your work is kept.")
}

/** Goes through the steps while the page rests. Answers how to stop. */
function inSlices(steps: Steps, tell: (comparing: Comparing) => void): () => void {
  const start = performance.now()
  let timer = 0
  let stopped = false
  let rested = false
  const answer = ({ value: comparison, done }: Step): void => {
    if (comparison !== null) tell({ comparison, running: done !== true && performance.now() - start > MOMENT })
  }
  const wait = (awaits: Promise<void>): void => {
    awaits.then(
      () => stopped || slice(),
      (error: unknown) => stopped || warn(wordsOf(error)),
    )
  }
  const slice = (): void => {
    const until = performance.now() + SLICE
    for (;;) {
      const step = steps.next()
      if ("awaits" in step) {
        wait(step.awaits)
        return
      }
      // While a number is dragged the cells follow at once; mistakes are tried when it rests.
      const over = !rested || performance.now() >= until
      if (step.done || !rested || (over && performance.now() - start > MOMENT)) answer(step)
      if (step.done) return
      if (over) {
        timer = window.setTimeout(slice, rested ? 0 : REST)
        rested = true
        return
      }
    }
  }
  slice()
  return () => {
    stopped = true
    window.clearTimeout(timer)
  }
}
