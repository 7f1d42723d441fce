// A small op as it is drawn by hand: a circle with the symbol itself, and what it does in words underneath.

import type { NodeProps } from "@xyflow/react"
import { memo } from "react"
import { linesUnder } from "../../../graph/drawing/claims.ts"
import { heatedFace } from "../../../graph/drawing/heat/heatedFace.ts"
import { TEX_SCALE } from "../../../graph/drawing/text/texWidth.ts"
import { LEAST_TEXT } from "../../../graph/drawing/tile/hanging.ts"
import { CheckBadge } from "../../drawer/checks/CheckBadge.tsx"
import { Maths } from "../../maths/Maths.tsx"
import type { FlowNode } from "../flow/elements.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { useActive, useHovered, useNodeStanding } from "../flow/useActive.ts"
import { NodeTile } from "../tiles/NodeTile.tsx"
import { groundOf, useCardHeat } from "./heated.ts"
import { NodeProblem } from "./NodeProblem.tsx"
import { Plate } from "./Plate.tsx"
import { Port } from "./Port.tsx"
import styles from "./SymbolNode.module.css"
import { TargetFlag } from "./TargetFlag.tsx"

/** Size of the symbol's letters near by, in canvas pixels. */
const SYMBOL = 18

export const SymbolNode = memo(function SymbolNode({ data: { face }, selected = false }: NodeProps<FlowNode>) {
  const active = useActive(face.id)
  const hovered = useHovered(face.id)
  const standing = useNodeStanding(face.id)
  const step = useFlow((state) => state.textZoom)
  const heat = useCardHeat(face.id)
  return (
    <div
      className={styles.round}
      {...groundOf(heat)}
      data-shelf={face.shelf}
      data-selected={selected || undefined}
      data-problem={face.problem !== null || undefined}
      data-open={face.open !== "" || undefined}
      data-waiting={face.waiting || undefined}
      data-active={active}
      data-hovered={hovered || undefined}
      data-standing={standing}
    >
      <span
        className={styles.symbol}
        style={{ fontSize: Math.max(SYMBOL, LEAST_TEXT / TEX_SCALE / step) }}
        data-title="true"
      >
        <Maths tex={face.symbol} />
      </span>
      {heat === undefined ? null : <Plate face={face} />}
      <NodeTile face={face} />
      <span className={styles.words} style={{ fontSize: LEAST_TEXT / step }} data-floats="true">
        {linesUnder(heatedFace(face, heat?.amount), step).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </span>
      {face.target ? <TargetFlag /> : null}
      <CheckBadge node={face.id} />
      <NodeProblem sentence={face.problem} open={face.open} node={face.id} selected={selected} />
      {face.ports.map((port) => (
        <Port key={`${port.side} ${port.id}`} face={face} port={port} reachable={selected} />
      ))}
    </div>
  )
})
