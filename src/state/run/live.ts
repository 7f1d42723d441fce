// Numbers that a hand is at: what one Input holds while a stroke is drawn on it. The run follows them; the document gets them
// once, when the stroke ends, as one step that can be undone.

import { create } from "zustand"
import type { GradwireDocument, ValueLiteral } from "../../graph/document.ts"
import { setValues } from "../../graph/edit/edit.ts"

/** An Input under a hand. */
interface Live {
  readonly node: string
  /** Its grey picture, row by row, 0 to 1; another array for each change. */
  readonly cells: Float64Array
  readonly value: ValueLiteral
}

interface LiveState {
  readonly live: Live | null
  /** The stroke that ended last is in the document: there is nothing to run again for. */
  readonly kept: boolean
  /** Grows with every stroke that ended, and every pad that was cleared. */
  readonly drawn: number
  /** What the network tells of the last stroke, in words; empty until it has. */
  readonly said: string
}

export const useLive = create<LiveState>()(() => ({ live: null, kept: false, drawn: 0, said: "" }))

/** A stroke has ended, or a pad was cleared. */
export function countStroke(): void {
  useLive.setState(({ drawn }) => ({ drawn: drawn + 1 }))
}

/** The document as it is to be run. */
export function withLive(document: GradwireDocument): GradwireDocument {
  const { live } = useLive.getState()
  return live === null ? document : setValues(document, live.node, "value", live.value)
}
