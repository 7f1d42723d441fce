// One wire: the curve that is seen and a wider one that is hit. React Flow gives the outer edges of the two ports; the
// curve itself runs between their middles. This folder draws wires and what lies on them; their ways come from
// graph/drawing, which pictures read too.

import { type EdgeProps, Position } from "@xyflow/react"
import { memo } from "react"
import { curveOn } from "../../../graph/drawing/ways.ts"
import { curvePath } from "../../../graph/drawing/wires/curve.ts"
import { useSession } from "../../../state/session.ts"
import { type FlowEdge, PORT_REACH } from "../flow/elements.ts"
import { useLanding } from "../flow/landing.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import { useWireStanding } from "../flow/useActive.ts"
import styles from "./WireEdge.module.css"

export const WireEdge = memo(function WireEdge(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, targetPosition, selected } = props
  const look = useFlow((state) => state.looks.get(id))
  const hovered = useSession(({ hovered }) => hovered !== null && "wire" in hovered && hovered.wire === id)
  const lit = useSession((state) => (state.lit.length === 0 ? undefined : state.lit.includes(id)))
  const landing = useLanding((state) => state.wire === id)
  const standing = useWireStanding(id)
  const below = targetPosition === Position.Bottom
  const way = useFlow((state) => state.ways.get(id))
  const from = [even(sourceX) - PORT_REACH, even(sourceY)] as const
  const to = below
    ? ([even(targetX), even(targetY) - PORT_REACH] as const)
    : ([even(targetX) + PORT_REACH, even(targetY)] as const)
  const path = curvePath(curveOn(way, from, to, below))
  return (
    <g
      className={styles.wire}
      data-tone={look?.tone ?? "rest"}
      data-zero={look?.zero || undefined}
      data-bad={look?.bad || undefined}
      data-selected={selected || undefined}
      data-hovered={hovered || undefined}
      data-standing={standing}
      data-landing={landing || undefined}
      data-lit={lit}
    >
      {selected || hovered || lit || landing || standing === "value" || standing === "gradient" ? (
        <path className={styles.halo} d={path} strokeWidth={(look?.width ?? 1.5) + 6} />
      ) : null}
      <path className={`${styles.line} react-flow__edge-path`} d={path} style={{ strokeWidth: look?.width ?? 1.5 }} />
      <path className={`${styles.hit} react-flow__edge-interaction`} d={path} />
    </g>
  )
})

/** React Flow measures ports again once a card is mounted, a few thousandths of a pixel off: not worth another path. */
function even(x: number): number {
  return Math.round(16 * x) / 16
}
