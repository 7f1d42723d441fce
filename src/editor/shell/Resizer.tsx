import { type KeyboardEvent, type PointerEvent, useRef } from "react"
import { PANEL_LIMITS, type PanelName, useSession } from "../../state/session.ts"
import styles from "./Resizer.module.css"

interface Props {
  readonly panel: PanelName
  /** The edge of the panel that it stands on. */
  readonly side: "left" | "right" | "top"
}

const STEP = 16

/** The edge of a panel: drag it, move it with arrows, or double-click to hide the panel. */
export function Resizer({ panel, side }: Props) {
  const size = useSession((state) => state.panels[panel].size)
  const setPanel = useSession((state) => state.setPanel)
  const start = useRef<{ readonly at: number; readonly size: number } | null>(null)
  const upright = side !== "top"
  const grows = side === "right" ? 1 : -1
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    const now = box === undefined ? size : upright ? box.width : box.height
    start.current = { at: upright ? event.clientX : event.clientY, size: now }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (start.current === null) return
    const moved = (upright ? event.clientX : event.clientY) - start.current.at
    setPanel(panel, { size: start.current.size + grows * moved })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const back = upright ? "ArrowLeft" : "ArrowUp"
    const forth = upright ? "ArrowRight" : "ArrowDown"
    if (event.key !== back && event.key !== forth) return
    event.preventDefault()
    setPanel(panel, { size: size + grows * (event.key === forth ? STEP : -STEP) })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> takes no focus; this separator can be moved
    <div
      className={styles.resizer}
      data-side={side}
      role="separator"
      tabIndex={0}
      aria-label={`Size of the ${panel === "palette" ? "library" : panel}`}
      aria-orientation={upright ? "vertical" : "horizontal"}
      aria-valuenow={size}
      aria-valuemin={PANEL_LIMITS[panel][0]}
      aria-valuemax={PANEL_LIMITS[panel][1]}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null
      }}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setPanel(panel, { open: false })}
    />
  )
}
