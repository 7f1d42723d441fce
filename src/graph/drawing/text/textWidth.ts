// How wide words are, without a browser: sums over the widths of letters. This folder measures and breaks text; what is said
// where is cardText.ts's business.

import { INTER, INTER_BOLD } from "./interWidths.ts"

/** Of the letters, as CSS says it. */
export type Weight = 400 | 550 | 600

/** `a562 b612`, one entry a line: a character, then its width in thousandths. */
function readWidths(table: string): ReadonlyMap<string, number> {
  return new Map(
    table
      .split("\n")
      .filter((entry) => entry !== "")
      .map((entry) => [entry.charAt(0), Number(entry.slice(1))]),
  )
}

const WIDTHS: readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>] = [
  readWidths(INTER),
  readWidths(INTER_BOLD),
]
/** East Asian letters and pictures fill a square; of other unknown letters this is a middling width. */
const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u
const MIDDLING = 620

/** Width in pixels of a text set in Inter. */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  let sum = 0
  for (const character of text) sum += widthOf(character, weight)
  return (sum * size) / 1000
}

function widthOf(character: string, weight: Weight): number {
  const known = (weight === 400 ? WIDTHS[0] : WIDTHS[1]).get(character)
  return known ?? (/\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 1000 : MIDDLING)
}

/** The text, or as much of its beginning as there is room for, with an ellipsis. */
export function fitText(text: string, room: number, size: number, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= room) return text
  const most = (room * 1000) / size - widthOf("…", weight)
  let [sum, kept] = [0, ""]
  for (const character of text) {
    sum += widthOf(character, weight)
    if (sum > most) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** The text, or as much of its end as there is room for: of a long id the last part tells it from its neighbours. */
export function fitEnd(text: string, room: number, size: number, weight: Weight = 400): string {
  if (textWidth(text, size, weight) <= room) return text
  const most = (room * 1000) / size - widthOf("…", weight)
  let [sum, kept] = [0, ""]
  for (const character of [...text].reverse()) {
    sum += widthOf(character, weight)
    if (sum > most) break
    kept = character + kept
  }
  return `…${kept.replace(/^[\s._:/-]+/, "")}`
}
