// A node that could not be read. Its text is kept and saved as it came; the rest of the graph works without it.

import type { NodeProps } from "@xyflow/react"
import { memo } from "react"
import type { FlowNode } from "../flow/elements.ts"
import { CardWords } from "./CardWords.tsx"
import { NodeProblem } from "./NodeProblem.tsx"
import styles from "./QuarantinedCard.module.css"

export const QuarantinedCard = memo(function QuarantinedCard({
  data: { face },
  selected = false,
}: NodeProps<FlowNode>) {
  return (
    <div className={styles.card} data-selected={selected || undefined}>
      <CardWords face={face} />
      <NodeProblem sentence={face.problem} open="" node={face.id} selected={selected} />
    </div>
  )
})
