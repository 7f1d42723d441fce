// A node as a card: what it is, what it is called, the attributes that matter, what it learns. This folder draws what a
// face says, at the size it says: it measures nothing and places nothing.

import type { NodeProps } from "@xyflow/react"
import { memo } from "react"
import { heatedFace } from "../../../graph/drawing/heat/heatedFace.ts"
import { CheckBadge } from "../../drawer/checks/CheckBadge.tsx"
import { FieldThumb } from "../../field/FieldThumb.tsx"
import type { FlowNode } from "../flow/elements.ts"
import { useActive, useHovered, useNodeStanding } from "../flow/useActive.ts"
import { NodeTile } from "../tiles/NodeTile.tsx"
import { useTile } from "../tiles/useTile.ts"
import { CardWords } from "./CardWords.tsx"
import { groundOf, useCardHeat } from "./heated.ts"
import styles from "./NodeCard.module.css"
import { NodeProblem } from "./NodeProblem.tsx"
import { Plate } from "./Plate.tsx"
import { Port } from "./Port.tsx"
import { TargetFlag } from "./TargetFlag.tsx"

export const NodeCard = memo(function NodeCard({ data: { face }, selected = false }: NodeProps<FlowNode>) {
  const active = useActive(face.id)
  const hovered = useHovered(face.id)
  const standing = useNodeStanding(face.id)
  const tile = useTile(face)
  const heat = useCardHeat(face.id)
  const said = heatedFace(face, heat?.amount)
  return (
    <div
      className={styles.card}
      {...groundOf(heat)}
      data-shelf={face.shelf}
      data-kind={face.kind}
      data-selected={selected || undefined}
      data-problem={face.problem !== null || undefined}
      data-open={face.open !== "" || undefined}
      data-waiting={face.waiting || undefined}
      data-active={active}
      data-hovered={hovered || undefined}
      data-standing={standing}
    >
      <CardWords face={said} />
      {heat === undefined ? null : <Plate face={said} />}
      <NodeTile face={said} />
      {face.target ? <TargetFlag /> : null}
      <CheckBadge node={face.id} />
      {face.problem === null && tile === null ? <FieldThumb node={face.id} /> : null}
      <NodeProblem sentence={face.problem} open={face.open} node={face.id} selected={selected} />
      {face.ports.map((port) => (
        <Port key={`${port.side} ${port.id}`} face={face} port={port} reachable={selected} />
      ))}
    </div>
  )
})
