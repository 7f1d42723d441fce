// A table as fields of examples: which columns are features, which is the class, which only count the rows. Where that is a
// guess the answer says what was guessed, and a choice overrules it. This folder reads cells; which Input takes a field is
// said by the document.

import { count, quote } from "../../graph/problem.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { readCells } from "./cells.ts"
import { type Column, countsRows, readColumns } from "./columns.ts"
import { type Group, groupTensor, type Join, joinColumns } from "./joining.ts"
import { findLabel, type Labels, labelsOf, oneHot } from "./labels.ts"
import { isPercent } from "./numbers.ts"
import type { FieldPlace } from "./places.ts"

/** What somebody has chosen; null or absent is guessed. */
export interface TableChoice {
  readonly join?: Join | null
  /** Name of the column of classes; "" for none. */
  readonly label?: string | null
  /** Leave out lines with a missing value. */
  readonly skipMissing?: boolean
  /** Use columns that only count or name the rows as well. */
  readonly keepIndex?: boolean
}
/** What was made of a table. */
export interface TableReading {
  readonly columns: readonly string[]
  readonly join: Join
  /** Name of the column of classes; "" for none. */
  readonly label: string
  /** Names of the columns that were left out because they only count or name the rows. */
  readonly index: readonly string[]
  /** What was decided, a sentence each. */
  readonly notes: readonly string[]
}
interface ReadTable {
  readonly fields: readonly (readonly [string, Tensor])[]
  readonly classes: readonly string[] | null
  readonly table: TableReading
}
export interface TableProblem {
  readonly problem: string
  /** Lines without a value somewhere, where leaving them out would help. */
  readonly missing?: number
  /** Names of columns among which the label has to be chosen. */
  readonly labels?: readonly string[]
}

/** Reads a table for a graph with these Inputs. */
export function readTable(text: string, places: readonly FieldPlace[], choice: TableChoice): ReadTable | TableProblem {
  const cells = readCells(text)
  if ("problem" in cells) return cells
  const read = readColumns(cells, choice.skipMissing === true)
  if ("problem" in read) return read
  const all = unique(read)
  const index = choice.keepIndex === true ? [] : all.filter((column) => column.index)
  const used = all.filter((column) => !index.includes(column))
  const label = chosenLabel(used, places, choice)
  if (label !== null && "problem" in label) {
    return { ...label, labels: used.filter(({ numbers }) => numbers === null).map(({ name }) => name) }
  }
  const hot = label === null && choice.label == null ? hotLabel(used, places) : null
  const words = used.filter((column) => column !== label && column.numbers === null)
  const numbers = used.filter(
    (column) => column !== label && !words.includes(column) && !(hot?.includes(column) ?? false),
  )
  const counting = choice.keepIndex === true ? [] : countingColumn(numbers, places)
  const { groups, join } = joinColumns(
    numbers.filter((column) => !counting.includes(column)),
    places,
    choice.join ?? null,
  )
  const classed = hot === null ? (label === null ? null : asClasses(label, places)) : fromHot(hot)
  const named =
    classed === null ? groups : groups.map((group) => (group.name === "labels" ? { ...group, name: "x" } : group))
  const fields = [
    ...named.map((group) => [group.name, groupTensor(group)] as const),
    ...(classed === null ? [] : [["labels", classed.tensor] as const]),
  ]
  const left = [...index, ...counting]
  return {
    fields,
    classes: classed?.names ?? null,
    table: {
      columns: all.map(({ name }) => name),
      join,
      label: label?.name ?? "",
      index: left.map(({ name }) => name),
      notes: notesOf({ groups: named, left, words, label, hot, rows: cells.rows.length - (all[0]?.cells.length ?? 0) }),
    },
  }
}

/** Two columns of one name are told apart. */
function unique(columns: readonly Column[]): readonly Column[] {
  const seen = new Map<string, number>()
  return columns.map((column) => {
    const before = seen.get(column.name) ?? 0
    seen.set(column.name, before + 1)
    return before === 0 ? column : { ...column, name: `${column.name} (${before + 1})` }
  })
}

function chosenLabel(
  columns: readonly Column[],
  places: readonly FieldPlace[],
  { label }: TableChoice,
): Column | null | { readonly problem: string } {
  if (label == null) return findLabel(columns, places)
  if (label === "") return null
  const found = columns.find(({ name }) => name === label)
  return found ?? { problem: `There is no column ${quote(label)} in the table.` }
}

/** Columns of 0 and 1 as wide as the classes that the graph compares. */
function hotLabel(columns: readonly Column[], places: readonly FieldPlace[]): readonly Column[] | null {
  const classes = places.find((place) => place.classes !== null)?.classes ?? null
  const allFit = places.some((place) => place.classes === null && place.size === columns.length)
  return classes === null || allFit ? null : oneHot(columns, classes)
}

/** A first column that counts the rows without a name, where the others are as many as an Input takes. */
function countingColumn(columns: readonly Column[], places: readonly FieldPlace[]): readonly Column[] {
  const [first] = columns
  if (first === undefined || first.named || columns.length < 2 || !countsRows(first)) return []
  const fits = (width: number): boolean => places.some(({ classes, size }) => classes === null && size === width)
  return fits(columns.length - 1) && !fits(columns.length) ? [first] : []
}

interface Classed {
  readonly tensor: Tensor
  readonly names: readonly string[] | null
}

/** Indices for whoever compares classes; a column or one-hot rows where the graph wants its target as numbers. */
function asClasses(label: Column, places: readonly FieldPlace[]): Classed {
  const compared = places.find(({ classes }) => classes !== null)
  const labels = labelsOf(label, compared?.classes ?? null)
  const rows = labels.indices.length
  const target = compared === undefined ? places.find((place) => place.target) : undefined
  const several = labels.names?.length ?? 0
  if (target !== undefined && target.example.length > 0) {
    if (target.size === 1) return { tensor: { shape: [rows, ...target.example], data: labels.indices }, names: null }
    if (target.size === several) return { tensor: hotRows(labels, target), names: null }
  }
  return { tensor: { shape: [rows], data: labels.indices }, names: labels.names }
}

function hotRows({ indices }: Labels, { example, size }: FieldPlace): Tensor {
  const data = new Float64Array(indices.length * size)
  for (const [row, index] of indices.entries()) data[row * size + index] = 1
  return { shape: [indices.length, ...example], data }
}

function fromHot(columns: readonly Column[]): Classed {
  const rows = columns[0]?.cells.length ?? 0
  const data = Float64Array.from({ length: rows }, (_, row) => columns.findIndex(({ numbers }) => numbers?.[row] === 1))
  const named = columns.every((column) => column.named)
  return { tensor: { shape: [rows], data }, names: named ? columns.map(({ name }) => name) : null }
}

// ---- Words ----------------------------------------------------------------------------------------------------------

function notesOf(made: {
  readonly groups: readonly Group[]
  readonly left: readonly Column[]
  readonly words: readonly Column[]
  readonly label: Column | null
  readonly hot: readonly Column[] | null
  /** Lines left out. */
  readonly rows: number
}): readonly string[] {
  const notes: string[] = []
  for (const { name, columns } of made.groups) {
    if (columns.length > 1) notes.push(`${columnsIn(columns)} are the field ${quote(name)}.`)
  }
  if (made.label !== null) notes.push(`The class is ${quote(made.label.name)}.`)
  if (made.hot !== null) notes.push(`The class is which of ${list(made.hot)} is 1.`)
  if (made.left.length > 0)
    notes.push(
      `${list(made.left)} only ${made.left.length === 1 ? "counts or names" : "count or name"} the rows and ${made.left.length === 1 ? "is" : "are"} left out.`,
    )
  if (made.words.length > 0)
    notes.push(
      `${list(made.words)} ${made.words.length === 1 ? "holds" : "hold"} words and ${made.words.length === 1 ? "is" : "are"} left out.`,
    )
  const percent = made.groups.flatMap(({ columns }) => columns.filter(({ cells }) => cells.some(isPercent)))
  if (percent.length > 0) notes.push(`${list(percent)} ${percent.length === 1 ? "is" : "are"} in percent: 12 % is 12.`)
  if (made.rows > 0)
    notes.push(
      `${count(made.rows)} ${made.rows === 1 ? "line" : "lines"} with a missing value ${made.rows === 1 ? "is" : "are"} left out.`,
    )
  return notes
}

/** Names beyond these are counted. */
const MOST_NAMES = 4

function list(columns: readonly Column[]): string {
  const names = columns.slice(0, MOST_NAMES).map(({ name }) => quote(name))
  return columns.length > MOST_NAMES ? `${names.join(", ")} and ${columns.length - MOST_NAMES} more` : names.join(", ")
}

function columnsIn(columns: readonly Column[]): string {
  const [first, last] = [columns[0], columns.at(-1)]
  return columns.length <= MOST_NAMES
    ? list(columns)
    : `${count(columns.length)} columns, ${quote(first?.name ?? "")} to ${quote(last?.name ?? "")},`
}
