// The picture of an Input as a pad: pen, mouse and finger draw on it, and so do keys. Outside of it the card is a card.

import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react"
import type { Tile } from "../../../graph/drawing/tile/tile.ts"
import { nodeOf } from "../../../graph/wire.ts"
import { useDocument } from "../../../state/document.ts"
import { useLive } from "../../../state/run/live.ts"
import type { Shape, TensorData } from "../../../tensor/tensor.ts"
import type { Spot } from "../../picture/brush.ts"
import { keptLiteral, keptValue } from "../../picture/kept.ts"
import { Maps } from "../../tensor/Maps.tsx"
import { beginStroke, cancelStroke, clearPad, type Drawable, drawTo, endStroke } from "./drawing.ts"
import styles from "./Pad.module.css"

interface Props {
  readonly tile: Tile
  readonly shape: Shape
  /** What the run held, which may be of a moment ago. */
  readonly data: TensorData
}

export function Pad({ tile, shape, data }: Props) {
  const id = nodeOf(tile.place)
  const drawable = useMemo(() => ({ id, shape }), [id, shape])
  const locked = useDocument((state) => state.lock !== null)
  const shown = useShown(drawable, data)
  return (
    <>
      <Maps data={shown} sheet={tile} largest={1} family="value" grey />
      {locked ? null : <Hand drawable={drawable} tile={tile} />}
    </>
  )
}

/** What is being drawn, else what the document holds, else what the run did. */
function useShown({ id, shape }: Drawable, data: TensorData): TensorData {
  const live = useLive((state) => (state.live?.node === id ? state.live.cells : null))
  const written = useDocument(({ document }) => keptLiteral(document, id))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the value is read from the document
  const kept = useMemo(() => keptValue(id, shape)?.data ?? null, [id, shape, written])
  return live ?? kept ?? data
}

/** The eraser of a pen, as its other end says. */
const ERASER = 32

function Hand({ drawable, tile: { rows, columns } }: { readonly drawable: Drawable; readonly tile: Tile }) {
  const [down, setDown] = useState(false)
  useEscape(down, setDown)
  const keys = useKeys(drawable, rows, columns)
  const placeIn = (element: Element, { clientX, clientY }: { clientX: number; clientY: number }): Spot => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return [((clientX - left) / width) * columns, ((clientY - top) / height) * rows]
  }
  const press = (event: PointerEvent) => {
    // A second finger is about the view.
    if (!event.isPrimary) {
      cancelStroke()
      setDown(false)
      return
    }
    if (event.button !== 0 && event.buttons !== ERASER) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDown(beginStroke(drawable, placeIn(event.currentTarget, event), event.buttons === ERASER))
  }
  const move = (event: PointerEvent) => {
    if (!down || !event.isPrimary) return
    const { currentTarget, nativeEvent } = event
    const all = nativeEvent.getCoalescedEvents?.() ?? []
    drawTo((all.length > 0 ? all : [nativeEvent]).map((one) => placeIn(currentTarget, one)))
  }
  return (
    <div
      role="application"
      data-pad=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is interactive, and keys draw as well
      tabIndex={0}
      className={`nodrag nopan ${styles.hand}`}
      aria-label={`Draw on ${drawable.id}`}
      aria-description="Arrow keys move the pen, Space puts it down and lifts it, Delete clears the pad."
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={() => {
        endStroke()
        setDown(false)
      }}
      onPointerCancel={() => {
        cancelStroke()
        setDown(false)
      }}
      // A click here has drawn, and chooses nothing.
      onClick={(event) => event.stopPropagation()}
      onKeyDown={keys.press}
      onBlur={keys.leave}
    >
      {keys.cursor === null ? null : (
        <span
          className={styles.cursor}
          data-down={keys.down || undefined}
          style={{ left: `${(100 * keys.cursor[0]) / columns}%`, top: `${(100 * keys.cursor[1]) / rows}%` }}
        />
      )}
    </div>
  )
}

/** Escape takes back what the pen that is down has drawn; two fingers mean the view. */
function useEscape(down: boolean, setDown: (down: boolean) => void): void {
  useEffect(() => {
    if (!down) return
    const cancel = () => {
      cancelStroke()
      setDown(false)
    }
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape") return
      event.preventDefault()
      event.stopPropagation()
      cancel()
    }
    const touch = ({ touches }: TouchEvent) => {
      if (touches.length > 1) cancel()
    }
    addEventListener("keydown", press, true)
    addEventListener("touchstart", touch, true)
    return () => {
      removeEventListener("keydown", press, true)
      removeEventListener("touchstart", touch, true)
    }
  }, [down, setDown])
}

const STEPS: Readonly<Record<string, Spot>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
/** Cells of one press with Shift. */
const FAR = 4

/** The pen that keys move: where it is, once they have, and whether it is down. */
function useKeys(drawable: Drawable, rows: number, columns: number) {
  const [cursor, setCursor] = useState<Spot | null>(null)
  const [down, setDown] = useState(false)
  const at = useRef<Spot>([columns / 2, rows / 2])
  const lift = () => {
    if (down) endStroke()
    setDown(false)
  }
  const act = (key: string, far: boolean): boolean => {
    const step = STEPS[key]
    if (step !== undefined) {
      const [x, y] = at.current
      const length = far ? FAR : 1
      const to = (from: number, by: number, most: number) => Math.min(most - 0.5, Math.max(0.5, from + length * by))
      at.current = [to(x, step[0], columns), to(y, step[1], rows)]
      setCursor(at.current)
      if (down) drawTo([at.current])
    } else if (key === " ") {
      setCursor(at.current)
      if (down) lift()
      else setDown(beginStroke(drawable, at.current))
    } else if (key === "Escape" && down) {
      cancelStroke()
      setDown(false)
    } else if (key === "Delete" || key === "Backspace") {
      lift()
      clearPad(drawable)
    } else return false
    return true
  }
  return {
    cursor,
    down,
    press: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !act(event.key, event.shiftKey)) return
      event.preventDefault()
      event.stopPropagation()
    },
    leave: () => {
      lift()
      setCursor(null)
    },
  }
}
