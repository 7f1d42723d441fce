// What a card says at a zoom. Words keep a size that can be read on the screen, so the further out, the fewer fit: the op's
// name always stands, then settings, the count of parameters and the node's own name as there is room; of a name too long for
// its room the last part stays. Sizes in canvas pixels, worked out without measuring.

import { type Face, ROUND } from "../face.ts"
import { FIRST_ROW } from "../ports.ts"
import { textWidth } from "../text/textWidth.ts"
import {
  AIR,
  type Hung,
  hang,
  leadBlock,
  letteredBlock,
  stripBlock,
  type TilePlace,
  tilePlaceBelow,
  withShares,
  withTitle,
} from "../tile/hanging.ts"
import { TILE_FOOT, tileBlock } from "../tile/tile.ts"
import { placeWeights, type Room } from "../tile/weights.ts"
import { headOf, nameRow } from "./head.ts"
import { type CardBeside, type CardLine, NEAR, roomAt, sizeAt, TITLE_LINE, total } from "./lines.ts"
import { amountBeside, amountRow, captionRows, footerRow } from "./rows.ts"

/** All that a card says at a zoom. */
export interface CardText extends Hung {
  readonly lines: readonly CardLine[]
  /** The node's name at the end of the title's line, with the size of its letters; null where it has no room there. */
  readonly beside: CardBeside | null
  /** Free room at the left and right edge. */
  readonly left: number
  readonly right: number
  /** From the upper edge to the first line. */
  readonly top: number
}
/** Where a formula's letters get too small. */
const FORMULA_STEP = 0.75

const known = new WeakMap<Face, Map<number, CardText>>()

/** What the card says at a step of `textZoom`; the same object for the same face and step. */
export function cardText(face: Face, step: number): CardText {
  const steps = known.get(face) ?? new Map<number, CardText>()
  known.set(face, steps)
  const found = steps.get(step) ?? setCard(face, step)
  steps.set(step, found)
  return found
}

/** Words leave a picture at least this share of its size. */
const LEAST_SHARE = 0.5
/** Further out there are no pictures. */
export const TILE_STEP = 0.2

function setCard(face: Face, step: number): CardText {
  const [left, right] = [roomAt(step, NEAR.left, 4), roomAt(step, NEAR.right, 2)]
  const inner = face.width - left - right
  const room = roomOf(face, step) - keptBelow(face, step)
  const { title, beside: name } = headOf(face, inner, room, step)
  const lines = [...title]
  let free = room - total(lines)
  const add = (line: CardLine | null): boolean => {
    if (line === null || line.height > free + 0.5) return false
    lines.push(line)
    free -= line.height
    return true
  }
  if (face.formula !== "" && step > FORMULA_STEP) {
    add({ kind: "formula", text: face.formula, size: sizeAt(step, 12), height: NEAR.formula })
  }
  // An overlay's number has its room before the settings.
  const amount = amountRow(face, inner, free, step)
  const beside = (amount === null ? amountBeside(face, inner, title, step) : null) ?? name
  free -= amount?.height ?? 0
  for (const line of captionRows(face, inner, free, step)) add(line)
  if (amount !== null) lines.push(amount)
  add(footerRow(face, inner, step))
  if (beside === null && face.tex === null) add(nameRow(face, inner, step))
  // The first line stands at the height of the first port where it can: so do the titles of a row of cards.
  const least = roomAt(step, NEAR.top - 1, 1)
  const most = Math.max(least, face.height - least - total(lines))
  const top = step === 1 ? NEAR.top : Math.min(most, Math.max(least, FIRST_ROW - (lines[0]?.height ?? 0) / 2))
  const set = { lines, left, right, top }
  return { ...set, beside, ...hungBelow(face, set, step) }
}

/** Height of a card but for its edges. */
function roomOf({ height }: Face, step: number): number {
  return height - 2 * roomAt(step, NEAR.top - 1, 1)
}

/** What words leave to what hangs below them. Scores are worth more than settings: they keep room for their letters, or for the first of them. */
function keptBelow(face: Face, step: number): number {
  if (face.tile === null || step < TILE_STEP) return 0
  const block = stripBlock(face, face.tile) + tileBlock(face.tile)
  if (step === 1) return block + TILE_FOOT
  const least = LEAST_SHARE * block
  if (face.tile.kind !== "bars") return least
  const lettered = letteredBlock(face.tile, step)
  const title = TITLE_LINE * sizeAt(step, 13)
  return lettered + title <= roomOf(face, step) ? Math.max(least, lettered) : least + leadBlock(step)
}

type Set = Pick<CardText, "lines" | "left" | "right" | "top">

/** What hangs below the words; what has no room there may have some beside them. */
function hungBelow(face: Face, set: Set, step: number): Hung {
  if (!hasTile(face) || step < TILE_STEP) return { tile: null, weights: null, statistics: null }
  const air = step === 1 ? 0 : AIR / step
  const hung = hang(face, set.top + total(set.lines) + air, step)
  const rooms = roomsBeside(face, set, step)
  if (hung.statistics !== null) return { ...hung, statistics: withTitle(face, hung.statistics, rooms.at(-1)) }
  const weights =
    face.weights === null || hung.weights !== null ? hung.weights : placeWeights(face.weights, rooms, step)
  return { ...hung, weights, tile: weights === null ? withShares(face, hung.tile, rooms.at(-1), step) : hung.tile }
}

function hasTile(face: Face): face is Face & { readonly tile: NonNullable<Face["tile"]> } {
  return face.tile !== null
}

/** Between words and what is drawn beside them, and above and under it, in pixels of the screen. */
const BESIDE = 8
const AROUND = 1

/** What is free at the right of the last lines under the title: of one, of two, … */
function roomsBeside(face: Face, { lines, left, right, top }: Set, step: number): readonly Room[] {
  const under = lines.filter(({ kind }) => kind !== "title")
  const bottom = top + total(lines)
  return under.map((_, i) => {
    const rows = under.slice(i)
    const words = rows.map(({ kind, text, size }) => (kind === "formula" ? face.width : textWidth(text, size)))
    const x = left + Math.max(...words) + BESIDE / step
    const y = bottom - total(rows) + AROUND / step
    return { x, y, width: Math.max(0, face.width - right - x), height: bottom - AROUND / step - y }
  })
}

/** Where the picture under the symbol of a round node hangs. */
export function symbolTile(face: Face, step: number): TilePlace | null {
  return hasTile(face) && step >= TILE_STEP ? tilePlaceBelow(face, ROUND - 4, step) : null
}
