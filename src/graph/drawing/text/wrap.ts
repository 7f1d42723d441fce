// Names of ops and groups in lines: they break between words and inside compound names, `Batch|Norm2d`.

import { textWidth, type Weight } from "./textWidth.ts"

/** Between a small letter and a capital, after a space, a comma, a hyphen, an underscore, a dot or a slash. */
const BREAK = /(?<=[a-z])(?=[A-Z][a-z])|(?<=[ ,\-_./])/u

/**
 * The text in at most `most` lines of this width in pixels, each filled as far as it goes; null where a part is wider than
 * a line or the lines do not suffice.
 */
export function wrap(text: string, room: number, most: number, size: number, weight: Weight): readonly string[] | null {
  const lines: string[] = []
  for (const part of text.split(BREAK)) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth((last + part).trimEnd(), size, weight) <= room) lines[lines.length - 1] += part
    else if (lines.length < most && textWidth(part.trimEnd(), size, weight) <= room) lines.push(part)
    else return null
  }
  return lines.map((line) => line.trim())
}
