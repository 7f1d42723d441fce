// One number that can be changed: typed, with arrow keys, or by dragging sideways; Escape gives back what was there. A text
// that is no number stays in its cell, marked, and the tensor keeps what it had.

import { memo, useRef } from "react"
import { writeFull } from "../../../formula/number.ts"
import { endGesture, startGesture } from "../../../state/document.ts"
import { keepDraft, useDrafts } from "../../../state/drafts.ts"
import type { Dtype } from "../../../tensor/tensor.ts"

interface Props {
  /** Full name of the tensor, and the address in it: together they name the draft. */
  readonly name: string
  readonly address: string
  readonly index: number
  /** Index of the cell below, for Enter. */
  readonly below: number
  readonly value: number
  readonly dtype: Dtype
  readonly onChange: (index: number, value: number, drag: boolean) => void
  /** Takes back what this visit or drag changed; false if that is nothing. */
  readonly onRevert: (index: number) => boolean
  /** True if the text was taken as numbers for several cells. */
  readonly onPaste: (text: string, index: number) => boolean
}

/** Pixels before a press is a drag. */
const SLACK = 4
/** Change for one pixel of a number from 1 to 10, or of 0; with Shift ten times that, with Alt a tenth. */
const STEP = 0.01
/** An arrow key changes as much as this many pixels. */
const PIXELS = 10

export const ValueCell = memo(function ValueCell(props: Props) {
  const { name, address, index, below, value, dtype, onChange, onRevert, onPaste } = props
  const field = `${name}${address}`
  const draft = useDrafts((state) => state.drafts.get(field))
  const visit = useRef(value)
  const revert = (): boolean => {
    keepDraft(field, null)
    return onRevert(index)
  }
  const change = (next: number) => {
    keepDraft(field, null)
    onChange(index, next, true)
  }
  const drag = useDrag(value, change, revert)
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
      data-index={index}
      aria-invalid={wrong}
      title={wrong ? `"${draft}" is not a finite number; ${shown} stays` : `${address}, drag sideways to change`}
      value={draft ?? shown}
      {...drag}
      onFocus={(event) => {
        startGesture()
        visit.current = value
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
        if (event.key === "Escape") {
          // The keys of the window have a meaning of their own for it.
          event.stopPropagation()
          if (!revert() && draft === undefined) event.currentTarget.blur()
        }
        if (event.key === "Enter") goTo(event.currentTarget, below)
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return
        event.preventDefault()
        const by = PIXELS * stepAt(visit.current) * (event.key === "ArrowUp" ? 1 : -1)
        type(String(rounded(value + by * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1), 12)))
      }}
    />
  )
})

/** A press that moves sideways changes the number, in one undo step; one that does not puts the cursor into the field. */
function useDrag(value: number, onDrag: (value: number) => void, onEscape: () => boolean) {
  const press = useRef<Press | null>(null)
  const end = () => {
    press.current?.forget()
    if (press.current?.moved) endGesture()
    press.current = null
  }
  const give = () => {
    if (press.current?.moved) onEscape()
    end()
  }
  return {
    // Without this the press itself would focus the field and select text.
    onMouseDown: (event: React.MouseEvent<HTMLInputElement>) => {
      if (event.button === 0 && document.activeElement !== event.currentTarget) event.preventDefault()
    },
    onPointerDown: (event: React.PointerEvent<HTMLInputElement>) => {
      if (event.button !== 0 || document.activeElement === event.currentTarget) return
      press.current = { x: event.clientX, value, moved: false, forget: onEscapeKey(give) }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: React.PointerEvent<HTMLInputElement>) => {
      const pressed = press.current
      if (pressed === null) return
      const by = event.clientX - pressed.x
      if (!pressed.moved && Math.abs(by) <= SLACK) return
      pressed.moved = true
      const step = stepAt(pressed.value) * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1)
      onDrag(rounded(pressed.value + step * by, 7))
    },
    onPointerUp: (event: React.PointerEvent<HTMLInputElement>) => {
      if (press.current !== null && !press.current.moved) event.currentTarget.focus()
      end()
    },
    onPointerCancel: end,
  }
}

/** As in a spreadsheet, Enter goes to the cell below, or leaves the last one. */
function goTo(field: HTMLInputElement, index: number): void {
  const next = field.parentElement?.querySelector(`[data-index="${index}"]`)
  if (next instanceof HTMLInputElement) next.focus()
  else field.blur()
}

/** The field has no focus while it is dragged, so the key is heard at the window. Answers how to stop listening. */
function onEscapeKey(then: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return
    event.stopPropagation()
    then()
  }
  window.addEventListener("keydown", onKey, true)
  return () => window.removeEventListener("keydown", onKey, true)
}

interface Press {
  readonly x: number
  readonly value: number
  moved: boolean
  readonly forget: () => void
}

/** A hundredth of the number's power of ten: a weight of 0.05 moves by 0.0001 a pixel, a grey level of 200 by 1. */
function stepAt(value: number): number {
  return value === 0 ? STEP : STEP * 10 ** Math.floor(Math.log10(Math.abs(value)))
}

function rounded(x: number, digits: number): number {
  return Number(x.toPrecision(digits))
}

function readCell(text: string): number | null {
  const plain = text.trim().replaceAll("−", "-")
  // 0,25 is how a quarter is written in most of Europe; there is one number in a cell, so a comma parts nothing.
  const value = Number(/^[-+]?\d*,\d+$/.test(plain) ? plain.replace(",", ".") : plain)
  return plain === "" || !Number.isFinite(value) ? null : value
}
