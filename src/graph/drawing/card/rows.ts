// What the lines under a card's title say: an overlay's number, the settings and the count of parameters, as far as there is room.

import type { Face } from "../face.ts"
import { ARROW } from "../groupFace.ts"
import { textWidth } from "../text/textWidth.ts"
import { type CardBeside, type CardLine, roomAt, rowHeight, sizeAt } from "./lines.ts"

/** Of a setting that is cut at least this part must show. */
const WORTH = 0.6

/** An overlay's number with its unit, or without it; it is never cut. */
export function amountRow({ amount }: Face, inner: number, free: number, step: number): CardLine | null {
  const size = sizeAt(step, 11)
  const height = rowHeight(step, size)
  if (amount === undefined || height > free + 0.5) return null
  const text = [amount.long, amount.short].find((one) => textWidth(one, size) <= inner)
  return text === undefined ? null : { kind: "amount", text, size, height }
}

/** The same at the end of the title's line, where the card is too low for a line of its own. */
export function amountBeside(
  { amount }: Face,
  inner: number,
  title: readonly CardLine[],
  step: number,
): CardBeside | null {
  const [line] = title
  if (amount === undefined || line === undefined || title.length > 1) return null
  const size = sizeAt(step, 11)
  const room = inner - textWidth(line.text, line.size, 600) - roomAt(step, 8, 5)
  const text = [amount.long, amount.short].find((one) => textWidth(one, size) <= room)
  return text === undefined ? null : { text, size, kind: "amount" }
}

/** The count of parameters, with what else there is room for; for short, or not at all, but never cut: half a number is another. */
export function footerRow({ footer }: Face, inner: number, step: number): CardLine | null {
  const size = sizeAt(step, 11)
  const [count = ""] = footer.split(", ")
  const text = [footer, count, count.replace(/ params?$/, " p")].find((one) => textWidth(one, size) <= inner) ?? ""
  return text === "" ? null : { kind: "footer", text, size, height: rowHeight(step, size) }
}

/** The settings; the shapes through a group in one line, or in two, or not at all. */
export function captionRows({ kind, caption }: Face, inner: number, free: number, step: number): readonly CardLine[] {
  const size = sizeAt(step, 12)
  const [into, out] = kind === "folded" ? caption.split(ARROW) : []
  const isWide = (text: string): boolean => textWidth(text, size) > inner
  if (into === undefined || out === undefined || !isWide(caption)) {
    const text = caption === "" ? null : shortened(caption, inner, size)
    return text === null ? [] : [{ kind: "caption", text, size, height: rowHeight(step, size) }]
  }
  const two = [into, ARROW.trimStart() + out]
  const height = rowHeight(step, size)
  if (two.some(isWide) || 2 * height > free + 0.5) return []
  return two.map((text) => ({ kind: "caption", text, size, height }))
}

/** As many of the settings as there is room for, the first of them first; of a long one whole words. Null if not even most of one shows. */
function shortened(text: string, room: number, size: number): string | null {
  const parts = text.split(", ")
  for (let count = parts.length; count > 0; count--) {
    const some = parts.slice(0, count).join(", ")
    if (textWidth(some, size) <= room) return some
  }
  const [first = ""] = parts
  const words = first.split(" ")
  for (let count = words.length - 1; count > 0; count--) {
    const some = `${words.slice(0, count).join(" ")}…`
    if (some.length < WORTH * first.length) return null
    if (textWidth(some, size) <= room) return some
  }
  return null
}
