// What of the canvas a node takes with the words under it.

import type { PlacedBox } from "../edit/arrange.ts"
import type { Face, PlacedFace } from "./face.ts"
import { textWidth } from "./text/textWidth.ts"

/** Height of a line of words under a round node or of a problem's sentence, and the room before it. */
const UNDER_LINE = 15
const UNDER_GAP = 4

/**
 * What chips keep clear of, with words set for a zoom of `textZoom`: a round node also claims the words under it, a node with
 * a problem its sentence.
 */
export function claimedBy({ face, x, y }: PlacedFace, textZoom = 1): PlacedBox {
  const { width, height } = face
  if (face.problem !== null) return { x, y, width, height: height + UNDER_GAP + (2 * UNDER_LINE) / textZoom }
  if (face.kind !== "symbol") return { x, y, width, height }
  const lines = linesUnder(face, textZoom)
  const wide = Math.max(width, ...lines.map((line) => textWidth(line, 11) / textZoom))
  const under = lines.length === 0 ? 0 : UNDER_GAP + (lines.length * UNDER_LINE) / textZoom
  return { x: x + (width - wide) / 2, y, width: wide, height: height + under }
}

/** At these zooms the second and the first line of words under a round node give way. */
const TWO_LINES = 0.8
const ONE_LINE = 0.5

/** The words under a round node at a zoom: what its symbol does not say. */
export function linesUnder(face: Face, textZoom = 1): readonly string[] {
  if (face.problem !== null || textZoom < ONE_LINE) return []
  // A label stands in the circle; then the words say which op it is.
  const words = face.tex === face.symbol ? face.title.toLowerCase() : face.name
  const last = face.amount?.short
  if (face.caption === "" || textZoom < TWO_LINES) return [last ?? words]
  return [words, last ?? face.caption]
}

/** Of the flag on the node that backward starts at, in pixels of the screen: its size, and how far it stands in from the corner. */
const FLAG = { width: 48, height: 18, in: 12, over: 11 }

/** What the flag takes over the upper right corner of the target; null on other nodes. */
export function flagOn({ face, x, y }: PlacedFace, textZoom = 1): PlacedBox | null {
  if (!face.target) return null
  const [width, height] = [FLAG.width / textZoom, FLAG.height / textZoom]
  return { x: x + face.width - FLAG.in - width, y: y - height + FLAG.height - FLAG.over, width, height }
}
