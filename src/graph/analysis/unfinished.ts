// What a graph still lacks while somebody draws it: wires that are not there yet, a target not chosen. Problems like any
// other to a run and to `gradwire check`; on the screen they are said quietly, since nothing was done wrong.

import type { Problem } from "../problem.ts"

const OPEN_INPUT = new Set<Problem["code"]>(["GW-G111", "GW-G112"])

/** An input without its wire. */
export function isUnwired({ code }: Problem): boolean {
  return OPEN_INPUT.has(code)
}

/** Not yet done, rather than wrong. */
export function isUnfinished(problem: Problem): boolean {
  return isUnwired(problem) || problem.code === "GW-G141"
}

/** `3 inputs still to wire`, `target still to choose`; empty if nothing is left to do. */
export function unfinishedWords(problems: readonly Problem[]): string {
  const open = problems.filter(isUnwired).length
  if (open > 0) return open === 1 ? "1 input still to wire" : `${open} inputs still to wire`
  return problems.some(isUnfinished) ? "target still to choose" : ""
}
