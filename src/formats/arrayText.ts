// An array of any rank as people copy it: NumPy's and PyTorch's print, a MATLAB literal or display, JSON, CSV, a table from
// a document. What is printed is rounded; how coarsely is part of the answer.

import { browserLimits } from "../graph/limits.ts"
import { sizeOf, type Tensor } from "../tensor/tensor.ts"

export interface ReadArray {
  readonly tensor: Tensor
  /** How far a written number may be from the one meant: half of its last place, absolute and as a share. 0 if exact. */
  readonly rounding: { readonly absolute: number; readonly relative: number }
}
type Problem = { readonly problem: string }
type Nested = number | readonly Nested[]

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const WORDS: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["true", 1],
  ["false", 0],
])

/** Nested brackets or lines of numbers, or what is wrong. */
export function readArrayText(text: string): ReadArray | Problem {
  if (text.length > browserLimits.fileBytes) return { problem: `the text is longer than ${browserLimits.fileBytes}` }
  const own = readOwnJson(text)
  if (own !== null) return own
  const { body, factor } = cleaned(text)
  if (/\.\.\.|…/.test(body)) {
    return { problem: "it is shortened by “…”; print all of it, e.g. np.set_printoptions(threshold=10**9)" }
  }
  const nested = /[[({]/.test(body) ? readBrackets(body) : readLines(body)
  if ("problem" in nested) return nested
  const shape = shapeOf(nested.value)
  if ("problem" in shape) return shape
  const data = Float64Array.from(flat(nested.value), (x) => x * factor)
  if (data.length === 0) return { problem: "there are no numbers in it" }
  const { absolute, relative } = roundingOf(body)
  return { tensor: { shape: shape.shape, data }, rounding: { absolute: absolute * factor, relative } }
}

/** `{ "shape": […], "data": […] }`, as `gradwire run --json` writes tensors. */
function readOwnJson(text: string): ReadArray | Problem | null {
  if (!/^\s*\{/.test(text) || !text.includes('"data"')) return null
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    return { problem: "it begins as JSON with shape and data, but it is not whole" }
  }
  const { shape, data } = Object(read) as { shape?: unknown; data?: unknown } // checked on the next lines
  if (!Array.isArray(shape) || !Array.isArray(data) || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    return { problem: "the JSON needs shape and data, both lists" }
  }
  const numbers = data.map((x: unknown) => (typeof x === "number" || typeof x === "string" ? Number(x) : Number.NaN))
  if (numbers.length !== sizeOf(shape)) {
    return { problem: `its shape wants ${sizeOf(shape)} numbers, its data holds ${numbers.length}` }
  }
  return { tensor: { shape, data: Float64Array.from(numbers) }, rounding: { absolute: 0, relative: 0 } }
}

/** Without the words around the numbers; MATLAB's common factor `1.0e+03 *` apart. */
function cleaned(text: string): { readonly body: string; readonly factor: number } {
  let factor = 1
  const body = text
    .replaceAll("−", "-")
    .replace(/^\uFEFF/, "")
    .replace(/\b(?:np\.|numpy\.|torch\.)?(?:array|tensor|Tensor|Parameter)\s*\(/g, "(")
    .replace(/,?\s*\b(?:dtype|device|grad_fn|requires_grad|shape)\s*=\s*(?:<[^>]*>|'[^']*'|\([^)]*\)|[\w.]+)/g, " ")
    .replace(/^\s*([-+\d.eE]+)\s*\*\s*$/m, (_, written: string) => {
      factor = Number(written)
      return ""
    })
    .replace(/^[^\S\n]*[A-Za-z_][\w.]*\s*=/gm, "")
    .replace(/\\\\|\\hline/g, " ")
  return { body, factor: Number.isFinite(factor) && factor !== 0 ? factor : 1 }
}

function numberOf(piece: string): number | null {
  if (NUMBER.test(piece)) return Number(piece)
  const negative = piece.startsWith("-")
  const word = WORDS.get(piece.replace(/^[-+]/, "").toLowerCase())
  return word === undefined ? null : negative ? -word : word
}

function noNumber(piece: string): Problem {
  return { problem: `"${piece.slice(0, 40)}" is not a number` }
}

/** `[[1, 2], [3, 4]]`, `[1 2; 3 4]`, with any of ( [ {. Brackets around one thing alone, such as a call's, fall away. */
function readBrackets(text: string): { readonly value: Nested } | Problem {
  const stack: { open: string; items: Nested[]; rows: Nested[] }[] = [{ open: "", items: [], rows: [] }]
  for (const [piece] of text.matchAll(/[[\](){};]|[^[\](){};,\s]+/g)) {
    const top = stack.at(-1)
    if (top === undefined) break
    if ("[({".includes(piece)) {
      if (stack.length > browserLimits.depth) return { problem: "its brackets nest too deep" }
      stack.push({ open: piece, items: [], rows: [] })
    } else if ("])}".includes(piece)) {
      if (stack.length < 2) return { problem: `a "${piece}" closes nothing` }
      stack.pop()
      const value = closed(top.items, top.rows)
      const call = top.open === "(" && Array.isArray(value) && value.length === 1 && Array.isArray(value[0])
      stack.at(-1)?.items.push(call ? value[0] : value)
    } else if (piece === ";") {
      if (stack.length > 1) top.rows.push(top.items.splice(0))
    } else {
      const number = numberOf(piece)
      if (number === null) return noNumber(piece)
      top.items.push(number)
    }
  }
  if (stack.length > 1) return { problem: "a bracket is not closed" }
  const items = stack[0]?.items ?? []
  return { value: items.length === 1 && items[0] !== undefined ? items[0] : items }
}

function closed(items: readonly Nested[], rows: readonly Nested[]): readonly Nested[] {
  return rows.length === 0 ? items : [...rows, ...(items.length > 0 ? [items] : [])]
}

/** Lines of numbers; one line of names on top is left out. One line is a row vector without a row axis. */
function readLines(text: string): { readonly value: Nested } | Problem {
  const lines = text
    .split(/[\n;]/)
    .map((line) => line.split(/[\s,&|"]+/).filter((piece) => piece !== ""))
    .filter((line) => line.length > 0)
  const rows: number[][] = []
  for (const [at, line] of lines.entries()) {
    const numbers = line.map(numberOf)
    const names = at === 0 && lines.length > 1 && numbers.every((x) => x === null)
    if (names) continue
    const bad = numbers.indexOf(null)
    if (bad >= 0) return noNumber(line[bad] ?? "")
    rows.push(numbers.filter((x) => x !== null))
  }
  const [first] = rows
  if (rows.length === 1 && first !== undefined) return { value: first.length === 1 ? (first[0] ?? 0) : first }
  return { value: rows }
}

function shapeOf(value: Nested): { readonly shape: readonly number[] } | Problem {
  if (typeof value === "number") return { shape: [] }
  const [first] = value
  if (first === undefined) return { shape: [0] }
  const inner = shapeOf(first)
  if ("problem" in inner) return inner
  for (const [at, item] of value.entries()) {
    const shape = shapeOf(item)
    if ("problem" in shape) return shape
    if (shape.shape.join() !== inner.shape.join()) {
      return { problem: `part ${at} is ${sizeWords(shape.shape)}, part 0 is ${sizeWords(inner.shape)}` }
    }
  }
  return { shape: [value.length, ...inner.shape] }
}

function sizeWords(shape: readonly number[]): string {
  return shape.length === 0 ? "a single number" : `${shape.join("×")} numbers`
}

function flat(value: Nested): readonly number[] {
  const numbers: number[] = []
  const visit = (part: Nested): void => {
    if (typeof part === "number") numbers.push(part)
    else part.forEach(visit)
  }
  visit(value)
  return numbers
}

/** Prints strip zeros at the end, so the most decimals of any number count; fewer than two are taken for exact. */
function roundingOf(text: string): ReadArray["rounding"] {
  let decimals = 0
  let digits = 0
  for (const [, places = "", exponent] of text.matchAll(/\d*\.(\d*)([eE][-+]?\d+)?/g)) {
    if (exponent === undefined) decimals = Math.max(decimals, places.length)
    else digits = Math.max(digits, places.length)
  }
  return {
    absolute: decimals < 2 ? 0 : 0.5 * 10 ** -decimals,
    relative: digits < 2 ? 0 : 0.5 * 10 ** -digits,
  }
}
