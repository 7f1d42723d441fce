// A comparison as it comes along: mistakes are tried in short slices, so that the page stays awake, and what is known is shown
// at once.

import { useEffect, useState } from "react"
import type { Comparison, compareSteps } from "../../../engine/compare/compare.ts"
import type { Place } from "../../../engine/compare/rerun/subject.ts"
import type { ReadArray } from "../../../formats/arrays/arrayText.ts"
import { warn } from "../../../state/messages.ts"

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

type Steps = ReturnType<typeof compareSteps>

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
      const steps = compareSteps({ analysis, result, name, side }, read.tensor, read.halves)
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
  const answer = ({ value: comparison, done }: ReturnType<Steps["next"]>): void => {
    if (comparison !== null) tell({ comparison, running: done !== true && performance.now() - start > MOMENT })
  }
  const slice = (): void => {
    const until = performance.now() + SLICE
    let step = steps.next()
    while (!step.done && performance.now() < until) step = steps.next()
    if (step.done || performance.now() - start > MOMENT) answer(step)
    if (!step.done) timer = window.setTimeout(slice, 0)
  }
  const first = steps.next()
  answer(first)
  // While a number is dragged the cells follow at once; mistakes are tried when it rests.
  if (!first.done) timer = window.setTimeout(slice, REST)
  return () => window.clearTimeout(timer)
}
