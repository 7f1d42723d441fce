// One number that can be changed: typed, with arrow keys, or by dragging sideways. A text that is no number stays in its
// cell, marked, and the tensor keeps what it had.

import { memo, useRef } from "react"
import { writeFull } from "../../formula/number.ts"
import { endGesture, startGesture } from "../../state/document.ts"
import { keepDraft, useDrafts } from "../../state/drafts.ts"
import type { Dtype } from "../../tensor/tensor.ts"

interface Props {
  /** Full name of the tensor, and the address in it: together they name the draft. */
  readonly name: string
  readonly address: string
  readonly index: number
  readonly value: number
  readonly dtype: Dtype
  readonly onChange: (index: number, value: number, drag: boolean) => void
  /** True if the text was taken as numbers for several cells. */
  readonly onPaste: (text: string, index: number) => boolean
}

/** Pixels before a press is a drag. */
const SLACK = 4
/** Change for one pixel; ten times that with Shift, a tenth with Alt. */
const STEP = 0.01

export const ValueCell = memo(function ValueCell({ name, address, index, value, dtype, onChange, onPaste }: Props) {
  const field = `${name}${address}`
  const draft = useDrafts((state) => state.drafts.get(field))
  const drag = useDrag(value, (next) => {
    keepDraft(field, null)
    onChange(index, next, true)
  })
  const type = (text: string) => {
    keepDraft(field, text)
    const typed = readCell(text)
    if (typed !== null) onChange(index, typed, false)
  }
  const wrong = draft !== undefined && readCell(draft) === null
  const shown = writeFull(value, dtype)
  return (
    <input
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={`${name} ${address}`}
      aria-invalid={wrong}
      title={wrong ? `"${draft}" is not a finite number; ${shown} stays` : `${address}, drag sideways to change`}
      value={draft ?? shown}
      {...drag}
      onFocus={(event) => {
        startGesture()
        event.target.select()
      }}
      onChange={(event) => type(event.target.value)}
      onBlur={() => {
        endGesture()
        if (!wrong) keepDraft(field, null)
      }}
      onPaste={(event) => {
        if (onPaste(event.clipboardData.getData("text/plain"), index)) event.preventDefault()
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return
        event.preventDefault()
        const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 1 : 0.1)
        type(String(rounded(value + by)))
      }}
    />
  )
})

/** A press that moves sideways changes the number, in one undo step; one that does not puts the cursor into the field. */
function useDrag(value: number, onDrag: (value: number) => void) {
  const press = useRef<{ readonly x: number; readonly value: number; moved: boolean } | null>(null)
  const end = () => {
    if (press.current?.moved) endGesture()
    press.current = null
  }
  return {
    // Without this the press itself would focus the field and select text.
    onMouseDown: (event: React.MouseEvent<HTMLInputElement>) => {
      if (event.button === 0 && document.activeElement !== event.currentTarget) event.preventDefault()
    },
    onPointerDown: (event: React.PointerEvent<HTMLInputElement>) => {
      if (event.button !== 0 || document.activeElement === event.currentTarget) return
      press.current = { x: event.clientX, value, moved: false }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: React.PointerEvent<HTMLInputElement>) => {
      const pressed = press.current
      if (pressed === null) return
      const by = event.clientX - pressed.x
      if (!pressed.moved && Math.abs(by) <= SLACK) return
      pressed.moved = true
      const step = STEP * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1)
      onDrag(rounded(pressed.value + step * by))
    },
    onPointerUp: (event: React.PointerEvent<HTMLInputElement>) => {
      if (press.current !== null && !press.current.moved) event.currentTarget.focus()
      end()
    },
    onPointerCancel: end,
  }
}

function rounded(x: number): number {
  return Number(x.toPrecision(7))
}

function readCell(text: string): number | null {
  const value = Number(text.trim().replaceAll("−", "-"))
  return text.trim() === "" || !Number.isFinite(value) ? null : value
}
