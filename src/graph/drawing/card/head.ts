// What the first lines of a card say: the op, whole or for short, and the node's own name as there is room.

import type { Face } from "../face.ts"
import { fitEnd, fitText, textWidth } from "../text/textWidth.ts"
import { texWidth } from "../text/texWidth.ts"
import { wrap } from "../text/wrap.ts"
import { LEAST_TEXT } from "../tile/hanging.ts"
import { type CardBeside, type CardLine, NEAR, roomAt, rowHeight, sizeAt, TITLE_LINE } from "./lines.ts"

/** Up to here ops have room for their whole titles. */
const SHORT_STEP = 0.5
/** A name of fewer letters than this is not worth its place. */
const FEWEST_LETTERS = 4

/** The lines of the title, and what stands at the end of the first. */
interface Head {
  readonly title: readonly CardLine[]
  readonly beside: CardBeside | null
}

/**
 * The op and, at the end of its line, the name. Far out a symbol such as γ tells nodes of one op apart: for it the op is said
 * for short, and where both have no room a source is called by it alone.
 */
export function headOf(face: Face, inner: number, room: number, step: number): Head {
  const title = titleLines(face, inner, room, step)
  const beside = title.length === 1 ? nameBeside(face, inner, title[0], step) : null
  if (beside !== null || face.tex === null || step > SHORT_STEP) return { title, beside }
  const size = sizeAt(step, 13)
  const line: CardLine = { kind: "title", text: face.short, size, height: size * TITLE_LINE }
  const close = face.short === "" ? null : nameBeside(face, inner, line, step)
  if (close !== null) return { title: [line], beside: close }
  return face.shelf === "source" && texWidth(face.tex, 1.25 * size) <= inner
    ? { title: [{ ...line, text: face.name, tex: face.tex }], beside: null }
    : { title, beside }
}

function titleLines(face: Face, inner: number, room: number, step: number): readonly CardLine[] {
  const sizes = [sizeAt(step, 13, 12), sizeAt(step, 13, LEAST_TEXT)]
  for (const size of sizes) {
    const height = step === 1 ? NEAR.title : size * TITLE_LINE
    const most = Math.max(1, Math.floor((room + 0.5) / height))
    const texts = wrap(face.title, inner, most, size, 600) ?? wrap(withoutAxes(face.title), inner, most, size, 600)
    if (texts !== null)
      return texts.map((text, i) => ({ kind: "title", text, size, height: i > 0 && step === 1 ? NEAR.row : height }))
  }
  const size = sizes[1] ?? 13
  const height = step === 1 ? NEAR.title : size * TITLE_LINE
  const short =
    face.short !== "" && textWidth(face.short, size, 600) <= inner ? face.short : fitText(face.title, inner, size, 600)
  return [{ kind: "title", text: short, size, height }]
}

/** `BatchNorm` for `BatchNorm2d`: where there is no room for all of it, the wires tell the axes. */
function withoutAxes(title: string): string {
  return title.replace(/(?<=[a-z])[12]d$/, "")
}

function nameBeside(face: Face, inner: number, title: CardLine | undefined, step: number): CardBeside | null {
  if (face.name === "" || title === undefined) return null
  const size = sizeAt(step, 12)
  const room = inner - textWidth(title.text, title.size, 600) - roomAt(step, 8, 5)
  if (face.tex !== null) return texWidth(face.tex, 1.25 * size) <= room ? { text: face.name, size } : null
  return shortName(face.name, room, size)
}

function shortName(name: string, room: number, size: number): CardBeside | null {
  const text = fitEnd(name, room, size)
  return text === name || text.length > FEWEST_LETTERS ? { text, size } : null
}

/** The name in a line of its own; null where too little of it would show. */
export function nameRow({ name }: Face, inner: number, step: number): CardLine | null {
  const size = sizeAt(step, 12)
  const short = name === "" ? null : shortName(name, inner, size)
  return short && { kind: "name", text: short.text, size, height: rowHeight(step, size) }
}
