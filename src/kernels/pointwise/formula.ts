// Formulas of one number at a place: "input > 0 ? input : slope * input". Ops say in such a text what happens to every number;
// here it is read once, and formulas are put into each other, so that a chain of ops is one formula. This folder writes kernels
// that go over tensors number by number; it knows no op, only the functions of functions.ts.

import { arityOf } from "./functions.ts"

/** A formula, read: a number, an operand by its name, or a function of formulas. */
export type Formula =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly of: readonly Formula[] }

/** Reads a formula of our own; `numbers` are put in for their names. Throws where it cannot be read: a bug in the formula. */
export function readFormula(text: string, numbers: { readonly [name: string]: number } = {}): Formula {
  const tokens = text.match(TOKEN) ?? []
  if (tokens.join("") !== text.replaceAll(" ", "")) throw new Error(`"${text}" has a character that no formula has`)
  const reader: Reader = { text, tokens, next: 0, numbers }
  const formula = readChoice(reader)
  if (reader.next < tokens.length) throw unread(reader)
  return formula
}

const TOKEN = /\d+(?:\.\d+)?(?:e[+-]?\d+)?|[A-Za-z_]\w*|[<>=!]=|[-+*/<>?:&|(),]/g

interface Reader {
  readonly text: string
  readonly tokens: readonly string[]
  readonly numbers: { readonly [name: string]: number }
  next: number
}

function unread({ text, tokens, next }: Reader): Error {
  return new Error(`"${text}" cannot be read at ${tokens[next] ?? "its end"}`)
}

/** The function of a name, with as many arguments as it takes. */
export function call(name: string, ...of: readonly Formula[]): Formula {
  if (arityOf(name) !== of.length) throw new Error(`${name} does not take ${of.length}`)
  return { kind: "call", name, of }
}

function took(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.next] !== token) return false
  reader.next++
  return true
}

function take(reader: Reader, token: string): void {
  if (!took(reader, token)) throw unread(reader)
}

/** condition ? this : that */
function readChoice(reader: Reader): Formula {
  const condition = readChain(reader, 0)
  if (!took(reader, "?")) return condition
  const chosen = readChoice(reader)
  take(reader, ":")
  return call("?", condition, chosen, readChoice(reader))
}

/** Operators of two sides, those that bind least first. */
const LEVELS: readonly (readonly string[])[] = [
  ["|"],
  ["&"],
  ["<", "<=", ">", ">=", "==", "!="],
  ["+", "-"],
  ["*", "/"],
]

function readChain(reader: Reader, level: number): Formula {
  const operators = LEVELS[level]
  if (operators === undefined) return readSigned(reader)
  let left = readChain(reader, level + 1)
  for (;;) {
    const operator = reader.tokens[reader.next] ?? ""
    if (!operators.includes(operator)) return left
    reader.next++
    left = call(operator, left, readChain(reader, level + 1))
  }
}

function readSigned(reader: Reader): Formula {
  if (!took(reader, "-")) return readAtom(reader)
  const of = readSigned(reader)
  return of.kind === "number" ? { kind: "number", value: -of.value } : call("negate", of)
}

function readAtom(reader: Reader): Formula {
  const token = reader.tokens[reader.next] ?? ""
  reader.next++
  if (token === "(") {
    const inner = readChoice(reader)
    take(reader, ")")
    return inner
  }
  if (/^\d/.test(token)) return { kind: "number", value: Number(token) }
  if (!/^\w/.test(token)) {
    reader.next--
    throw unread(reader)
  }
  if (!took(reader, "(")) {
    const value = Object.hasOwn(reader.numbers, token) ? reader.numbers[token] : undefined
    return value === undefined ? { kind: "name", name: token } : { kind: "number", value }
  }
  const of = [readChoice(reader)]
  while (took(reader, ",")) of.push(readChoice(reader))
  take(reader, ")")
  return call(token, ...of)
}

/** The formula with others in place of its names. */
export function substituted(formula: Formula, by: (name: string) => Formula): Formula {
  if (formula.kind === "name") return by(formula.name)
  if (formula.kind === "number") return formula
  return { ...formula, of: formula.of.map((one) => substituted(one, by)) }
}

/** Names in order of appearance, each once. */
export function namesIn(formula: Formula): readonly string[] {
  const names: string[] = []
  addNames(formula, names)
  return names
}

function addNames(formula: Formula, names: string[]): void {
  if (formula.kind === "call") for (const one of formula.of) addNames(one, names)
  else if (formula.kind === "name" && !names.includes(formula.name)) names.push(formula.name)
}

/** The functions of a formula, as often as they stand in it. */
export function functionsIn(formula: Formula): readonly string[] {
  return formula.kind === "call" ? [formula.name, ...formula.of.flatMap(functionsIn)] : []
}

/** The formula as one word, functions first: equal words, equal formulas. */
export function wordOf(formula: Formula): string {
  if (formula.kind === "number") return Object.is(formula.value, -0) ? "-0" : String(formula.value)
  return formula.kind === "name" ? formula.name : `(${formula.name} ${formula.of.map(wordOf).join(" ")})`
}
