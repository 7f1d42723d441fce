import { lazy } from "react"
import { Later } from "../../parts/boundary/Later.tsx"
import styles from "./NodeProblem.module.css"

const NodeRepairs = lazy(async () => ({ default: (await import("../../parts/Repairs.tsx")).NodeRepairs }))

interface Props {
  readonly sentence: string | null
  /** Inputs that still lack a wire: said only to who looks at the node. */
  readonly open: string
  readonly node: string
  /** A selected node also says what would repair it. */
  readonly selected: boolean
}

/** The sentence under a node that something is wrong with. It floats: the node keeps its size. */
export function NodeProblem({ sentence, open, node, selected }: Props) {
  if (sentence === null) return open === "" ? null : <div className={styles.open}>{open} still to wire</div>
  return (
    <div className={styles.problem} title={sentence}>
      {sentence}
      {selected ? (
        <Later what="What would repair it">
          <NodeRepairs node={node} most={2} />
        </Later>
      ) : null}
    </div>
  )
}
