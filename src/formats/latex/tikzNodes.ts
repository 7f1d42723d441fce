// Cards and round nodes as TikZ nodes, with the words that the canvas shows at full size.

import { cardText } from "../../graph/drawing/card/cardText.ts"
import type { CardLine } from "../../graph/drawing/card/lines.ts"
import { linesUnder } from "../../graph/drawing/claims.ts"
import { type Face, type PlacedFace, ROUND } from "../../graph/drawing/face.ts"
import { latexMaths } from "./latexMaths.ts"
import { latexText, type Missing } from "./latexText.ts"

/** Big points in a pixel of CSS. */
const POINTS = 0.75

/** A length in big points, without its unit. */
export function bp(pixels: number): string {
  return number(pixels * POINTS)
}

/** A place of the canvas. */
export function at(x: number, y: number): string {
  return `(${number(x)}, ${number(y)})`
}

function number(n: number): string {
  const rounded = Math.round(n * 100) / 100
  return Object.is(rounded, -0) ? "0" : String(rounded)
}

/** The node, and what stands under it. `shelf`: the style of its border. */
export function writeNode(placed: PlacedFace, name: string, shelf: string, missing: Missing): readonly string[] {
  const { face, x, y } = placed
  const middle = at(x + face.width / 2, y + face.height / 2)
  const box = `minimum width=${bp(face.width)}bp, minimum height=${bp(face.height)}bp`
  const styles = [face.kind === "symbol" ? "round" : "card", shelf, ...marksOf(face)].join(", ")
  if (face.kind === "symbol") {
    const corners = `rounded corners=${bp(ROUND / 2)}bp`
    const words = linesUnder(face).map((line, i) => {
      const place = at(x + face.width / 2, y + face.height + 11 + 15 * i)
      return `\\node[under] at ${place} {${latexText(line, missing)}};`
    })
    return [
      `\\node[${styles}, ${corners}, ${box}] (${name}) at ${middle} {${latexMaths(face.symbol, missing)}};`,
      ...words,
    ]
  }
  const text = cardText(face, 1)
  const room = `text width=${bp(face.width - text.left - text.right)}bp`
  const lines =
    face.kind === "quarantined"
      ? [face.title, face.caption].map((line) => latexText(line, missing))
      : linesOf(face, missing)
  // An empty group: a line that begins with a bracket is no argument of the break before it.
  return [`\\node[${styles}, ${box}, ${room}] (${name}) at ${middle} {${lines.join("\\\\{}")}};`]
}

function marksOf(face: Face): readonly string[] {
  return [
    ...(face.kind === "folded" ? ["closed"] : []),
    ...(face.target ? ["target"] : []),
    ...(face.problem !== null ? ["wrong"] : face.open !== "" || face.kind === "quarantined" ? ["unfinished"] : []),
  ]
}

function linesOf(face: Face, missing: Missing): readonly string[] {
  const { lines, beside } = cardText(face, 1)
  return lines.map((line, i) => {
    const words = lineOf(line, missing)
    if (i > 0 || beside === null) return words
    return `${words}\\hfill ${face.tex === null ? latexText(beside.text, missing) : latexMaths(face.tex, missing)}`
  })
}

function lineOf({ kind, text }: CardLine, missing: Missing): string {
  switch (kind) {
    case "title":
      return `\\textbf{${latexText(text, missing)}}`
    case "formula":
      return latexMaths(text, missing)
    case "footer":
      return `{\\scriptsize ${latexText(text, missing)}}`
    default:
      return latexText(text, missing)
  }
}
