// Mathematics as words, for those who hear it: `\gamma` is "gamma", `\hat{x}_i` "x hat sub i". Names and short formulas as
// people put them into labels; what is not known is read without its backslash.

import { symbolTex } from "./tex.ts"

const OVER: Readonly<Record<string, string>> = {
  hat: "hat",
  widehat: "hat",
  bar: "bar",
  overline: "bar",
  tilde: "tilde",
  widetilde: "tilde",
  dot: "dot",
  ddot: "double dot",
  vec: "vector",
}
const SIGNS: Readonly<Record<string, string>> = {
  cdot: "times",
  times: "times",
  odot: "times, cell by cell,",
  star: "star",
  ast: "star",
  partial: "d",
  nabla: "nabla",
  sum: "sum",
  prod: "product",
  infty: "infinity",
  top: "transposed",
  prime: "prime",
  varepsilon: "epsilon",
  varphi: "phi",
  ell: "l",
  leq: "at most",
  geq: "at least",
  neq: "not equal to",
  to: "to",
  left: "",
  right: "",
  displaystyle: "",
}
/** Only set their argument in another type. */
const TYPE = /^(?:math(?:rm|bf|it|cal|bb|sf)|text(?:bf|it|rm)?|operatorname|boldsymbol|bm)$/
const POWERS: Readonly<Record<string, string>> = { "2": "squared", "3": "cubed", top: "transposed", T: "transposed" }

/** A label or id as it is said: plain words stay, mathematics is put into words. */
export function spokenName(text: string): string {
  return /[\\^]|_\{/.test(text) ? spokenTex(symbolTex(text)) : text
}

/** LaTeX as words. Total: any text gets an answer. */
export function spokenTex(tex: string): string {
  const reader = { tokens: tex.match(/\\[A-Za-z]+|\\.|[A-Za-z]+|\d+(?:\.\d+)?|\s+|./gsu) ?? [], at: 0, depth: 0 }
  const words = speakUntil(reader, null)
  return words
    .replace(/\s+/g, " ")
    .replace(/ ([,)])/g, "$1")
    .replace(/\( /g, "(")
    .trim()
}

interface Reader {
  readonly tokens: readonly string[]
  at: number
  depth: number
}

/** Deeper brackets are left out: nobody could follow. */
const DEEPEST = 40

function speakUntil(reader: Reader, end: string | null): string {
  let words = ""
  while (reader.at < reader.tokens.length) {
    if (reader.tokens[reader.at] === end) {
      reader.at++
      break
    }
    words += ` ${next(reader)}`
  }
  return words
}

/** One piece: a letter, a sign, a command with its arguments, what stands in braces. */
function next(reader: Reader): string {
  while (/^\s+$/.test(reader.tokens[reader.at] ?? "")) reader.at++
  const token = reader.tokens[reader.at++] ?? ""
  if (token === "{") {
    if (reader.depth >= DEEPEST) return ""
    reader.depth++
    const inside = speakUntil(reader, "}")
    reader.depth--
    return inside
  }
  if (token === "}" || token === "$" || token === "~") return ""
  if (token === "_") return `sub ${next(reader)}`
  if (token === "^") return power(next(reader).trim())
  if (token.startsWith("\\")) return command(token.slice(1), reader)
  return token === "-" || token === "−"
    ? "minus"
    : token === "/"
      ? "over"
      : token === "="
        ? "equals"
        : token === "+"
          ? "plus"
          : token
}

function power(exponent: string): string {
  return POWERS[exponent] ?? (exponent === "transposed" || exponent === "prime" ? exponent : `to the ${exponent}`)
}

function command(name: string, reader: Reader): string {
  const over = OVER[name]
  if (over !== undefined) return `${next(reader)} ${over}`
  if (TYPE.test(name)) return next(reader)
  if (name === "frac" || name === "tfrac" || name === "dfrac") return `${next(reader)} over ${next(reader)}`
  if (name === "sqrt") return `root of ${next(reader)}`
  // A space, or a sign that had to be marked.
  if (!/^[A-Za-z]/.test(name)) return /^[,;:!\s{}\\]$/.test(name) ? "" : name
  return SIGNS[name] ?? name
}
