// What a card says at a zoom. Words keep a size that can be read on the screen, so the further out, the fewer fit: the op's
// name always stands, then settings, the count of parameters and the node's own name as there is room; of a name too long for
// its room the last part stays. Sizes in canvas pixels, worked out without measuring.

import { type Face, ROUND } from "./face.ts"
import { ARROW } from "./groupFace.ts"
import { FIRST_ROW } from "./ports.ts"
import { fitEnd, fitText, textWidth } from "./text/textWidth.ts"
import { texWidth } from "./text/texWidth.ts"
import { wrap } from "./text/wrap.ts"
import {
  type Hung,
  hang,
  LEAST_TEXT,
  stripBlock,
  type TilePlace,
  tilePlaceBelow,
  withShares,
  withTitle,
} from "./tile/hanging.ts"
import { TILE_FOOT, tileBlock } from "./tile/tile.ts"
import { placeWeights, type Room } from "./tile/weights.ts"

/** One line of a card: its words and the size of their letters. */
export interface CardLine {
  readonly kind: "title" | "formula" | "caption" | "amount" | "footer" | "name"
  readonly text: string
  readonly size: number
  readonly height: number
  /** A title that is a symbol: the text as a formula. */
  readonly tex?: string
}
/** All that a card says at a zoom. */
export interface CardText extends Hung {
  readonly lines: readonly CardLine[]
  /** The node's name at the end of the title's line, with the size of its letters; null where it has no room there. */
  readonly beside: {
    readonly text: string
    readonly size: number
    /** An overlay's number has taken the place of the name: it has no other. */
    readonly kind?: "amount"
  } | null
  /** Free room at the left and right edge. */
  readonly left: number
  readonly right: number
  /** From the upper edge to the first line. */
  readonly top: number
}
/** Where a formula's letters get too small. */
const FORMULA_STEP = 0.75
/** Up to here ops have room for their whole titles. */
const SHORT_STEP = 0.5
const NEAR = { left: 15, right: 13, top: 10, title: 20, formula: 38, row: 18 }
/** Of a setting that is cut at least this part must show. */
const WORTH = 0.6
/** A name of fewer letters than this is not worth its place. */
const FEWEST_LETTERS = 4

const known = new WeakMap<Face, Map<number, CardText>>()

/** What the card says at a step of `textZoom`; the same object for the same face and step. */
export function cardText(face: Face, step: number): CardText {
  const steps = known.get(face) ?? new Map<number, CardText>()
  known.set(face, steps)
  const found = steps.get(step) ?? setCard(face, step)
  steps.set(step, found)
  return found
}

/** Letters in canvas pixels at a step: `near` at full size, never below `least` pixels of the screen. */
function sizeAt(step: number, near: number, least = LEAST_TEXT): number {
  return Math.max(near, least / step)
}

/** A length that is `near` at full size and shrinks to `far` pixels of the screen. */
function roomAt(step: number, near: number, far: number): number {
  const share = Math.max(0, (step - 0.4) / 0.6)
  return (far + (near - far) * share) / step
}

/** Words leave a picture at least this share of its size. */
const LEAST_SHARE = 0.5
/** Further out there are no pictures. */
export const TILE_STEP = 0.2

function setCard(face: Face, step: number): CardText {
  const [left, right] = [roomAt(step, NEAR.left, 4), roomAt(step, NEAR.right, 2)]
  const inner = face.width - left - right
  const block = face.tile === null || step < TILE_STEP ? 0 : stripBlock(face, face.tile) + tileBlock(face.tile)
  const kept = face.tile !== null && step === 1 ? block + TILE_FOOT : LEAST_SHARE * block
  const room = face.height - 2 * roomAt(step, NEAR.top - 1, 1) - kept
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
  add(row("footer", face.footer, inner, sizeAt(step, 11), step))
  if (beside === null && face.tex === null) add(nameRow(face, inner, step))
  // The first line stands at the height of the first port where it can: so do the titles of a row of cards.
  const least = roomAt(step, NEAR.top - 1, 1)
  const most = Math.max(least, face.height - least - total(lines))
  const top = step === 1 ? NEAR.top : Math.min(most, Math.max(least, FIRST_ROW - (lines[0]?.height ?? 0) / 2))
  const set = { lines, left, right, top }
  return { ...set, beside, ...hungBelow(face, set, step) }
}

type Set = Pick<CardText, "lines" | "left" | "right" | "top">

/** Between the words and what hangs below them where both share the room, in pixels of the screen. */
const AIR = 2

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

function total(lines: readonly CardLine[]): number {
  return lines.reduce((sum, { height }) => sum + height, 0)
}

type Head = Pick<CardText, "beside"> & { readonly title: readonly CardLine[] }

/**
 * The op and, at the end of its line, the name. Far out a symbol such as γ tells nodes of one op apart: for it the op is said
 * for short, and where both have no room a source is called by it alone.
 */
function headOf(face: Face, inner: number, room: number, step: number): Head {
  const title = titleLines(face, inner, room, step)
  const beside = title.length === 1 ? nameBeside(face, inner, title[0], step) : null
  if (beside !== null || face.tex === null || step > SHORT_STEP) return { title, beside }
  const size = sizeAt(step, 13)
  const line: CardLine = { kind: "title", text: face.short, size, height: size * 1.18 }
  const close = face.short === "" ? null : nameBeside(face, inner, line, step)
  if (close !== null) return { title: [line], beside: close }
  return face.shelf === "source" && texWidth(face.tex, 1.25 * size) <= inner
    ? { title: [{ ...line, text: face.name, tex: face.tex }], beside: null }
    : { title, beside }
}

function titleLines(face: Face, inner: number, room: number, step: number): readonly CardLine[] {
  const sizes = [sizeAt(step, 13, 12), sizeAt(step, 13, LEAST_TEXT)]
  for (const size of sizes) {
    const height = step === 1 ? NEAR.title : size * 1.18
    const most = Math.max(1, Math.floor((room + 0.5) / height))
    const texts = wrap(face.title, inner, most, size, 600) ?? wrap(withoutAxes(face.title), inner, most, size, 600)
    if (texts !== null)
      return texts.map((text, i) => ({ kind: "title", text, size, height: i > 0 && step === 1 ? NEAR.row : height }))
  }
  const size = sizes[1] ?? 13
  const height = step === 1 ? NEAR.title : size * 1.18
  const short =
    face.short !== "" && textWidth(face.short, size, 600) <= inner ? face.short : fitText(face.title, inner, size, 600)
  return [{ kind: "title", text: short, size, height }]
}

/** `BatchNorm` for `BatchNorm2d`: where there is no room for all of it, the wires tell the axes. */
function withoutAxes(title: string): string {
  return title.replace(/(?<=[a-z])[12]d$/, "")
}

function nameBeside(face: Face, inner: number, title: CardLine | undefined, step: number): CardText["beside"] {
  if (face.name === "" || title === undefined) return null
  const size = sizeAt(step, 12)
  const room = inner - textWidth(title.text, title.size, 600) - roomAt(step, 8, 5)
  if (face.tex !== null) return texWidth(face.tex, 1.25 * size) <= room ? { text: face.name, size } : null
  return shortName(face.name, room, size)
}

function shortName(name: string, room: number, size: number): CardText["beside"] {
  const text = fitEnd(name, room, size)
  return text === name || text.length > FEWEST_LETTERS ? { text, size } : null
}

function nameRow({ name }: Face, inner: number, step: number): CardLine | null {
  const size = sizeAt(step, 12)
  const short = name === "" ? null : shortName(name, inner, size)
  return short && { kind: "name", text: short.text, size, height: step === 1 ? NEAR.row : size * 1.25 }
}

/** An overlay's number with its unit, or without it; it is never cut. */
function amountRow({ amount }: Face, inner: number, free: number, step: number): CardLine | null {
  const size = sizeAt(step, 11)
  const height = step === 1 ? NEAR.row : size * 1.25
  if (amount === undefined || height > free + 0.5) return null
  const text = [amount.long, amount.short].find((one) => textWidth(one, size) <= inner)
  return text === undefined ? null : { kind: "amount", text, size, height }
}

/** The same at the end of the title's line, where the card is too low for a line of its own. */
function amountBeside({ amount }: Face, inner: number, title: readonly CardLine[], step: number): CardText["beside"] {
  const [line] = title
  if (amount === undefined || line === undefined || title.length > 1) return null
  const size = sizeAt(step, 11)
  const room = inner - textWidth(line.text, line.size, 600) - roomAt(step, 8, 5)
  const text = [amount.long, amount.short].find((one) => textWidth(one, size) <= room)
  return text === undefined ? null : { text, size, kind: "amount" }
}

function row(kind: "caption" | "footer", text: string, inner: number, size: number, step: number): CardLine | null {
  const shown = text === "" ? null : shortened(text, inner, size)
  return shown === null ? null : { kind, text: shown, size, height: step === 1 ? NEAR.row : size * 1.25 }
}

/** The settings; the shapes through a group in one line, or in two, or not at all. */
function captionRows({ kind, caption }: Face, inner: number, free: number, step: number): readonly CardLine[] {
  const size = sizeAt(step, 12)
  const [into, out] = kind === "folded" ? caption.split(ARROW) : []
  const isWide = (text: string): boolean => textWidth(text, size) > inner
  if (into === undefined || out === undefined || !isWide(caption)) {
    const whole = row("caption", caption, inner, size, step)
    return whole === null ? [] : [whole]
  }
  const two = [into, ARROW.trimStart() + out]
  const height = step === 1 ? NEAR.row : size * 1.25
  if (two.some(isWide) || 2 * height > free + 0.5) return []
  return two.map((text) => ({ kind: "caption", text, size, height }))
}

/** As many of the settings as there is room for, the first of them first; null if not even most of one shows. */
function shortened(text: string, room: number, size: number): string | null {
  const parts = text.split(", ")
  for (let count = parts.length; count > 0; count--) {
    const some = parts.slice(0, count).join(", ")
    if (textWidth(some, size) <= room) return some
  }
  const cut = fitText(parts[0] ?? "", room, size)
  return cut.length < WORTH * (parts[0] ?? "").length ? null : cut
}
