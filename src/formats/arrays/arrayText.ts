// An array of any rank as people copy it: NumPy's and PyTorch's print, a MATLAB literal or display, JSON, CSV, LaTeX, a
// table from a document. What is printed is rounded; how coarsely is part of the answer. This folder reads and writes
// numbers; where they go in a document is its callers' business. Nothing in a file is evaluated.

import { browserLimits } from "../../graph/limits.ts"
import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { isPrint, type Take, writtenNumbers } from "./arrayDigits.ts"
import { noNumber, readColumnBlocks, readPages, readRows, withPoints } from "./arrayLines.ts"
import { cleaned } from "./arrayWords.ts"

export interface ReadArray {
  readonly tensor: Tensor
  /** How far each number may be from the one that was meant: half of its last place. Null where all are exact. */
  readonly halves: Tensor | null
}
type Problem = { readonly problem: string }
type Nested = number | readonly Nested[]

/**
 * Nested brackets or lines of numbers, or what is wrong. `cells`: how many there should be; commas that can part thousands do,
 * where only that gives so many, or where they cannot well be decimal commas.
 */
export function readArrayText(text: string, cells?: number): ReadArray | Problem {
  const read = readOneWay(text, false)
  const fits = (one: ReadArray | Problem): boolean => !("problem" in one) && one.tensor.data.length === cells
  if (cells === undefined || (fits(read) && !looksGrouped(text))) return read
  const without = text.replace(GROUPED, (number) => number.replaceAll(",", ""))
  const other = without === text ? read : readOneWay(without, true)
  return fits(other) ? other : read
}

/** `1,230` and `12,345,678`. */
const GROUPED = /(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?!\d|,\d)/g

/** Whether every comma stands in a thousand, and other numbers have no decimals or the thousands are round, as in the panels. */
function looksGrouped(text: string): boolean {
  const numbers = text.match(/\d[\d.,]*/g) ?? []
  const grouped = numbers.filter((one) => one.includes(","))
  const all = grouped.length > 0 && grouped.every((one) => /^[1-9]\d{0,2}(?:,\d{3})+$/.test(one))
  return all && (grouped.every((one) => one.endsWith("0")) || numbers.length > grouped.length)
}

function readOneWay(text: string, grouped: boolean): ReadArray | Problem {
  if (text.length > browserLimits.fileBytes) {
    return { problem: `the text has ${text.length} characters; at most ${browserLimits.fileBytes} are read` }
  }
  if (text.includes("\0")) return { problem: "it is not text: it holds zero bytes" }
  const own = readOwnJson(text)
  if (own !== null) return own
  const { body: words, factor } = cleaned(text)
  const body = /[[({]/.test(words) ? words : withPoints(words)
  if (/\.\.\.|…/.test(body)) {
    return {
      problem:
        "numbers are left out of it (…): print them all, with np.set_printoptions(threshold=10**9) or torch.set_printoptions(threshold=10**9)",
    }
  }
  const written = writtenNumbers(grouped)
  const read = readBody(body, written.take)
  if ("problem" in read) return read
  const { shape, data: places } = read
  if (places.length === 0) return { problem: "there are no numbers in it" }
  const halves = written.halves(isPrint(text))
  const tensor = { shape, data: places.map((at) => (written.values[at] ?? Number.NaN) * factor) }
  return { tensor, halves: { shape, data: places.map((at) => (halves[at] ?? 0) * Math.abs(factor)) } }
}

/** For each cell the place of its number among those that were taken. */
type Read = { readonly shape: readonly number[]; readonly data: Float64Array }

function readBody(body: string, take: Take): Read | Problem {
  const pages = readPages(body, take)
  if (pages !== null) return pages
  const blocks = /^[^\S\n]*Columns?\s+\d/im.test(body) ? readColumnBlocks(body, take) : null
  const nested =
    blocks !== null ? asNested(blocks) : /[[({]/.test(body) ? readBrackets(body, take) : asNested(readRows(body, take))
  if ("problem" in nested) return nested
  const shape = shapeOf(nested.value)
  if ("problem" in shape) return shape
  const data = new Float64Array(sizeOf(shape.shape))
  fill(nested.value, data, 0)
  return { shape: shape.shape, data }
}

/** One line is a row vector without a row axis. */
function asNested(rows: readonly (readonly number[])[] | Problem): { readonly value: Nested } | Problem {
  if ("problem" in rows) return rows
  const [first] = rows
  if (rows.length === 1 && first !== undefined) return { value: first.length === 1 ? (first[0] ?? 0) : first }
  return { value: rows }
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
  return { tensor: { shape, data: Float64Array.from(numbers) }, halves: null }
}

/** `[[1, 2], [3, 4]]`, `[1 2; 3 4]`, with any of ( [ {. Brackets around one thing alone, such as a call's, fall away. */
function readBrackets(text: string, take: Take): { readonly value: Nested } | Problem {
  const stack: { open: string; items: Nested[]; rows: Nested[] }[] = [{ open: "", items: [], rows: [] }]
  for (const [piece] of text.matchAll(/[[\](){};]|[^[\](){};,\s|&"]+/g)) {
    const top = stack.at(-1)
    if (top === undefined) break
    if ("[({".includes(piece)) {
      if (stack.length > browserLimits.depth) return { problem: "its brackets nest too deep" }
      stack.push({ open: piece, items: [], rows: [] })
    } else if ("])}".includes(piece)) {
      if (stack.length < 2) return { problem: `a "${piece}" closes nothing` }
      stack.pop()
      const value = closed(top.items, top.rows)
      const call = top.open === "(" && Array.isArray(value) && value.length === 1
      stack.at(-1)?.items.push(call ? value[0] : value)
    } else if (piece === ";") {
      if (stack.length > 1) top.rows.push(top.items.splice(0))
    } else {
      const number = take(piece)
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
      return {
        problem: `its rows are not of one length: [${at}] is ${sizeWords(shape.shape)}, [0] is ${sizeWords(inner.shape)}`,
      }
    }
  }
  return { shape: [value.length, ...inner.shape] }
}

function sizeWords(shape: readonly number[]): string {
  if (shape.length === 0) return "a single number"
  return shape.join() === "1" ? "1 number" : `${shape.join("×")} numbers`
}

/** Writes the numbers in row-major order; answers the next free place. */
function fill(value: Nested, data: Float64Array, at: number): number {
  if (typeof value === "number") {
    data[at] = value
    return at + 1
  }
  let next = at
  for (const part of value) next = fill(part, data, next)
  return next
}
