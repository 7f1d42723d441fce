import X from "lucide-react/icons/x"
import { type PointerEvent, useRef, useState } from "react"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./SheetHead.module.css"

/** A finger that has gone this far up or down has drawn the sheet, in pixels of the screen. */
const DRAWN = 36

interface Props {
  readonly word: string
  /** On a telephone it lies under the graph, and can be drawn up over it. */
  readonly rises?: boolean
}

/** Stands at the top of an open sheet: its name, and the ways to close it. Drawn down, it closes; drawn up, it grows. */
export function SheetHead({ word, rises = false }: Props) {
  const setSheet = useSession((state) => state.setSheet)
  const [tall, setTall] = useState(false)
  const from = useRef<number | null>(null)
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    from.current = rises ? event.clientY : null
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    if (from.current === null) return
    const moved = event.clientY - from.current
    if (Math.abs(moved) < DRAWN) return
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = null
    if (moved > 0 && !tall) setSheet(null)
    else setTall(moved < 0)
  }
  const onPointerEnd = (): void => {
    from.current = null
  }
  return (
    <div
      className={styles.head}
      data-rises={rises || undefined}
      data-tall={tall || undefined}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
    >
      {rises ? (
        <button
          type="button"
          className={styles.grip}
          aria-expanded={tall}
          aria-label={tall ? `Lower ${word}` : `Raise ${word}`}
          onClick={() => setTall(!tall)}
        />
      ) : null}
      <span>{word}</span>
      <Button look="icon" size="bar" aria-label={`Close ${word}`} onClick={() => setSheet(null)}>
        <X size={18} aria-hidden="true" />
      </Button>
    </div>
  )
}
