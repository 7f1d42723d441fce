import { type ConnectionLineComponentProps, Position } from "@xyflow/react"
import { curveBetween, curvePath } from "../../../graph/drawing/wires/curve.ts"
import type { FlowNode } from "../flow/elements.ts"
import styles from "./ConnectionLine.module.css"

/** The wire that is being drawn, from the middle of the port it starts at. */
export function ConnectionLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromHandle, toX, toY, connectionStatus, fromNode } = props
  const { x, y } = fromNode.internals.positionAbsolute
  const port = fromNode.data.face.ports.find(
    ({ id, side }) => id === fromHandle.id && (side === "out") === (fromHandle.type === "source"),
  )
  const [px, py] = port?.at ?? [0, 0]
  const here = [x + px, y + py] as const
  const there = [toX, toY] as const
  const below = fromHandle.position === Position.Bottom
  const curve = fromHandle.type === "source" ? curveBetween(here, there) : curveBetween(there, here, below)
  return <path className={styles.line} data-status={connectionStatus ?? undefined} d={curvePath(curve)} />
}
