// A stroke on the picture of an Input: every move is run at once and none is an edit; its end is one, its cancelling none.

import { lockWords } from "../../../commands/allowed.ts"
import { setValues } from "../../../graph/edit/edit.ts"
import { greyValue } from "../../../graph/values/packed.ts"
import { writeValue } from "../../../graph/values/values.ts"
import { edit, endGesture } from "../../../state/document.ts"
import { say } from "../../../state/messages.ts"
import { countStroke, useLive } from "../../../state/run/live.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { type Spot, stroke } from "../../picture/brush.ts"
import { valueNow } from "../../picture/kept.ts"

/** An Input of one grey picture. */
export interface Drawable {
  readonly id: string
  readonly shape: Shape
}

interface Stroke extends Drawable {
  readonly before: Float64Array
  readonly cells: Float64Array
  readonly erase: boolean
  last: Spot
}

let current: Stroke | null = null

/** Puts the pen down at a place in cells. False where the document may not be changed, and it is said why. */
export function beginStroke({ id, shape }: Drawable, at: Spot, erase = false): boolean {
  const locked = lockWords()
  if (locked !== null) {
    say(locked)
    return false
  }
  const before = cellsNow({ id, shape })
  current = { id, shape, before, cells: before.slice(), erase, last: at }
  drawTo([at])
  return true
}

/** Draws on along places in cells; nothing while no pen is down. */
export function drawTo(spots: readonly Spot[]): void {
  if (current === null) return
  const { id, shape, cells, erase } = current
  const [rows, columns] = planeOf(shape)
  for (const spot of spots) {
    stroke(cells, { rows, columns }, current.last, spot, erase)
    current.last = spot
  }
  const greys = cells.map(asGrey)
  useLive.setState({ live: { node: id, cells: greys, value: literalOf(shape, greys) }, kept: false })
}

/** Lifts the pen: what was drawn is one step. */
export function endStroke(): void {
  const { live } = useLive.getState()
  const ended = current
  current = null
  if (ended === null || live === null) return
  const changed = live.cells.some((grey, i) => grey !== ended.before[i])
  if (changed) {
    edit(`Draw on ${ended.id}`, (document) => setValues(document, ended.id, "value", live.value))
    endGesture()
  }
  useLive.setState({ live: null, kept: true })
  if (changed) countStroke()
}

/** Takes the stroke back as if it had never been. False if no pen is down. */
export function cancelStroke(): boolean {
  if (current === null) return false
  current = null
  useLive.setState({ live: null, kept: false })
  return true
}

/** An empty pad: one step, none where it is empty already. */
export function clearPad({ id, shape }: Drawable): void {
  const before = cellsNow({ id, shape })
  if (before.every((grey) => grey === 0) && valueNow(id, shape) !== null) return
  edit(`Clear ${id}`, (document) => setValues(document, id, "value", literalOf(shape, before.fill(0))))
  endGesture()
  countStroke()
}

/** The picture as it stands; an empty pad where the numbers are none that a pen can go on from. */
function cellsNow({ id, shape }: Drawable): Float64Array {
  const now = valueNow(id, shape)
  const [rows, columns] = planeOf(shape)
  return now === null ? new Float64Array(rows * columns) : Float64Array.from(now.data)
}

function planeOf(shape: Shape): readonly [rows: number, columns: number] {
  return [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
}

function asGrey(value: number): number {
  return Math.round(255 * Math.min(1, Math.max(0, value))) / 255
}

function literalOf(shape: Shape, data: Float64Array) {
  return greyValue({ shape, data }) ?? writeValue({ shape, data })
}
