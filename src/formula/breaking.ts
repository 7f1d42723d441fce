// Where a formula may go on in the next line. As printers do it, a line breaks in front of a relation or a sign, so that what
// a result follows is never the part that is cut off; first of all between the terms of a sum, so that no product is torn. Only places that are in no braces, brackets that grow or rows of cases
// can break; in a narrow place brackets of one fixed size stand for those that grow, and a power of ½ for a long root.

const TOKEN = /\\[A-Za-z]+|\\[\s\S]|\s+|[\s\S]/gu
const RELATIONS = new Set(
  "= < > \\le \\leq \\ge \\geq \\ne \\neq \\approx \\sim \\equiv \\propto \\in \\to \\mapsto \\leftarrow \\rightarrow \\gets".split(
    " ",
  ),
)
const SUMS = new Set(["+", "-", "\\pm"])
const SIGNS = new Set("+ - \\cdot \\times \\odot \\otimes \\pm \\ast".split(" "))
const SPACES = new Set(["\\,", "\\;", "\\:", "\\ ", "\\quad", "\\qquad"])
/** What a sign behind it belongs to as its own: −x, not a − x. */
const OPENING = new Set(["(", "[", ",", "\\{", "\\lfloor", "\\lceil", "\\langle", "\\lvert", "\\lVert", ":"])
/** Roots up to this many characters stay roots. */
const SHORT_ROOT = 40

/** How much room there is. `sums` breaks nothing but sums; in the least, the condition of each case stands under it. */
export type Room = "sums" | "wide" | "narrow" | "least"

/** The same formula with the places marked at which a line may end: the less room, the more of them. */
export function breakTex(tex: string, room: Room): string {
  const tokens = tex.match(TOKEN) ?? []
  return broken(room === "least" ? stacked(tokens) : tokens, room)
}

function stacked(tokens: readonly string[]): readonly string[] {
  const cases = tokens.join("").includes("\\begin{cases}") && !tokens.includes("\\begin{matrix}")
  return cases ? tokens.map((token) => (token === "&" ? "\\\\ \\quad " : token)) : tokens
}

function broken(tokens: readonly string[], room: Room): string {
  let text = ""
  let last = ""
  for (let at = 0; at < tokens.length; ) {
    const piece = pieceAt(tokens, at, last, room)
    text += piece.text
    last = piece.last
    at = piece.end
  }
  return text
}

interface Piece {
  readonly text: string
  /** Where the next one begins. */
  readonly end: number
  /** What it ends with, as the next one sees it: `)` for any operand; a space changes nothing. */
  readonly last: string
}

function pieceAt(tokens: readonly string[], at: number, last: string, room: Room): Piece {
  const sums = room === "sums"
  const narrow = room === "narrow" || room === "least"
  const token = tokens[at] ?? ""
  const end = endOf(tokens, at)
  const rest = endOf(tokens, end)
  const as = (text: string): Piece => ({ text, end, last: token })
  if (token.trim() === "") return { text: token, end, last }
  if (SPACES.has(token)) return { text: narrow || (last === "," && !sums) ? `${token}\\allowbreak ` : token, end, last }
  if (last === "^" || last === "_") return { text: tokens.slice(at, end).join(""), end, last: ")" }
  // `\mathrel{+}=` is one relation of two.
  if (token === "\\mathrel") return { text: breakBefore(tokens.slice(at, rest).join(""), last), end: rest, last: token }
  if (RELATIONS.has(token)) return as(breakBefore(token, last === "\\mathrel" ? "" : last))
  if (SIGNS.has(token) && isOperand(last))
    return as(sums && !SUMS.has(token) ? `${token}\\nobreak ` : breakBefore(token, last))
  if (token === "\\sqrt" && narrow && isLongGroup(tokens, end)) {
    const root = `${bracketed(tokens.slice(end + 1, rest - 1), "(", ")")}^{1/2}`
    return { text: root, end: rest, last: ")" }
  }
  if (token === "\\sum" && (narrow || (!sums && hasCondition(tokens, end)))) return as(`\\allowbreak ${token}`)
  if (token === "," && narrow && !SPACES.has(tokens[end] ?? "")) return as(",\\allowbreak ")
  const whole = tokens.slice(at, end)
  return as((narrow ? loosened(whole) : null) ?? whole.join(""))
}

/** `\sum_{i: x_i > 0}`: its foot is wide. */
function hasCondition(tokens: readonly string[], start: number): boolean {
  return tokens[start] === "_" && tokens.slice(start + 1, endOf(tokens, start + 1)).includes(":")
}

function isLongGroup(tokens: readonly string[], start: number): boolean {
  return tokens[start] === "{" && tokens.slice(start, endOf(tokens, start)).join("").length > SHORT_ROOT
}

/** In front of it and not behind it; nothing breaks before the first token. */
function breakBefore(token: string, last: string): string {
  return `${last === "" ? "" : "\\allowbreak "}${token}\\nobreak `
}

function isOperand(last: string): boolean {
  return last !== "" && !RELATIONS.has(last) && !SIGNS.has(last) && !OPENING.has(last)
}

const ENDS: Readonly<Record<string, string>> = { "{": "}", "\\left": "\\right", "\\begin": "\\end" }

/** Behind the token at a place, with all that it encloses. */
function endOf(tokens: readonly string[], start: number): number {
  const first = tokens[start] ?? ""
  if (ENDS[first] === undefined) return start + 1
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at] ?? ""
    if (ENDS[token] !== undefined) depth++
    else if (token === "}" || token === "\\right" || token === "\\end") {
      depth--
      if (depth > 0) continue
      if (token === "}") return at + 1
      // The delimiter, or the name in braces, belongs to it.
      return token === "\\right" ? at + 2 : endOf(tokens, at + 1)
    }
  }
  return tokens.length
}

/** A pair of brackets that grow, as two of a fixed size around what may break; null for anything else. */
function loosened(whole: readonly string[]): string | null {
  const [left = "", open = ""] = whole
  const close = whole.at(-1) ?? ""
  if (left !== "\\left" || open === "." || close === "." || whole.includes("\\middle")) return null
  const inside = whole.slice(2, -2)
  return bracketed(inside, open, close)
}

function bracketed(inside: readonly string[], open: string, close: string): string {
  const size = inside.some((token) => /^\\(?:[dt]?frac|sum|sqrt|begin)$/.test(token)) ? "\\Big" : "\\big"
  return `${size}l${open} ${broken(inside, "narrow")}${size}r${close} `
}
