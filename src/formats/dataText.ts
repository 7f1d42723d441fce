// Examples as people paste them: a CSV or TSV table with or without names on top, an object of fields in JSON, or an array
// of any kind that arrayText reads. The answer is what a document's data of kind "values" hold.

import type { ValueLiteral } from "../graph/document.ts"
import { browserLimits, MAX_DATA_ELEMENTS } from "../graph/limits.ts"
import { count, quote } from "../graph/problem.ts"
import { writeValue } from "../graph/values/values.ts"
import type { Json } from "../ops/attributes/attrs.ts"
import { formatShape, sameShape, sizeOf, type Tensor } from "../tensor/tensor.ts"
import {
  type ArrayChoice,
  type ArrayProblem,
  type ArrayReading,
  fieldsOfArrays,
  type NamedArray,
} from "./arrays/arrayFields.ts"
import { readArrayText } from "./arrays/arrayText.ts"
import type { FieldPlace } from "./table/places.ts"
import { readTable, type TableChoice, type TableProblem, type TableReading } from "./table/table.ts"

export interface ReadData {
  /** By field, the first axis counting the examples. */
  readonly fields: { readonly [field: string]: Tensor }
  /** Names of the classes where a column held words, in the order of their indices; the column is then `labels`. */
  readonly classes: readonly string[] | null
  /** What was made of a table's columns; absent for what is no table. */
  readonly table?: TableReading
  /** What was made of arrays from files; absent for text. */
  readonly arrays?: ArrayReading
}
type Problem = TableProblem

/**
 * Fields of examples, or what is wrong, in one sentence. Columns of a table become the fields that the Inputs at `places`
 * take, unless `choice` says otherwise; a column of words or of a class's name becomes `labels`.
 */
export function readDataText(
  text: string,
  places: readonly FieldPlace[] = [],
  choice: TableChoice = {},
): ReadData | Problem {
  if (text.length > browserLimits.fileBytes) {
    return { problem: `The text has ${count(text.length)} characters; the limit is ${count(browserLimits.fileBytes)}.` }
  }
  if (text.trim() === "") return { problem: "There is nothing in the text; expected a table or an array of numbers." }
  const object = readFieldsJson(text)
  if (object !== null) return object
  const array = /[[({]/.test(text) ? readArrayText(text) : null
  if (array !== null && !("problem" in array)) return asField(array.tensor)
  const table = readTable(text, places, choice)
  // Brackets in front are those of an array; others may stand in names: "petal length (cm)".
  const meant = /^\s*[[({]/.test(text) || ("problem" in table && /^[\s\w.=]*[[({]/.test(text))
  if (array !== null && meant) return { problem: `This is no array of examples: ${array.problem}.` }
  if ("problem" in table) return table
  const fields = named(table.fields, table.classes)
  return "problem" in fields ? fields : { ...fields, table: table.table }
}

function asField(tensor: Tensor): ReadData | Problem {
  return tensor.shape.length === 0
    ? { problem: "This is a single number; expected examples, one a line." }
    : { fields: { x: tensor }, classes: null }
}

/** Arrays from files as fields for the Inputs at `places`: at most `most` numbers. */
export function readDataArrays(
  arrays: readonly NamedArray[],
  places: readonly FieldPlace[],
  most: number,
  choice: ArrayChoice,
): ReadData | ArrayProblem {
  const read = fieldsOfArrays(arrays, places, most, choice)
  if ("problem" in read) return read
  const twice = read.fields.find(([name], at) => read.fields.some(([other], i) => i < at && other === name))
  if (twice !== undefined) {
    return { problem: `Two arrays would both be the field ${quote(twice[0])}; give one of them another name.` }
  }
  const fields = named(read.fields, null)
  return "problem" in fields ? fields : { ...fields, arrays: read.arrays }
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

/** Names of classes as data of kind "values" write them, with commas between. */
export function classNames(classes: readonly string[]): string {
  return classes.map((name) => name.replaceAll(",", " ")).join(", ")
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

/** No document may hold these keys. */
function named(fields: readonly (readonly [string, Tensor])[], classes: readonly string[] | null): ReadData | Problem {
  const bad = fields.find(([name]) => name in Object.prototype || name === "prototype")
  return bad === undefined
    ? { fields: Object.fromEntries(fields), classes }
    : { problem: `A field cannot be called ${quote(bad[0])}, which JavaScript reserves; give it another name.` }
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
