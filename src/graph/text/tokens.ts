// The words of JSON, read strictly and one at a time, with sentences for what people and programs write instead.

import type { Code } from "../codes.ts"
import { quote } from "../problem.ts"

/** A value and the offset behind it, perhaps with a fault of meaning; or a fault of syntax. */
export type Lexeme<T> =
  | { readonly value: T; readonly end: number; readonly note?: { readonly code: Code; readonly sentence: string } }
  | { readonly fault: string; readonly at: number }

/** The offset of the next character that is no white space. */
export function skipSpace(text: string, at: number): number {
  let next = at
  for (;;) {
    const c = text.charCodeAt(next)
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return next
    next++
  }
}

const CUT_STRING = "the text ends inside a string; the end of the file seems to be missing"

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
])

/** A string, from its opening quote. */
export function readString(text: string, start: number): Lexeme<string> {
  const parts: string[] = []
  let from = start + 1
  for (let at = from; ; at++) {
    const c = text.charCodeAt(at)
    if (c === 0x22) {
      parts.push(text.slice(from, at))
      return checked(parts.join(""), at + 1)
    }
    if (at >= text.length) return { fault: CUT_STRING, at }
    if (c < 0x20) return { fault: controlInString(c), at }
    if (c !== 0x5c) continue
    parts.push(text.slice(from, at))
    const escaped = readEscape(text, at)
    if ("fault" in escaped) return escaped
    parts.push(escaped.value)
    at = escaped.end - 1
    from = escaped.end
  }
}

function readEscape(text: string, at: number): Lexeme<string> {
  const letter = text[at + 1]
  if (letter === undefined) return { fault: CUT_STRING, at: text.length }
  if (letter === "u") {
    const hex = text.slice(at + 2, at + 6)
    if (at + 6 > text.length && /^[0-9a-fA-F]*$/.test(hex)) return { fault: CUT_STRING, at: text.length }
    if (!/^[0-9a-fA-F]{4}$/.test(hex))
      return { fault: `found ${quote(`\\u${hex}`)}, expected \\u and four hexadecimal digits`, at }
    return { value: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 6 }
  }
  const value = ESCAPES.get(letter)
  if (value !== undefined) return { value, end: at + 2 }
  return { fault: `found ${quote(`\\${letter}`)} in a string; write a backslash as \\\\`, at }
}

const HALF = /\p{Cs}/u

/** Halves of characters (lone surrogates) do not survive UTF-8: the text would change on saving. */
function checked(value: string, end: number): Lexeme<string> {
  if (!HALF.test(value)) return { value, end }
  return { value, end, note: { code: "GW-F124", sentence: "a text holds half a character (a lone surrogate)" } }
}

function controlInString(c: number): string {
  if (c === 0x0a || c === 0x0d)
    return "a line ends inside a string; close it with a quote, or write the line break as \\n"
  return `found the control character U+${c.toString(16).toUpperCase().padStart(4, "0")} in a string; write it as \\u${c.toString(16).padStart(4, "0")}`
}

/** What mostly stands behind a number. */
const ENDS: ReadonlySet<string | undefined> = new Set([",", "]", "}", "\n", undefined])
const UNFINISHED = /^-?[0-9]*\.?[0-9]*(?:[eE][-+]?)?$/
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y
const WORD = /[^\s,:[\]{}"]*/y

/** A number. Notes one that is not finite, and a whole one that would change on saving. */
export function readNumber(text: string, start: number): Lexeme<number> {
  const found = matchAt(NUMBER, text, start)
  const word = ENDS.has(text[start + found.length]) ? found : matchAt(WORD, text, start)
  if (found !== word && UNFINISHED.test(word) && start + word.length === text.length) {
    return { fault: cutWord(word), at: text.length }
  }
  if (found !== word) return { fault: `found ${quote(word)}, expected a number${numberAdvice(word)}`, at: start }
  const value = Number(found)
  const end = start + found.length
  if (!Number.isFinite(value)) {
    const sentence = `the number ${shortened(found)} is too large; the largest is about 1.8e308`
    return { value: 0, end, note: { code: "GW-F121", sentence } }
  }
  if (!Number.isSafeInteger(value) && /^-?[0-9]+$/.test(found) && String(value) !== found) {
    const sentence = `the whole number ${shortened(found)} cannot be kept exactly (it would become ${value})`
    return { value, end, note: { code: "GW-F122", sentence } }
  }
  return { value, end }
}

function numberAdvice(word: string): string {
  if (/^-?Infinity$/.test(word)) return "; JSON has no infinity"
  if (/^-?0[0-9]/.test(word)) return " without leading zeros"
  if (/^-?0[xX]/.test(word)) return " in decimal digits"
  return /\.$|\.[eE]/.test(word) ? " with a digit after the point" : ""
}

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
])
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["False", "false"],
  ["None", "null"],
  ["undefined", "null"],
])

/** `true`, `false` or `null`. `expected`: what should stand here, in words. */
export function readLiteral(text: string, start: number, expected: string): Lexeme<boolean | null> {
  const word = matchAt(WORD, text, start)
  const value = LITERALS.get(word)
  if (value !== undefined) return { value, end: start + word.length }
  const meant = FOREIGN.get(word)
  if (meant !== undefined) return { fault: `found ${word}; write it as ${meant}`, at: start }
  if (word === "NaN" || /^\+?Infinity$/.test(word)) {
    return { fault: `found ${word}, but JSON has only finite numbers`, at: start }
  }
  const cut = word !== "" && start + word.length === text.length
  if (cut && [...LITERALS.keys()].some((literal) => literal.startsWith(word))) {
    return { fault: cutWord(word), at: text.length }
  }
  const sign = /^\+[0-9.]/.test(word) ? "; write the number without a plus sign" : ""
  const point = /^\.[0-9]/.test(word) ? "; write the number with a digit before the point" : ""
  return { fault: unexpected(text, start, expected) + sign + point, at: start }
}

function cutWord(word: string): string {
  return `the text ends inside ${quote(word)}; the end of the file seems to be missing`
}

/** The sentence for a character in the wrong place. */
export function unexpected(text: string, at: number, expected: string): string {
  const c = text[at]
  if (c === undefined)
    return `the text ends too early, where ${expected} should follow; the end of the file seems to be missing`
  if (c === "/" || c === "#") return `found a comment, which JSON does not allow; remove it`
  if (c === "'") return `found a single quote, expected ${expected}; JSON writes strings in double quotes`
  if ((c === "}" || c === "]") && /,\s*$/.test(text.slice(Math.max(0, at - 200), at))) {
    return `found "${c}" after a comma, expected ${expected}; remove the comma`
  }
  if (/[“”„‟]/.test(c)) return `found a curly quote, expected ${expected}; JSON writes straight quotes`
  const hint = expected.startsWith('","') && /["{[\w-]/.test(c) ? "; a comma may be missing" : ""
  if (c === '"') return `found a text in quotes, expected ${expected}${hint}`
  const word = matchAt(WORD, text, at)
  return `found ${quote(word === "" ? String.fromCodePoint(text.codePointAt(at) ?? 0) : word)}, expected ${expected}${hint}`
}

/** The offset behind an entry whose brackets balance and which `,` or `]` follows; null if there is no such place. */
export function entryEnd(text: string, start: number): number | null {
  const open: string[] = []
  for (let at = start; at < text.length; at++) {
    const c = text[at]
    if (c === '"') {
      at = stringEnd(text, at)
    } else if (c === "{" || c === "[") {
      open.push(c === "{" ? "}" : "]")
    } else if (c === "}" || c === "]") {
      if (open.pop() !== c) return null
      if (open.length > 0) continue
      const next = text[skipSpace(text, at + 1)]
      return next === "," || next === "]" ? at + 1 : null
    }
  }
  return null
}

/** The offset of the closing quote, or of what ends the line or the text before it. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const c = text[at]
    if (c === '"' || c === "\n") return at
    if (c === "\\") at++
  }
  return text.length
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ""
}

function shortened(digits: string): string {
  return digits.length > 40 ? `${digits.slice(0, 40)}…` : digits
}
