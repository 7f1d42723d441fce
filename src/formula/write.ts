// Writes arithmetic for people: with symbols or with their numbers, as plain text (`3×3×1×10 + 10`) or as LaTeX.
// Brackets appear only where leaving them out would change the meaning.

import { type Expr, numberFor, type Symbols } from "./formula.ts"
import { symbolTex } from "./tex.ts"

/** The formula with its numbers in: `kh*kw*c*f + f` gives `3×3×1×10 + 10`. Throws on a symbol without a value. */
export function writeNumbers(expr: Expr, symbols: Symbols): string {
  return write(
    expr,
    plain((name) => number(numberFor(name, symbols))),
  ).text
}

/** The formula with its symbols, as plain text: `kh×kw×c×f + f`. */
export function writeFormula(expr: Expr): string {
  return write(
    expr,
    plain((name) => ({ text: name, binding: ATOM })),
  ).text
}

/** The formula with its symbols, as LaTeX. */
export function writeTexFormula(expr: Expr): string {
  return write(
    expr,
    tex((name) => ({ text: symbolTex(name), binding: ATOM }), " \\, ", " "),
  ).text
}

/** The formula with its numbers in, as LaTeX. Throws on a symbol without a value. */
export function writeTexNumbers(expr: Expr, symbols: Symbols): string {
  return write(
    expr,
    tex((name) => texNumber(numberFor(name, symbols)), " \\times ", " \\times "),
  ).text
}

// How strongly a piece of text holds together. A product needs brackets around anything weaker than a product.
const SUM = 1
const PRODUCT = 2
const SIGNED = 3
const POWER = 4
const ATOM = 5

interface Piece {
  readonly text: string
  readonly binding: number
}
interface Style {
  readonly symbol: (name: string) => Piece
  readonly number: (value: number) => Piece
  readonly bracket: (text: string) => string
  readonly times: (left: Expr, right: Expr) => string
  readonly fraction: (left: Piece, right: Piece) => Piece
  readonly power: (base: string, exponent: Piece) => string
  readonly rounded: (name: "floor" | "ceil", text: string) => string
}

function plain(symbol: Style["symbol"]): Style {
  return {
    symbol,
    number,
    bracket: (text) => `(${text})`,
    times: () => "×",
    fraction: (a, b) => ({
      text: `${held(a, PRODUCT, plainBracket)}/${held(b, POWER, plainBracket)}`,
      binding: PRODUCT,
    }),
    power: (base, exponent) => `${base}^${held(exponent, POWER, plainBracket)}`,
    rounded: (name, text) => (name === "floor" ? `⌊${text}⌋` : `⌈${text}⌉`),
  }
}

function tex(symbol: Style["symbol"], product: string, afterNumber: string): Style {
  return {
    symbol,
    number: texNumber,
    bracket: (text) => `\\left(${text}\\right)`,
    // Between two numbers a thin space would read as one number.
    times: (left, right) => (startsWithNumber(right) ? " \\times " : left.kind === "number" ? afterNumber : product),
    fraction: (a, b) => ({ text: `\\frac{${a.text}}{${b.text}}`, binding: ATOM }),
    power: (base, exponent) => `${base}^{${exponent.text}}`,
    rounded: (name, text) => `\\left\\l${name} ${text} \\right\\r${name}`,
  }
}

function plainBracket(text: string): string {
  return `(${text})`
}

function startsWithNumber(expr: Expr): boolean {
  return expr.kind === "number" || (expr.kind === "binary" && startsWithNumber(expr.left))
}

function write(expr: Expr, style: Style): Piece {
  switch (expr.kind) {
    case "number":
      return style.number(expr.value)
    case "symbol":
      return style.symbol(expr.name)
    case "call":
      return { text: style.rounded(expr.name, write(expr.of, style).text), binding: ATOM }
    case "negate":
      return { text: `−${held(write(expr.of, style), POWER, style.bracket)}`, binding: SIGNED }
    case "binary":
      return writeBinary(expr, style)
  }
}

function writeBinary(expr: Extract<Expr, { kind: "binary" }>, style: Style): Piece {
  const left = write(expr.left, style)
  const right = write(expr.right, style)
  const { operator } = expr
  if (operator === "/") return style.fraction(left, right)
  if (operator === "^") {
    return { text: style.power(held(left, ATOM, style.bracket), right), binding: POWER }
  }
  if (operator === "*") {
    const sign = style.times(expr.left, expr.right)
    // a×(b×c) = a×b×c, but a×(b/c) keeps its brackets: it was meant so.
    const chained = expr.right.kind === "binary" && expr.right.operator === "*"
    const last = held(right, chained ? PRODUCT : POWER, style.bracket)
    return { text: `${held(left, PRODUCT, style.bracket, SIGNED)}${sign}${last}`, binding: PRODUCT }
  }
  // a + (b + c) = a + b + c; a − (b + c) needs its brackets; so does a + (−b).
  const added = operator === "+" && right.binding === SUM && !right.text.startsWith("−")
  const last = right.binding === SIGNED || !added ? held(right, PRODUCT, style.bracket, SIGNED) : right.text
  return { text: `${left.text} ${operator === "-" ? "−" : "+"} ${last}`, binding: SUM }
}

/** The piece itself if it holds together at least as `least` (and is not exactly `but`), else in brackets. */
function held(piece: Piece, least: number, bracket: (text: string) => string, but?: number): string {
  const signed = but !== undefined && (piece.binding === but || piece.text.startsWith("−"))
  return piece.binding < least || signed ? bracket(piece.text) : piece.text
}

function number(value: number): Piece {
  const text = String(Math.abs(value))
  return value < 0 ? { text: `−${text}`, binding: SIGNED } : { text, binding: ATOM }
}

function texNumber(value: number): Piece {
  const { text, binding } = number(value)
  const [digits, exponent] = text.split("e")
  if (exponent === undefined) return { text: text.replace("Infinity", "\\infty"), binding }
  return { text: `${digits} \\cdot 10^{${exponent.replace("+", "").replace("-", "−")}}`, binding: PRODUCT }
}
