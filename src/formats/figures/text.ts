// Words and formulas in a picture.

import { fitText, textWidth, type Weight } from "../../graph/drawing/text/textWidth.ts"
import { readTex } from "./tex/readTex.ts"
import { setTex } from "./tex/setTex.ts"
import type { Step, TexBox } from "./tex/texBox.ts"
import type { TexFont } from "./tex/texTree.ts"
import { element, escapeXml, seen, writeNumber } from "./xml.ts"

type Anchor = "start" | "middle" | "end"

interface Place {
  readonly x: number
  /** Of the baseline. */
  readonly y: number
  readonly size: number
  readonly fill: string
  readonly anchor?: Anchor
  /** Pixels that it may be wide: longer words end in an ellipsis, longer formulas get smaller. */
  readonly room?: number
}

/** From the middle of a line to its baseline, in em of Inter. */
export const BASELINE = 0.364

/** One line of words. */
export function words(
  text: string,
  { x, y, size, fill, anchor = "start", room = Infinity, weight = 400, mono }: Place & Partial<Look>,
): string {
  // Letters of a fixed width are wider than those measured.
  const shown = fitText(seen(text), mono ? room * 0.9 : room, size, weight)
  return element(
    "text",
    {
      x,
      y,
      fill,
      "font-size": size,
      "font-weight": weight === 400 ? undefined : weight,
      "text-anchor": anchor === "start" ? undefined : anchor,
      class: mono ? "gw-mono" : undefined,
      ...(mono ? {} : asWide(shown, size, weight)),
    },
    escapeXml(shown),
  )
}

/** Shorter words keep to their place in any font. */
const LEAST_HELD = 3

/** As wide as in Inter where another font stands in for it, which may be a fifth wider and would run into what is beside it. */
function asWide(text: string, size: number, weight: Weight) {
  if (text.length < LEAST_HELD) return {}
  return { textLength: Math.round(10 * textWidth(text, size, weight)) / 10, lengthAdjust: "spacingAndGlyphs" }
}

interface Look {
  readonly weight: Weight
  readonly mono: boolean
}

const kept = new Map<string, TexBox | null>()
const MOST_KEPT = 500

/** A formula that has been set; null if pictures do not draw it. */
export function formulaBox(tex: string, display = false): TexBox | null {
  const key = `${display ? "d" : "t"}${tex}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const tree = readTex(tex)
  const box = tree === null ? null : setTex(tree, display)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, box)
  return box
}

/** A formula; where it cannot be drawn, its source. `middle`: y is the middle of what is drawn, not the baseline. */
export function formula(tex: string, place: Place & { readonly display?: boolean; readonly middle?: boolean }): string {
  const { anchor = "start", room = Infinity, fill, middle = false } = place
  const box = formulaBox(tex, place.display)
  if (box === null) {
    const size = place.size * 0.7
    return words(tex, { ...place, size, y: middle ? place.y + size * BASELINE : place.y, mono: true })
  }
  const size = Math.min(place.size, room / Math.max(box.width, 0.01))
  const x = place.x - (anchor === "end" ? 1 : anchor === "middle" ? 0.5 : 0) * box.width * size
  const y = place.y + (middle ? ((box.height - box.depth) / 2) * size : 0)
  return glyphsOf(box, x, y, size, fill) + strokesOf(box, x, y, size, fill)
}

const CLASSES: Readonly<Record<TexFont, string | undefined>> = {
  main: "gw-main",
  math: "gw-math",
  bold: "gw-bold",
  large: "gw-large",
  sans: undefined,
}

function glyphsOf(box: TexBox, x: number, y: number, size: number, fill: string): string {
  const spans = box.glyphs.map((glyph) =>
    element(
      "tspan",
      {
        x: x + glyph.x * size,
        y: y + glyph.y * size,
        "font-size": glyph.size * size,
        class: CLASSES[glyph.font],
      },
      escapeXml(glyph.text),
    ),
  )
  return spans.length === 0 ? "" : element("text", { fill }, spans.join(""))
}

function strokesOf(box: TexBox, x: number, y: number, size: number, stroke: string): string {
  return box.strokes
    .map((line) => {
      const step = ([letter, ...at]: Step): string =>
        letter +
        at.map((n, i) => writeNumber((i % 2 === 0 ? x + line.x * size : y + line.y * size) + n * size)).join(" ")
      return element("path", {
        d: line.path.map(step).join(""),
        fill: "none",
        stroke,
        "stroke-width": line.width * size,
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
      })
    })
    .join("")
}

/** Width in pixels of what `formula` draws with this much room. */
export function formulaWidth(tex: string, size: number, display = false): number {
  const box = formulaBox(tex, display)
  return box === null ? textWidth(tex, size * 0.7) * 1.1 : box.width * size
}
