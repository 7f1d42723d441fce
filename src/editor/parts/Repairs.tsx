// Buttons that remove a problem, each in one undo step. Shown wherever a problem is: its tab, its node's panel, its card.

import { Wrench } from "lucide-react"
import type { Problem } from "../../graph/problem.ts"
import { repairs } from "../../graph/repairs/registry.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { say } from "../../state/messages.ts"
import { Editable } from "./Editable.tsx"
import styles from "./Repairs.module.css"

interface Props {
  readonly problem: Problem
  /** On a card there is room for the first ones only. */
  readonly most?: number
  /** What stands above: its repairs are not offered twice. */
  readonly above?: readonly Problem[]
}

const NOTHING_ABOVE: readonly Problem[] = []

export function Repairs({ problem, most = 4, above = NOTHING_ABOVE }: Props) {
  const analysis = useAnalysis((state) => state.analysis)
  const offered = new Set(above.flatMap((one) => repairs(analysis, one).map(({ label }) => label)))
  const known = repairs(analysis, problem)
    .filter(({ label }) => !offered.has(label))
    .slice(0, most)
  const hidden = usePartHidden("repairs")
  if (known.length === 0 || hidden) return null
  return (
    <div className={`${styles.repairs} nodrag nopan`}>
      <Editable>
        {known.map(({ label, apply }) => (
          <button
            key={label}
            type="button"
            className={styles.repair}
            onClick={(event) => {
              event.stopPropagation()
              edit(label, apply)
              say(`${label}. Undo takes it back.`)
            }}
          >
            <Wrench size={12} aria-hidden="true" />
            {label}
          </button>
        ))}
      </Editable>
    </div>
  )
}

/** The repairs of a node's first error. */
export function NodeRepairs({ node, most }: { readonly node: string; readonly most: number }) {
  const problem = useAnalysis((state) =>
    state.analysis.nodes.get(node)?.problems.find(({ severity }) => severity === "error"),
  )
  return problem === undefined ? null : <Repairs problem={problem} most={most} />
}
