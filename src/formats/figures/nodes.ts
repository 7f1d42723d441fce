// Cards, round nodes and what hangs on them, as the canvas draws them (src/editor/canvas/*.module.css).

import type { Face } from "../../graph/drawing/face.ts"
import type { PlacedFace, Written } from "../../graph/drawing/scene.ts"
import { drawFlag, drawPorts, drawProblem } from "./badges.ts"
import { type Colours, categoryOf } from "./colours.ts"
import { textWidth } from "./tex/measure.ts"
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

/** Left and right edge of what stands in a card, from its own edges: padding and border. */
const LEFT = 15
const RIGHT = 13
/** KaTeX sets formulas this much larger than the text around them. */
const TEX = 1.21

export function drawNode(placed: PlacedFace, colours: Colours, details: Details | undefined): string {
  const { face, x, y } = placed
  const inside = [bodyOf(face, colours, details), face.target ? drawFlag(face, colours) : "", drawPorts(face, colours)]
  if (face.problem !== null) inside.push(drawProblem(face, colours))
  const name = face.kind === "folded" ? face.title : `${face.title} ${face.id}`
  return element(
    "g",
    { transform: `translate(${x} ${y})`, "data-node": face.id },
    element("title", {}, escapeXml(name)) + inside.join(""),
  )
}

function bodyOf(face: Face, colours: Colours, details: Details | undefined): string {
  switch (face.kind) {
    case "symbol":
      return round(face, colours)
    case "quarantined":
      return quarantined(face, colours)
    default:
      return card(face, colours, details)
  }
}

function card(face: Face, colours: Colours, details: Details | undefined): string {
  const { width, height } = face
  const bad = face.problem !== null
  const box = { width, height, rx: 8, fill: colours.panel }
  const parts = [
    face.kind === "folded"
      ? element("rect", { ...box, x: 4, y: 4, stroke: colours["line-strong"] })
      : element("rect", { x: 0, y: 1.5, width, height, rx: 8, fill: colours.ink, "fill-opacity": 0.06 }),
    element("rect", { ...box, ...edgeOf(face, colours), "stroke-width": bad ? 2 : 1 }),
    element("path", {
      d: `M0.5 8h0.5a2 2 0 0 1 2 2v${height - 20}a2 2 0 0 1 -2 2h-0.5z`,
      fill: colours[categoryOf(face.shelf)],
    }),
    element("g", { opacity: face.waiting ? 0.62 : undefined }, textsOf(face, colours, details)),
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

/** The title line, then formula, caption and footer, each in its row. */
function textsOf(face: Face, colours: Colours, details: Details | undefined): string {
  const inner = face.width - LEFT - RIGHT
  const base = 21 + 13 * BASELINE
  const parts = [nameOf(face, colours, base)]
  const named = face.tex === null ? Math.min(textWidth(face.name, 12), inner * 0.6) : 28
  parts.unshift(
    words(face.title, {
      x: LEFT,
      y: base,
      size: 13,
      weight: 600,
      fill: colours.ink,
      room: inner - (face.name === "" ? 0 : named + 8),
    }),
  )
  let y = 31
  if (face.formula !== "") {
    const at = { x: LEFT, y: y + 19, size: 12.5 * TEX, fill: colours.ink, room: inner, middle: true }
    parts.push(formula(face.formula, at))
    y += 38
  }
  if (face.caption !== "") {
    const at = { x: LEFT, y: y + 9 + 12 * BASELINE, size: 12, fill: colours["ink-2"], room: inner }
    parts.push(words(face.caption, at))
    y += 18
  }
  if (face.footer !== "") {
    const at = { x: LEFT, y: y + 9 + 11 * BASELINE, size: 11, fill: colours["ink-3"], room: inner }
    const count = details?.count ?? ""
    parts.push(words(count !== "" && textWidth(count, 11) <= inner ? count : face.footer, at))
  }
  if (details !== undefined && details.field !== "") {
    const y = fieldAbove(face) ? -6 : face.height + 14
    const at = { x: 2, y, size: 11, fill: colours["ink-3"], room: face.width }
    parts.push(words(details.field, at))
  }
  return parts.join("")
}

function nameOf(face: Face, colours: Colours, y: number): string {
  if (face.name === "") return ""
  const x = face.width - RIGHT
  const room = (face.width - LEFT - RIGHT) * 0.6
  if (face.tex === null) return words(face.name, { x, y, size: 12, anchor: "end", fill: colours["ink-2"], room })
  return formula(face.tex, { x, y, size: 15, anchor: "end", fill: colours.ink, room })
}

function round(face: Face, colours: Colours): string {
  const { width, height } = face
  const bad = face.problem !== null
  const stroke = bad ? colours.problem : colours[categoryOf(face.shelf)]
  const parts = [
    element("rect", { x: 0, y: 1.5, width, height, rx: 28, fill: colours.ink, "fill-opacity": 0.06 }),
    element("rect", {
      x: 0.75,
      y: 0.75,
      width: width - 1.5,
      height: height - 1.5,
      rx: 27.25,
      fill: colours.panel,
      stroke,
      "stroke-dasharray": face.open === "" ? undefined : "4 3",
      "stroke-width": bad ? 2 : 1.5,
    }),
    element(
      "g",
      { opacity: face.waiting ? 0.62 : undefined },
      formula(face.symbol, {
        x: width / 2,
        y: height / 2,
        size: 18 * TEX,
        anchor: "middle",
        middle: true,
        fill: colours.ink,
        room: width - 14,
      }),
    ),
  ]
  if (!bad) parts.push(underneath(face, colours))
  return parts.join("")
}

/** The words under a round node. */
export function wordsUnder(face: Face): readonly string[] {
  // A label stands in the circle; then the words say which op it is.
  const first = face.tex === face.symbol ? face.title.toLowerCase() : face.name
  return face.caption === "" ? [first] : [first, face.caption]
}

function underneath(face: Face, colours: Colours): string {
  const { width, height } = face
  return wordsUnder(face)
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
