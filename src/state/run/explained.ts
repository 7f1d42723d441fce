// Why a cell is what it is, worked out once whoever asks: the inspector writes it out, the canvas draws it.

import { explain } from "../../engine/explain/explain.ts"
import type { Cell, Explanation } from "../../engine/explain/terms/explanation.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { keepRecent } from "../../tensor/recent.ts"
import type { Reading } from "./numbers.ts"
import { reading } from "./reading.ts"
import type { ShownRun } from "./shown.ts"

interface Known {
  readonly analysis: Analysis
  readonly answers: Map<string, Explanation | null>
}

/** Answers that are kept of one run. */
const MOST = 16
const known = new WeakMap<ShownRun, Known>()

/** The arithmetic behind one cell of a run; null where the run has no such cell. */
export function explained(analysis: Analysis, result: ShownRun, cell: Cell): Reading<Explanation | null> {
  const { answers } = knownOf(analysis, result)
  const key = `${cell.side} ${cell.name} ${cell.index}`
  const asked = reading(result, (run) => explain(analysis, run, cell))
  const keep = (is: Explanation | null): Explanation | null => {
    keepRecent(answers, key, is, MOST)
    return is
  }
  return {
    now: () => {
      const answer = answers.get(key)
      if (answer !== undefined) return { is: answer }
      const found = asked.now()
      return found === null ? null : { is: keep(found.is) }
    },
    later: async () => keep(await asked.later()),
  }
}

function knownOf(analysis: Analysis, result: ShownRun): Known {
  const found = known.get(result)
  if (found?.analysis === analysis) return found
  const fresh: Known = { analysis, answers: new Map() }
  known.set(result, fresh)
  return fresh
}
