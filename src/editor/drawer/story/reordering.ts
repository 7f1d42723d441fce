// A frame is taken by its grip, with mouse, pen or finger, and let go over the one whose place it takes.

import { type PointerEvent, useState } from "react"

/** So far the pointer goes before something is dragged, in pixels: less is a click. */
const STILL = 4

/** What is dragged and over which frame it is, by their ids. */
export interface Dragged {
  readonly id: string
  readonly over: string
}

/** Rows have their ids as `data-frame`. `onMove`: let go over another row. */
export function useReordering(onMove: (id: string, onto: string) => void) {
  const [held, setHeld] = useState<{ readonly id: string; readonly y: number } | null>(null)
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const end = (): void => {
    setHeld(null)
    setDragged(null)
  }
  return {
    dragged,
    handlersOf: (id: string) => ({
      onPointerDown: ({ button, clientY, currentTarget, pointerId }: PointerEvent) => {
        if (button !== 0) return
        // What comes next is heard wherever the pointer is.
        currentTarget.setPointerCapture(pointerId)
        setHeld({ id, y: clientY })
      },
      onPointerMove: ({ clientY, currentTarget }: PointerEvent) => {
        if (held?.id !== id || (dragged === null && Math.abs(clientY - held.y) < STILL)) return
        const over = rowAt(currentTarget, clientY) ?? id
        if (dragged?.over !== over) setDragged({ id, over })
      },
      onPointerUp: () => {
        if (dragged !== null && dragged.over !== id) onMove(id, dragged.over)
        end()
      },
      onPointerCancel: end,
    }),
  }
}

/** The row at a height of the window, or the first or last beyond the ends. */
function rowAt(grip: Element, y: number): string | undefined {
  const rows = [...(grip.closest("ol")?.querySelectorAll<HTMLElement>("[data-frame]") ?? [])]
  const found = rows.find((row) => y < row.getBoundingClientRect().bottom) ?? rows.at(-1)
  return found?.dataset.frame
}
