// Cuts a formula into tokens. Reads what people type: `3x3`, `3·3`, `2²`, `−1`, `1,473`, `⌊n/2⌋`.

/** Between two terms; `-` before one as well. */
export type Operator = "+" | "-" | "*" | "/" | "^"
/** A piece of a formula; `at` is its offset in the text. */
export type Token =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly at: number }
  | { readonly kind: "operator"; readonly operator: Operator; readonly at: number }
  | { readonly kind: "open" | "close"; readonly bracket: string; readonly at: number }

/** Why a text is no formula, and where (index of the character, from 0). */
export interface FormulaProblem {
  readonly problem: string
  readonly at: number
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["+", "+"],
  ["-", "-"],
  ["−", "-"],
  ["–", "-"],
  ["*", "*"],
  ["×", "*"],
  ["·", "*"],
  ["⋅", "*"],
  ["∗", "*"],
  ["/", "/"],
  ["÷", "/"],
  ["^", "^"],
])
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
// Thousands may be grouped (1,473); otherwise digits, a fraction and a power of ten.
const NUMBER = /(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y

/** Tokens in order, or the first character that is none. */
export function tokenise(text: string): readonly Token[] | FormulaProblem {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (/\s/.test(character)) {
      at++
      continue
    }
    const read = readToken(text, at, tokens.at(-1))
    if ("problem" in read) return read
    tokens.push(...read.tokens)
    at = read.end
  }
  return tokens
}

function readToken(
  text: string,
  at: number,
  before: Token | undefined,
): { readonly tokens: readonly Token[]; readonly end: number } | FormulaProblem {
  const character = text.charAt(at)
  const one = (token: Token) => ({ tokens: [token], end: at + 1 })
  const operator = OPERATORS.get(character)
  if (operator !== undefined) return one({ kind: "operator", operator, at })
  if ("(⌊⌈[".includes(character)) return one({ kind: "open", bracket: character, at })
  if (")⌋⌉]".includes(character)) return one({ kind: "close", bracket: character, at })
  if (SUPERSCRIPTS.includes(character)) return readSuperscript(text, at)
  // There is no product without a sign here, so an x after a number or a bracket can only mean "times": 3x3.
  if (/[xX]/.test(character) && (before?.kind === "number" || before?.kind === "close")) {
    return one({ kind: "operator", operator: "*", at })
  }
  return readWord(text, at)
}

/** A raised number, with a sign or without: 2¹⁰, 2⁻¹. */
function readSuperscript(text: string, at: number): { tokens: readonly Token[]; end: number } | FormulaProblem {
  const negative = text.charAt(at) === "⁻"
  let end = negative ? at + 1 : at
  let value = 0
  for (; end < text.length; end++) {
    const digit = SUPERSCRIPTS.indexOf(text.charAt(end))
    if (digit < 0 || digit > 9) break
    value = 10 * value + digit
  }
  if (end === at + 1 && negative) return { problem: `"⁻" has no number after it`, at }
  if (!Number.isFinite(value)) return { problem: "the power is too large", at }
  const sign: readonly Token[] = negative ? [{ kind: "operator", operator: "-", at }] : []
  return { tokens: [{ kind: "operator", operator: "^", at }, ...sign, { kind: "number", value, at }], end }
}

function readWord(text: string, at: number): { tokens: readonly Token[]; end: number } | FormulaProblem {
  NUMBER.lastIndex = at
  const number = NUMBER.exec(text)?.[0]
  if (number !== undefined) {
    const value = Number(number.replaceAll(",", ""))
    if (!Number.isFinite(value)) return { problem: `the number ${number.slice(0, 20)} is too large`, at }
    return { tokens: [{ kind: "number", value, at }], end: at + number.length }
  }
  NAME.lastIndex = at
  const name = NAME.exec(text)?.[0]
  if (name !== undefined) return { tokens: [{ kind: "name", name, at }], end: at + name.length }
  const found = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return { problem: `"${found}" has no meaning in a formula`, at }
}
