// What of the runs is looked at: small pictures, windows and the plan, as they were read since the run before the last was asked for. They
// are asked for together with the next run, so that maps come with the scores instead of a journey later.

import type { Question } from "../../../engine/numbers/questions.ts"
import { WHOLE } from "../../../engine/numbers/report.ts"
import { sizeOf } from "../../../tensor/tensor.ts"

/** By question, in which turn it was last read. */
const read = new Map<string, { readonly question: Question; turn: number }>()
/** Grows with every run that is asked for. */
let turn = 0

/** Somebody reads the answer. */
export function lookedAt(key: string, question: Question): void {
  const known = read.get(key)
  if (known !== undefined) known.turn = turn
  else if (isSmall(question)) read.set(key, { question, turn })
}

/** A run is asked for: what is to come along with it. */
export function questionsAlong(): readonly Question[] {
  // What came last may not have been drawn yet, so one run may pass in which nobody reads.
  for (const [key, one] of read) if (one.turn < turn - 1) read.delete(key)
  turn += 1
  return [...read.values()].map(({ question }) => question)
}

/** What does not hold up a run: a picture, the plan, or a window of as many numbers as come along whole. */
function isSmall(question: Question): boolean {
  if (question.ask !== "read") return question.ask !== "summary"
  const { window } = question
  return window !== null && sizeOf(window.map(({ from, to }) => to - from)) <= WHOLE
}
