// A sentence with a little markup, in parts: `$math$`, `**bold**`, `*italic*` and `` `code` ``. What opens and is not closed
// stands as it was typed; a backslash takes the meaning from the sign behind it.

/** A stretch of a sentence that is written in one way. */
export interface SentencePart {
  readonly kind: "text" | "math" | "bold" | "italic" | "code"
  readonly text: string
  /** Where it begins in the sentence. */
  readonly at: number
}

const SIGNS = [
  ["$", "math"],
  ["**", "bold"],
  ["*", "italic"],
  ["`", "code"],
] as const

/** The parts of a sentence in their order; none is empty. */
export function sentenceParts(sentence: string): readonly SentencePart[] {
  const parts: SentencePart[] = []
  let plain = ""
  let since = 0
  const close = (end: number): void => {
    if (plain !== "") parts.push({ kind: "text", text: plain, at: since })
    plain = ""
    since = end
  }
  for (let at = 0; at < sentence.length; ) {
    const next = sentence[at + 1] ?? ""
    if (sentence[at] === "\\" && "$*`\\".includes(next) && next !== "") {
      plain += next
      at += 2
      continue
    }
    const found = partAt(sentence, at)
    if (found === null) {
      plain += sentence[at]
      at++
    } else {
      close(found.end)
      parts.push(found.part)
      at = found.end
    }
  }
  close(sentence.length)
  return parts
}

function partAt(sentence: string, at: number): { readonly part: SentencePart; readonly end: number } | null {
  for (const [sign, kind] of SIGNS) {
    if (!sentence.startsWith(sign, at)) continue
    const start = at + sign.length
    const end = closing(sentence, sign, start)
    const text = sentence.slice(start, end)
    if (end > start && text.trim() === text) return { part: { kind, text, at }, end: end + sign.length }
  }
  return null
}

/** Where the sign stands again; in math, not behind a backslash. */
function closing(sentence: string, sign: string, start: number): number {
  let end = sentence.indexOf(sign, start)
  while (sign === "$" && end > 0 && sentence[end - 1] === "\\") end = sentence.indexOf(sign, end + 1)
  return end
}

/** What ends or parts a sentence stands with what comes before it, on the same line. */
const POINTS = /^[.,;:!?]+/

/** The same parts, but points behind math are part of it: else they might begin a line. */
export function closedParts(sentence: string): readonly SentencePart[] {
  const closed: SentencePart[] = []
  for (const part of sentenceParts(sentence)) {
    const last = closed.at(-1)
    const points = part.kind === "text" && last?.kind === "math" ? (POINTS.exec(part.text)?.[0] ?? "") : ""
    if (last === undefined || points === "") {
      closed.push(part)
      continue
    }
    closed[closed.length - 1] = { ...last, text: `${last.text}\\mathpunct{\\text{${points}}}` }
    const rest = part.text.slice(points.length)
    if (rest !== "") closed.push({ ...part, text: rest })
  }
  return closed
}

/** The sentence without its markup, math as it is typed. */
export function plainSentence(sentence: string): string {
  return sentenceParts(sentence)
    .map(({ text }) => text)
    .join("")
}
