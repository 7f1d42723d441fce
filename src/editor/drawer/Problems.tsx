// Every problem of the document, each a way to its place.

import { useState } from "react"
import { writeCount } from "../../formula/number.ts"
import { isUnfinished } from "../../graph/analysis/unfinished.ts"
import type { Problem } from "../../graph/problem.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useRun } from "../../state/run/run.ts"
import { useSession } from "../../state/session.ts"
import { Repairs } from "../parts/Repairs.tsx"
import drawer from "../parts/styles/drawer.module.css"
import { allProblems } from "./allProblems.ts"
import styles from "./problems.module.css"

/** Problems that are listed at first, and with each press. */
const PAGE = 100

export function Problems() {
  const [shown, setShown] = useState(PAGE)
  const analysis = useAnalysis((state) => state.analysis)
  const met = useRun((state) => state.result?.problems)
  const select = useSession((state) => state.select)
  const all = allProblems(analysis, met)
  // What is wrong before what is only not done yet.
  const problems = [...all.filter((one) => !isUnfinished(one)), ...all.filter(isUnfinished)]
  if (problems.length === 0) return <p className={drawer.empty}>No problems. Every shape fits.</p>
  const left = problems.length - shown
  return (
    <ul className={styles.problems}>
      {problems.slice(0, shown).map((problem) => (
        <li
          key={`${problem.code} ${problem.node} ${problem.sentence}`}
          data-severity={isUnfinished(problem) ? "unfinished" : problem.severity}
        >
          <button
            type="button"
            disabled={problem.node === undefined}
            onClick={() => problem.node !== undefined && select({ nodes: [problem.node], wires: [] })}
          >
            <span className={styles.place}>{placeOf(problem)}</span>
            <span>{problem.sentence}</span>
            <span className={styles.code}>{problem.code}</span>
          </button>
          <Repairs problem={problem} />
        </li>
      ))}
      {left <= 0 ? null : (
        <li>
          <button type="button" onClick={() => setShown(shown + PAGE)}>
            <span className={styles.place} />
            <span>
              Show {Math.min(PAGE, left)} more of {writeCount(left)} problems
            </span>
          </button>
        </li>
      )}
    </ul>
  )
}

function placeOf({ node, port, attr }: Problem): string {
  const at = port ?? attr
  return node === undefined ? "document" : at === undefined ? node : `${node}:${at}`
}
