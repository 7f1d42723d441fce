// Examples as people paste them: a CSV or TSV table with or without names on top, an object of fields in JSON, or an array
// of any kind that arrayText reads. The answer is what a document's data of kind "values" hold.

import type { ValueLiteral } from "../graph/document.ts"
import { browserLimits, MAX_DATA_ELEMENTS } from "../graph/limits.ts"
import { count, quote } from "../graph/problem.ts"
import { writeValue } from "../graph/values.ts"
import type { Json } from "../ops/attrs.ts"
import { formatShape, type Shape, sameShape, sizeOf, type Tensor } from "../tensor/tensor.ts"
import { readArrayText } from "./arrayText.ts"

export interface ReadData {
  /** By field, the first axis counting the examples. */
  readonly fields: { readonly [field: string]: Tensor }
  /** Names of the classes where a column held words, in the order of their indices; the column is then `labels`. */
  readonly classes: readonly string[] | null
}
type Problem = { readonly problem: string }

/**
 * Fields of examples, or what is wrong, in one sentence. A table becomes one field for each column; columns `x1`, `x2`, …
 * become one field `x`, a column of words or one called label or class becomes `labels`. Without names on top all
 * columns are one field `x`.
 */
export function readDataText(text: string): ReadData | Problem {
  if (text.length > browserLimits.fileBytes) {
    return { problem: `The text has ${count(text.length)} characters; the limit is ${count(browserLimits.fileBytes)}.` }
  }
  if (text.trim() === "") return { problem: "There is nothing in the text; expected a table or an array of numbers." }
  const object = readFieldsJson(text)
  if (object !== null) return object
  const table = /[[({]/.test(text) ? null : tableOf(text)
  if (table === null) {
    const array = readArrayText(text)
    if ("problem" in array) return { problem: `This is no array of examples: ${array.problem}.` }
    const { tensor } = array
    return tensor.shape.length === 0
      ? { problem: "This is a single number; expected examples, one a line." }
      : { fields: { x: tensor }, classes: null }
  }
  return "problem" in table ? table : fieldsOf(table)
}

/** Pictures and other tensors of one shape as the examples of a field: one axis more in front. */
export function stackExamples(examples: readonly Tensor[]): Tensor | Problem {
  const [first] = examples
  if (first === undefined) return { problem: "There are no examples." }
  const odd = examples.findIndex(({ shape }) => !sameShape(shape, first.shape))
  if (odd > 0) {
    const [found, wanted] = [formatShape(examples[odd]?.shape ?? []), formatShape(first.shape)]
    return { problem: `Example ${odd + 1} is ${found}, the first is ${wanted}; all must have one shape.` }
  }
  const size = sizeOf(first.shape)
  const elements = size * examples.length
  if (elements > MAX_DATA_ELEMENTS) {
    return { problem: `The examples have ${count(elements)} numbers; the limit is ${count(MAX_DATA_ELEMENTS)}.` }
  }
  const data = new Float32Array(elements)
  for (const [at, example] of examples.entries()) data.set(example.data, at * size)
  return { shape: [examples.length, ...first.shape], data }
}

/** Fields as a document writes them: small ones as nested arrays, large ones as base64. */
export function fieldLiterals(fields: ReadData["fields"]): { readonly [field: string]: ValueLiteral } {
  return Object.fromEntries(Object.entries(fields).map(([name, tensor]) => [name, writeValue(tensor)]))
}

/** `{ "x": [[1, 2], …], "labels": [0, …] }`; null for what is no object of arrays. */
function readFieldsJson(text: string): ReadData | Problem | null {
  if (!/^\s*\{/.test(text) || /^\s*\{\s*"(?:shape|data)"/.test(text)) return null
  let read: Json
  try {
    read = JSON.parse(text) as Json // what JSON.parse answers is Json
  } catch {
    return null
  }
  if (typeof read !== "object" || read === null) return null
  const fields: (readonly [string, Tensor])[] = []
  for (const [name, held] of Object.entries(read)) {
    const array = readArrayText(JSON.stringify(held))
    if ("problem" in array) return { problem: `The field ${quote(name)} is no array: ${array.problem}.` }
    fields.push([name, array.tensor])
  }
  return sameCounts(fields) ?? named(fields, null)
}

// ---- Tables ---------------------------------------------------------------------------------------------------------

interface Table {
  /** Null without a line of names. */
  readonly names: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const isNumber = (cell: string): boolean => NUMBER.test(cell)

function tableOf(text: string): Table | Problem {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replaceAll("−", "-")
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ line, at: at + 1 }))
    .filter(({ line }) => line.trim() !== "")
  const [first] = lines
  if (first === undefined) return { problem: "There is nothing in the text; expected a table or an array of numbers." }
  const mark = ["\t", ";", ","].find((one) => first.line.includes(one)) ?? /\s+/
  const rows = lines.map(({ line }) => cellsOf(line.trim(), mark))
  const width = rows[0]?.length ?? 0
  const odd = rows.findIndex((row) => row.length !== width)
  if (odd > 0) {
    const found = `line ${lines[odd]?.at ?? 0} has ${rows[odd]?.length ?? 0} columns, line ${first.at} has ${width}`
    return { problem: `The table is uneven: ${found}.` }
  }
  const named = rows.length > 1 && rows[0]?.every((cell) => !isNumber(cell)) === true
  return { names: named ? (rows[0] ?? null) : null, rows: named ? rows.slice(1) : rows }
}

/** Cells of one line; quotes around a cell fall away, and hold marks inside it together. */
function cellsOf(line: string, mark: string | RegExp): string[] {
  if (typeof mark !== "string" || !line.includes('"')) return line.split(mark).map((cell) => cell.trim())
  const cells: string[] = [""]
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === mark && !quoted) cells.push("")
    else cells[cells.length - 1] += character
  }
  return cells.map((cell) => cell.trim())
}

function fieldsOf({ names, rows }: Table): ReadData | Problem {
  const width = rows[0]?.length ?? 0
  const columns = Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? ""))
  const groups = new Map<string, number[]>()
  let classes: readonly string[] | null = null
  for (const [at, cells] of columns.entries()) {
    const words = cells.every((cell) => !isNumber(cell))
    const bad = words ? -1 : cells.findIndex((cell) => !isNumber(cell))
    const name = names?.[at] ?? (words ? "labels" : "x")
    if (bad >= 0) {
      return { problem: `${quote(cells[bad] ?? "")} in example ${bad + 1} of column ${quote(name)} is not a number.` }
    }
    if (words && classes !== null) return { problem: `Two columns hold words; column ${quote(name)} is the second.` }
    if (words) classes = [...new Set(cells)].sort()
    const field = words || /^(?:labels?|class(?:es)?)$/i.test(name) ? "labels" : stemOf(name, names ?? [])
    groups.set(field, [...(groups.get(field) ?? []), at])
  }
  const order = classes
  const number = (cell: string): number => (isNumber(cell) || order === null ? Number(cell) : order.indexOf(cell))
  const fields = [...groups].map(([name, held]) => {
    const shape: Shape = name === "labels" && held.length === 1 ? [rows.length] : [rows.length, held.length]
    const data = Float64Array.from(rows.flatMap((row) => held.map((at) => number(row[at] ?? ""))))
    return [name, { shape, data }] as const
  })
  return named(fields, classes)
}

/** No document may hold these keys. */
function named(fields: readonly (readonly [string, Tensor])[], classes: readonly string[] | null): ReadData | Problem {
  const bad = fields.find(([name]) => name in Object.prototype || name === "prototype")
  return bad === undefined
    ? { fields: Object.fromEntries(fields), classes }
    : { problem: `A field cannot be called ${quote(bad[0])}, which JavaScript reserves; give it another name.` }
}

/** `x` for `x1` where there are `x1`, `x2`, … together; else the name itself, as a field may be called. */
function stemOf(name: string, names: readonly string[]): string {
  const stem = (one: string): string => one.replace(/[_ .-]?\d+$/, "")
  const several = stem(name) !== "" && stem(name) !== name && names.filter((one) => stem(one) === stem(name)).length > 1
  return several ? stem(name) : name === "" ? "x" : name
}

function sameCounts(fields: readonly (readonly [string, Tensor])[]): Problem | null {
  const [first] = fields
  if (first === undefined) return { problem: "There is no field in the object." }
  for (const [name, { shape }] of fields) {
    const examples = shape[0]
    if (examples === undefined) return { problem: `The field ${quote(name)} is a single number; expected examples.` }
    if (examples !== first[1].shape[0]) {
      const others = `${quote(first[0])} has ${first[1].shape[0] ?? 0}`
      return { problem: `The field ${quote(name)} has ${examples} examples, but ${others}.` }
    }
  }
  return null
}
