// The sizes of the letters of formulas, in em.

import { textWidth } from "../../../graph/drawing/text/textWidth.ts"
import { LARGE, MAIN, MATH } from "./metrics.ts"
import type { TexFont } from "./texTree.ts"

export interface Metrics {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly slant: number
}

/** One entry a line: a character, then width, height, depth and slant in thousandths. */
function readTable(table: string): ReadonlyMap<string, Metrics> {
  return new Map(
    table
      .split("\n")
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [width = 0, height = 0, depth = 0, slant = 0] = entry
          .slice(1)
          .split(",")
          .map((part) => Number(part) / 1000)
        return [entry.charAt(0), { width, height, depth, slant }]
      }),
  )
}

const FONTS: Readonly<Record<Exclude<TexFont, "sans">, ReadonlyMap<string, Metrics>>> = {
  main: readTable(MAIN),
  math: readTable(MATH),
  large: readTable(LARGE),
  bold: readTable(MAIN),
}
/** Bold letters are this much wider, give or take a twentieth. */
const BOLD = 1.14
const SPACE: Metrics = { width: 0.25, height: 0, depth: 0, slant: 0 }

/** Of a word; letters that the font lacks are taken from elsewhere by whoever draws, so their width is a guess. */
export function readMetrics(text: string, font: TexFont): Metrics {
  let [width, height, depth, slant] = [0, 0, 0, 0]
  for (const character of text) {
    const one = character === " " ? SPACE : (glyphOf(character, font) ?? guess(character))
    width += one.width
    height = Math.max(height, one.height)
    depth = Math.max(depth, one.depth)
    slant = one.slant
  }
  return { width, height, depth, slant }
}

function glyphOf(character: string, font: TexFont): Metrics | undefined {
  if (font === "sans") return undefined
  const found = FONTS[font].get(character)
  return found !== undefined && font === "bold" ? { ...found, width: found.width * BOLD } : found
}

function guess(character: string): Metrics {
  return { width: textWidth(character, 1), height: 0.7, depth: 0.15, slant: 0 }
}
