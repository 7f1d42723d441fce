// Every problem that there is: of the document as it stands, and those that the last run met.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Problem } from "../../graph/problem.ts"
import { problemsOf } from "../../state/analysis.ts"

const NONE: readonly Problem[] = []

/** What the analysis found and the run met again is said once. */
export function allProblems(analysis: Analysis, met: readonly Problem[] = NONE): readonly Problem[] {
  const seen = new Set<string>()
  return [...problemsOf(analysis), ...met].filter(({ node, sentence }) => {
    const key = `${node} ${sentence}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
