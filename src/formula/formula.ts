// Small arithmetic: + − × / ^, floor, ceil, brackets, numbers and symbols. Parameter counts, output sizes and costs are
// texts in it, read here, worked out, and written with their numbers in for people. What learners type is read by the same
// parser. This folder knows text and numbers only: no ops, no graphs, and no LaTeX renderer.

import { type FormulaProblem, type Operator, type Token, tokenise } from "./tokens.ts"

/** A formula, read. */
export type Expr =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "negate"; readonly of: Expr }
  | { readonly kind: "call"; readonly name: Rounding; readonly of: Expr }
  | { readonly kind: "binary"; readonly operator: Operator; readonly left: Expr; readonly right: Expr }
/** Functions that a formula can call. */
type Rounding = "floor" | "ceil"
/** Numbers for the symbols of a formula. */
export type Symbols = { readonly [symbol: string]: number }

const LONGEST = 1000
const DEEPEST = 64

/** Reads a formula, or says in one sentence what stands in the way and where. Total: any text gets an answer. */
export function parseFormula(text: string): Expr | FormulaProblem {
  if (text.length > LONGEST) return { problem: `longer than ${LONGEST} characters`, at: LONGEST }
  const tokens = tokenise(text)
  if ("problem" in tokens) return tokens
  if (tokens.length === 0) return { problem: "nothing is written here", at: 0 }
  const reader: Reader = { tokens, next: 0, end: text.length }
  const expr = readSum(reader, 0)
  if ("problem" in expr) return expr
  const rest = reader.tokens[reader.next]
  return rest === undefined ? expr : { problem: `expected + − × / or ^ before ${nameOf(rest)}`, at: rest.at }
}

/** True where a text could not be read. */
export function isFormulaProblem(answer: Expr | FormulaProblem): answer is FormulaProblem {
  return "problem" in answer
}

/** A formula of our own. Throws if it cannot be read: that is a bug in the formula. */
export function formula(text: string): Expr {
  const read = parseFormula(text)
  if (isFormulaProblem(read)) throw new Error(`formula "${text}": ${read.problem} (at ${read.at})`)
  return read
}

/** The number a formula stands for. Throws on a symbol without a value: ask `symbolsIn` first where a person typed it. */
export function evaluate(expr: Expr, symbols: Symbols): number {
  switch (expr.kind) {
    case "number":
      return expr.value
    case "symbol":
      return numberFor(expr.name, symbols)
    case "negate":
      return -evaluate(expr.of, symbols)
    case "call": {
      const value = evaluate(expr.of, symbols)
      return expr.name === "floor" ? Math.floor(value) : Math.ceil(value)
    }
    case "binary":
      return apply(expr.operator, evaluate(expr.left, symbols), evaluate(expr.right, symbols))
  }
}

/** Value of one symbol. Throws if it has none. */
export function numberFor(name: string, symbols: Symbols): number {
  const value = Object.hasOwn(symbols, name) ? symbols[name] : undefined
  if (value === undefined) {
    throw new Error(`symbol "${name}" has no value; there are ${Object.keys(symbols).join(", ") || "none"}`)
  }
  return value
}

/** Names of all symbols, in order of appearance. */
export function symbolsIn(expr: Expr): readonly string[] {
  const names = new Set<string>()
  const visit = (e: Expr): void => {
    if (e.kind === "symbol") names.add(e.name)
    else if (e.kind === "binary") {
      visit(e.left)
      visit(e.right)
    } else if (e.kind !== "number") visit(e.of)
  }
  visit(expr)
  return [...names]
}

function apply(operator: Operator, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b
    case "-":
      return a - b
    case "*":
      return a * b
    case "/":
      return a / b
    case "^":
      return a ** b
  }
}

// ---- Reading: recursive descent, one function for each level of binding ----------------------------------------------

interface Reader {
  readonly tokens: readonly Token[]
  next: number
  readonly end: number
}
type Answer = Expr | FormulaProblem
type Level = (reader: Reader, depth: number) => Answer

const readProduct: Level = (reader, depth) => readChain(reader, depth, ["*", "/"], readSigned)
const readSum: Level = (reader, depth) => readChain(reader, depth, ["+", "-"], readProduct)

/** a ∘ b ∘ c from the left. */
function readChain(reader: Reader, depth: number, operators: readonly Operator[], inner: Level): Answer {
  let left = inner(reader, depth)
  for (;;) {
    if ("problem" in left) return left
    const token = reader.tokens[reader.next]
    if (token?.kind !== "operator" || !operators.includes(token.operator)) return left
    reader.next++
    const right = inner(reader, depth)
    if ("problem" in right) return right
    left = { kind: "binary", operator: token.operator, left, right }
  }
}

/** A sign binds less than a power: −2² = −4. */
function readSigned(reader: Reader, depth: number): Answer {
  const token = reader.tokens[reader.next]
  if (depth > DEEPEST) return { problem: `nested deeper than ${DEEPEST}`, at: token?.at ?? reader.end }
  if (token?.kind !== "operator" || (token.operator !== "-" && token.operator !== "+")) return readPower(reader, depth)
  reader.next++
  const of = readSigned(reader, depth + 1)
  return "problem" in of || token.operator === "+" ? of : { kind: "negate", of }
}

/** a ^ b ^ c from the right. */
function readPower(reader: Reader, depth: number): Answer {
  const left = readAtom(reader, depth)
  const token = reader.tokens[reader.next]
  if ("problem" in left || token?.kind !== "operator" || token.operator !== "^") return left
  reader.next++
  const right = readSigned(reader, depth + 1)
  return "problem" in right ? right : { kind: "binary", operator: "^", left, right }
}

function readAtom(reader: Reader, depth: number): Answer {
  const token = reader.tokens[reader.next]
  if (token === undefined) return { problem: "the formula ends where a number should follow", at: reader.end }
  reader.next++
  if (token.kind === "number") return { kind: "number", value: token.value }
  if (token.kind === "open") return readBracket(reader, depth, token.bracket)
  if (token.kind !== "name") return { problem: `expected a number, found ${nameOf(token)}`, at: token.at }
  const following = reader.tokens[reader.next]
  if (following?.kind !== "open" || following.bracket !== "(") return { kind: "symbol", name: token.name }
  if (token.name !== "floor" && token.name !== "ceil") {
    return { problem: `"${token.name}" is no function here; there are floor and ceil`, at: token.at }
  }
  reader.next++
  const of = readBracket(reader, depth, "(")
  return "problem" in of ? of : { kind: "call", name: token.name, of }
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["⌊", "⌋"],
  ["⌈", "⌉"],
])

function readBracket(reader: Reader, depth: number, bracket: string): Answer {
  const closing = CLOSING.get(bracket)
  const inner = readSum(reader, depth + 1)
  if ("problem" in inner) return inner
  const token = reader.tokens[reader.next]
  if (token?.kind !== "close" || token.bracket !== closing) {
    return { problem: `a "${closing}" is missing`, at: token?.at ?? reader.end }
  }
  reader.next++
  if (bracket === "⌊") return { kind: "call", name: "floor", of: inner }
  return bracket === "⌈" ? { kind: "call", name: "ceil", of: inner } : inner
}

function nameOf(token: Token): string {
  switch (token.kind) {
    case "number":
      return String(token.value)
    case "name":
      return `"${token.name}"`
    case "operator":
      return `"${token.operator}"`
    default:
      return `"${token.bracket}"`
  }
}
