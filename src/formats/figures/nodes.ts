// Cards, round nodes and what hangs on them, as the canvas draws them (src/editor/canvas/*.module.css).

import { type CardText, cardText } from "../../graph/drawing/card/cardText.ts"
import type { CardLine } from "../../graph/drawing/card/lines.ts"
import { linesUnder } from "../../graph/drawing/claims.ts"
import { type Face, type PlacedFace, ROUND } from "../../graph/drawing/face.ts"
import type { Written } from "../../graph/drawing/scene.ts"
import { textWidth } from "../../graph/drawing/text/textWidth.ts"
import { TEX_SCALE } from "../../graph/drawing/text/texWidth.ts"
import { drawFlag, drawPorts, drawProblem } from "./badges.ts"
import { type Colours, categoryOf } from "./colours.ts"
import { type Ground, plateOf } from "./heat.ts"
import { BASELINE, formula, words } from "./text.ts"
import { element, escapeXml } from "./xml.ts"

/** What is said of a layer beyond its face: its parameters as a computation, and its receptive field. */
export interface Details {
  readonly count: string
  readonly field: string
}

/** Room that the details of a card take. */
export function roomFor(face: Face, details: Details | undefined): Written {
  const room = details === undefined || details.field === "" || face.kind !== "card" ? 0 : 18
  return fieldAbove(face) ? { above: room, below: 0 } : { above: 0, below: room }
}

/** `tiles`: the picture of its tensor, drawn already. `ground`: what it lies on under an overlay. */
export function drawNode(
  placed: PlacedFace,
  colours: Colours,
  details: Details | undefined,
  tiles: string,
  ground?: Ground,
): string {
  const { face, x, y } = placed
  const inside = [
    bodyOf(face, colours, details, ground),
    ground === undefined ? "" : plateOf(face, colours),
    tiles,
    face.target ? drawFlag(face, colours) : "",
    drawPorts(face, colours),
  ]
  if (face.problem !== null) inside.push(drawProblem(face, colours))
  const name = face.kind === "folded" ? face.title : `${face.title} ${face.id}`
  return element(
    "g",
    { transform: `translate(${x} ${y})`, "data-node": face.id },
    element("title", {}, escapeXml(name)) + inside.join(""),
  )
}

/** Round a card, of which it is said that something happens there. */
const RING = 3

/** Behind the card, whose edge stays as it is. */
export function drawRing({ face, x, y }: PlacedFace, stroke: string): string {
  const { width, height } = face
  const around = { x: x - RING / 2, y: y - RING / 2, width: width + RING, height: height + RING }
  const rx = face.kind === "symbol" ? roundingOf(face) : 8
  return element("rect", { ...around, rx: rx + RING / 2, fill: "none", stroke, "stroke-width": RING })
}

function bodyOf(face: Face, colours: Colours, details: Details | undefined, ground: Ground | undefined): string {
  switch (face.kind) {
    case "symbol":
      return round(face, colours, ground)
    case "quarantined":
      return quarantined(face, colours)
    default:
      return card(face, colours, details, ground)
  }
}

function card(face: Face, colours: Colours, details: Details | undefined, ground: Ground | undefined): string {
  const { width, height } = face
  const bad = face.problem !== null
  const box = { width, height, rx: 8, fill: colours.panel }
  const parts = [
    face.kind === "folded"
      ? element("rect", { ...box, x: 4, y: 4, stroke: colours["line-strong"] })
      : element("rect", { x: 0, y: 1.5, width, height, rx: 8, fill: colours.ink, "fill-opacity": 0.06 }),
    element("rect", {
      ...box,
      ...edgeOf(face, colours),
      "stroke-width": bad ? 2 : 1,
      fill: ground?.fill ?? colours.panel,
    }),
    // Under an overlay one colour means one thing.
    ground !== undefined
      ? ""
      : element("path", {
          d: `M0.5 8h0.5a2 2 0 0 1 2 2v${height - 20}a2 2 0 0 1 -2 2h-0.5z`,
          fill: colours[categoryOf(face.shelf)],
        }),
    element(
      "g",
      { opacity: face.waiting ? 0.62 : undefined },
      textsOf(face, ground?.words ?? colours, details) + fieldOf(face, colours, details),
    ),
  ]
  return parts.join("")
}

/** A wire into a param comes from below: then the field is written above. */
function fieldAbove({ ports }: Face): boolean {
  return ports.some(({ side, wired }) => side === "param" && wired)
}

/** Red where something is wrong, dashed where only a wire is missing. */
function edgeOf({ problem, open }: Face, colours: Colours): { stroke: string; "stroke-dasharray": string | undefined } {
  if (problem !== null) return { stroke: colours.problem, "stroke-dasharray": undefined }
  const dashed = open !== ""
  return { stroke: colours[dashed ? "line-strong" : "line"], "stroke-dasharray": dashed ? "4 3" : undefined }
}

/** The words that the canvas shows at full size. */
function textsOf(face: Face, colours: Colours, details: Details | undefined): string {
  const text = cardText(face, 1)
  const inner = face.width - text.left - text.right
  const parts: string[] = []
  let y = text.top
  for (const line of text.lines) {
    parts.push(lineOf(line, { x: text.left, y: y + line.height / 2, room: inner }, colours, details))
    if (y === text.top && text.beside !== null) {
      const base = y + line.height / 2 + 13 * BASELINE
      parts.push(nameOf(face, text.beside, { x: face.width - text.right, y: base }, colours))
    }
    y += line.height
  }
  return parts.join("")
}

/** The receptive field, outside of the card. */
function fieldOf(face: Face, colours: Colours, details: Details | undefined): string {
  if (details === undefined || details.field === "") return ""
  const y = fieldAbove(face) ? -6 : face.height + 14
  return words(details.field, { x: 2, y, size: 11, fill: colours["ink-3"], room: face.width })
}

const INKS = { amount: "ink", title: "ink", caption: "ink-2", footer: "ink-3", name: "ink-2" } as const

/** A line around the height `y`. */
function lineOf(
  { kind, text, size }: CardLine,
  { x, y, room }: { readonly x: number; readonly y: number; readonly room: number },
  colours: Colours,
  details: Details | undefined,
): string {
  if (kind === "formula") return formula(text, { x, y, size: 12.5 * TEX_SCALE, fill: colours.ink, room, middle: true })
  const count = kind === "footer" ? (details?.count ?? "") : ""
  const shown = count !== "" && textWidth(count, size) <= room ? count : text
  const at = { x, y: y + size * BASELINE, size, fill: colours[INKS[kind]], room: room + 1 }
  return words(shown, kind === "title" ? { ...at, weight: 600 } : at)
}

function nameOf(
  face: Face,
  { text, size, kind }: NonNullable<CardText["beside"]>,
  { x, y }: { readonly x: number; readonly y: number },
  colours: Colours,
): string {
  if (face.tex === null || kind === "amount") return words(text, { x, y, size, anchor: "end", fill: colours["ink-2"] })
  return formula(face.tex, { x, y, size: 15, anchor: "end", fill: colours.ink })
}

/** Of a round node; with a picture in it there is less of it. */
function roundingOf({ tile }: Face): number {
  return tile === null ? ROUND / 2 : 18
}

function round(face: Face, colours: Colours, ground: Ground | undefined): string {
  const { width, height } = face
  const rounding = roundingOf(face)
  const bad = face.problem !== null
  const stroke = bad ? colours.problem : colours[ground === undefined ? categoryOf(face.shelf) : "line-strong"]
  const parts = [
    element("rect", { x: 0, y: 1.5, width, height, rx: rounding, fill: colours.ink, "fill-opacity": 0.06 }),
    element("rect", {
      x: 0.75,
      y: 0.75,
      width: width - 1.5,
      height: height - 1.5,
      rx: rounding - 0.75,
      fill: ground?.fill ?? colours.panel,
      stroke,
      "stroke-dasharray": face.open === "" ? undefined : "4 3",
      "stroke-width": bad ? 2 : 1.5,
    }),
    element(
      "g",
      { opacity: face.waiting ? 0.62 : undefined },
      formula(face.symbol, {
        x: width / 2,
        y: ROUND / 2,
        size: 18 * TEX_SCALE,
        anchor: "middle",
        middle: true,
        fill: (ground?.words ?? colours).ink,
        room: width - 14,
      }),
    ),
  ]
  if (!bad) parts.push(underneath(face, colours))
  return parts.join("")
}

function underneath(face: Face, colours: Colours): string {
  const { width, height } = face
  return linesUnder(face)
    .map((line, i) =>
      words(line, {
        x: width / 2,
        y: height + 4 + 15 * i + 7.5 + 11 * BASELINE,
        size: 11,
        anchor: "middle",
        fill: colours["ink-2"],
        room: 220,
      }),
    )
    .join("")
}

function quarantined(face: Face, colours: Colours): string {
  const { width, height } = face
  const room = width - 24
  return [
    element("rect", {
      width,
      height,
      rx: 8,
      fill: colours.sunken,
      stroke: colours["line-strong"],
      "stroke-width": 1.5,
      "stroke-dasharray": "4 4",
    }),
    words(face.title, { x: 12, y: 20 + 13 * BASELINE, size: 13, weight: 600, fill: colours["ink-2"], room }),
    words(face.caption, { x: 12, y: 39 + 11 * BASELINE, size: 11, mono: true, fill: colours["ink-2"], room }),
  ].join("")
}
