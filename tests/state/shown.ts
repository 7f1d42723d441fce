// Runs as the page knows them: reported and asked as a worker does it, without one.

import { type AskableRun, answerOf } from "../../src/engine/numbers/questions.ts"
import { reportSteps } from "../../src/engine/numbers/report.ts"
import type { RunResult } from "../../src/engine/pass/result.ts"
import { ShownRun } from "../../src/state/run/shown.ts"

export function askable(result: RunResult, number = 1): AskableRun {
  const steps = reportSteps(result, number)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return { report: step.value, along: [], ask: async (question) => answerOf({ number, result }, number, question) }
}

export function shown(result: RunResult): ShownRun {
  return new ShownRun(askable(result))
}
