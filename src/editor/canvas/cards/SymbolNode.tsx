// A small op as it is drawn by hand: a circle with the symbol itself, and what it does in words underneath.

import type { NodeProps } from "@xyflow/react"
import { memo } from "react"
import { CheckBadge } from "../../drawer/checks/CheckBadge.tsx"
import { Maths } from "../../maths/Maths.tsx"
import type { FlowNode } from "../flow/elements.ts"
import { useActive, useHovered, useNodeStanding } from "../flow/useActive.ts"
import { NodeProblem } from "./NodeProblem.tsx"
import { Port } from "./Port.tsx"
import styles from "./SymbolNode.module.css"
import { TargetFlag } from "./TargetFlag.tsx"

export const SymbolNode = memo(function SymbolNode({ data: { face }, selected = false }: NodeProps<FlowNode>) {
  const active = useActive(face.id)
  const hovered = useHovered(face.id)
  const standing = useNodeStanding(face.id)
  // A label stands in the circle; then the words say which op it is.
  const words = face.tex === face.symbol ? face.title.toLowerCase() : face.name
  return (
    <div
      className={styles.round}
      data-shelf={face.shelf}
      data-selected={selected || undefined}
      data-problem={face.problem !== null || undefined}
      data-open={face.open !== "" || undefined}
      data-waiting={face.waiting || undefined}
      data-active={active}
      data-hovered={hovered || undefined}
      data-standing={standing}
      data-wide={face.width > face.height || undefined}
    >
      <span className={styles.symbol}>
        <Maths tex={face.symbol} />
      </span>
      {face.problem === null ? (
        <span className={styles.words}>
          <span>{words}</span>
          {face.caption === "" ? null : <span>{face.caption}</span>}
        </span>
      ) : null}
      {face.target ? <TargetFlag /> : null}
      <CheckBadge node={face.id} />
      <NodeProblem sentence={face.problem} open={face.open} node={face.id} selected={selected} />
      {face.ports.map((port) => (
        <Port key={`${port.side} ${port.id}`} face={face} port={port} reachable={selected} />
      ))}
    </div>
  )
})
