// Selecting by drawing around nodes: Alt and drag on the empty canvas, or, by its command, the next drag wherever it begins.
// A node is taken if its middle is inside.

import { useStore } from "@xyflow/react"
import { useEffect, useState } from "react"
import type { Point } from "../../../graph/document.ts"
import { isInside } from "../../../graph/layout/polygon.ts"
import { useCamera } from "../../../state/camera.ts"
import { useSession } from "../../../state/session.ts"
import { boxes } from "../flow/nodesAndEdges.ts"
import styles from "./Lasso.module.css"

export function Lasso() {
  const asked = useSession((state) => state.lasso)
  const pane = useStore((state) => state.domNode)
  const [line, setLine] = useState<readonly Point[] | null>(null)

  useEffect(() => {
    // Before the canvas hears it, which would pan; without its default no mouse event follows.
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || !event.altKey) return
      if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return
      event.preventDefault()
      event.stopPropagation()
      draw(event.clientX, event.clientY, event.shiftKey, setLine)
    }
    pane?.addEventListener("pointerdown", onDown, true)
    return () => pane?.removeEventListener("pointerdown", onDown, true)
  }, [pane])

  useEffect(() => {
    if (!asked) return
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") useSession.getState().setLasso(false)
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [asked])

  const corner = pane?.getBoundingClientRect()
  const points = line?.map(([x, y]) => `${x - (corner?.left ?? 0)},${y - (corner?.top ?? 0)}`).join(" ")
  return (
    <>
      {asked ? (
        <div
          className={styles.catcher}
          onPointerDown={(event) => {
            event.preventDefault()
            draw(event.clientX, event.clientY, event.shiftKey, setLine)
          }}
        />
      ) : null}
      {points === undefined ? null : (
        <svg className={styles.drawing} aria-hidden="true">
          <polygon points={points} />
        </svg>
      )}
    </>
  )
}

function draw(x: number, y: number, adds: boolean, show: (line: readonly Point[] | null) => void): void {
  let line: readonly Point[] = [[x, y]]
  const onMove = (event: PointerEvent): void => {
    line = [...line, [event.clientX, event.clientY]]
    show(line)
  }
  const onEnd = (event: PointerEvent): void => {
    removeEventListener("pointermove", onMove)
    removeEventListener("pointerup", onEnd)
    removeEventListener("pointercancel", onEnd)
    show(null)
    useSession.getState().setLasso(false)
    // The click that follows would let go of what was just selected.
    addEventListener("click", swallow, { capture: true, once: true })
    setTimeout(() => removeEventListener("click", swallow, { capture: true }))
    if (event.type === "pointerup" && line.length > 2) selectInside(line, adds)
  }
  addEventListener("pointermove", onMove)
  addEventListener("pointerup", onEnd)
  addEventListener("pointercancel", onEnd)
}

function swallow(event: Event): void {
  event.stopPropagation()
}

function selectInside(line: readonly Point[], adds: boolean): void {
  const { camera } = useCamera.getState()
  if (camera === null) return
  const outline = line.map(([x, y]) => camera.at(x, y))
  const { nodes, select } = useSession.getState()
  const inside = [...boxes()].filter(([, box]) => isInside([box.x + box.width / 2, box.y + box.height / 2], outline))
  const ids = inside.map(([id]) => id)
  select({ nodes: adds ? [...new Set([...nodes, ...ids])] : ids, wires: [] })
}
