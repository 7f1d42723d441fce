// The layer table in words, with the course's headings: what each cell, subtotal and total says. The page and the command
// line show the same words; tableText.ts writes them as Markdown, CSV, LaTeX or for a terminal.

import { writeBytes, writeCount } from "../formula/number.ts"
import type { Analysis } from "../graph/analysis/analysis.ts"
import type { Cost } from "../graph/measure/costs.ts"
import type { ReceptiveField } from "../graph/measure/receptive.ts"
import { subtotalsOf } from "../graph/measure/subtotals.ts"
import { rowless, type SummaryRow, type SummaryTotals, summaryTotals } from "../graph/measure/table.ts"
import { courseName } from "./shorthand/courseName.ts"

export type ColumnName =
  | "layer"
  | "id"
  | "op"
  | "params"
  | "count"
  | "dims"
  | "receptiveField"
  | "macs"
  | "flops"
  | "activations"
  | "memory"
  | "weights"
  | "biases"
  | MemoryColumn

/** The parts of `memory`, each a column of its own. */
type MemoryColumn = "memoryParams" | "memoryGradients" | "memoryBuffers" | "memoryActivations"

/** What the course's table shows. */
export const COURSE_COLUMNS: readonly ColumnName[] = ["layer", "params", "dims", "receptiveField"]

/** A table in words, without any format. */
export interface TableCells {
  readonly columns: readonly ColumnName[]
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** One for each group of several rows, to stand after the row of that index; the inner of two groups first. */
  readonly subtotals: readonly {
    readonly group: string
    readonly after: number
    readonly depth: number
    readonly cells: readonly string[]
  }[]
  readonly totals: readonly string[]
}

const HEADINGS: { readonly [C in ColumnName]: string } = {
  layer: "Layer",
  id: "Node",
  op: "Op",
  params: "Number of Parameters",
  count: "Parameters",
  dims: "Dimension of Activations",
  receptiveField: "Receptive field (size, jump)",
  macs: "MACs",
  flops: "FLOPs",
  activations: "Activations",
  memory: "Memory",
  weights: "Weights",
  biases: "Biases",
  memoryParams: "Memory of params",
  memoryGradients: "Memory of gradients",
  memoryBuffers: "Memory of buffers",
  memoryActivations: "Memory of activations",
}
const PARTS: { readonly [C in MemoryColumn]: keyof Cost["memory"] } = {
  memoryParams: "params",
  memoryGradients: "gradients",
  memoryBuffers: "buffers",
  memoryActivations: "activations",
}
const WORDS: ReadonlySet<ColumnName> = new Set([
  "layer",
  "id",
  "op",
  "params",
  "weights",
  "biases",
  "dims",
  "receptiveField",
])
/** Sums of what is learned; the others are of costs. */
const COUNTS: ReadonlySet<ColumnName> = new Set(["params", "count", "weights", "biases"])
const UNKNOWN = "?"

/** True for columns of bare numbers, which line up at the right. */
export function isNumeric(column: ColumnName): boolean {
  return !WORDS.has(column)
}

/**
 * Turns rows into words. `plain` is for machines: bare numbers (2483 and bytes, not 2,483 and kB) and no subtotals. Rows of
 * a group should stand together (`groupedRows`). `totals`: of all layers, those without a row as well.
 */
export function tableCells(
  analysis: Analysis,
  rows: readonly SummaryRow[],
  columns: readonly ColumnName[] = COURSE_COLUMNS,
  plain = false,
  totals: SummaryTotals = summaryTotals(rows, rowless(analysis)),
): TableCells {
  const write: Write = plain ? { number: String, bytes: String } : { number: writeCount, bytes: decimalBytes }
  const names = layerNames(analysis, rows, columns.includes("id"))
  const cell = (row: SummaryRow, column: ColumnName, index: number): string =>
    column === "layer" ? (names[index] ?? row.id) : rowCell(row, column, write)
  const total = (totals: SummaryTotals, label: string): readonly string[] => totalLine(totals, columns, label, write)
  const groups = plain ? [] : subtotalsOf(rows, analysis.document, rowless(analysis))
  return {
    columns,
    header: columns.map((column) => HEADINGS[column]),
    rows: rows.map((row, index) => columns.map((column) => cell(row, column, index))),
    subtotals: groups.map(({ group, label, after, depth, totals }) => ({
      group,
      after,
      depth,
      cells: total(totals, `Subtotal ${label}`),
    })),
    totals: total(totals, "Total"),
  }
}

interface Write {
  readonly number: (n: number) => string
  readonly bytes: (n: number) => string
}

function rowCell(row: SummaryRow, column: Exclude<ColumnName, "layer">, write: Write): string {
  switch (column) {
    case "params":
      return row.count === null ? UNKNOWN : computation({ text: row.params ?? "0", count: row.count })
    case "weights":
    case "biases":
      return row[column] === null ? UNKNOWN : computation(row[column])
    case "receptiveField":
      return row.receptiveField === null ? "–" : fieldInWords(row.receptiveField)
    case "memory":
      return row.memory === null ? UNKNOWN : write.bytes(bytesOf(row.memory))
    case "memoryParams":
    case "memoryGradients":
    case "memoryBuffers":
    case "memoryActivations":
      return row.memory === null ? UNKNOWN : write.bytes(row.memory[PARTS[column]])
    case "id":
    case "op":
      return row[column]
    case "dims":
      return row.dims ?? UNKNOWN
    default: {
      const value = row[column]
      return value === null ? UNKNOWN : write.number(value)
    }
  }
}

/** `3×3×1×10 = 90`; a bare number stands for itself. */
function computation({ text, count }: { readonly text: string; readonly count: number }): string {
  return text === String(count) ? text : `${text} = ${count}`
}

/** One line of sums. What is not complete says so, and how much is missing in the first cell that misses it. */
function totalLine(
  totals: SummaryTotals,
  columns: readonly ColumnName[],
  label: string,
  write: Write,
): readonly string[] {
  const said = new Set<number>()
  return columns.map((column, index) => {
    const text = index === 0 ? label : totalCell(totals, column, write)
    const missing = COUNTS.has(column) ? totals.unknown : totals.uncosted
    if (index === 0 || text === "" || missing === 0) return text
    const atLeast = said.has(missing) ? `at least ${text}` : `at least ${text}, ${missingWords(missing)}`
    said.add(missing)
    return atLeast
  })
}

/** `1 layer not counted`. */
export function missingWords(layers: number): string {
  return `${writeCount(layers)} ${layers === 1 ? "layer" : "layers"} not counted`
}

function totalCell(totals: SummaryTotals, column: ColumnName, write: Write): string {
  switch (column) {
    case "params":
    case "count":
      return write.number(totals.count)
    case "weights":
    case "biases":
    case "macs":
    case "flops":
    case "activations":
      return write.number(totals[column])
    case "memory":
      return write.bytes(bytesOf(totals.memory))
    case "memoryParams":
    case "memoryGradients":
    case "memoryBuffers":
    case "memoryActivations":
      return write.bytes(totals.memory[PARTS[column]])
    default:
      return ""
  }
}

/** What memory is made of: `params 400 B, gradients 400 B, buffers 0 B, saved activations 31.4 kB`. */
export function memoryInWords({ params, gradients, buffers, activations }: Cost["memory"]): string {
  const parts = [
    ["params", params],
    ["gradients", gradients],
    ["buffers", buffers],
    ["saved activations", activations],
  ] as const
  return parts.map(([word, bytes]) => `${word} ${decimalBytes(bytes)}`).join(", ")
}

/** Course names, else op and id; a name that several rows have is told apart by the id, unless that has its own column. */
function layerNames(analysis: Analysis, rows: readonly SummaryRow[], idsShown: boolean): readonly string[] {
  const names = rows.map((row) => {
    const node = analysis.nodes.get(row.id)
    return node === undefined ? null : courseName(node)
  })
  const times = new Map<string | null, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  return rows.map(({ id, op }, index) => {
    const name = names[index] ?? null
    if (name === null) return `${op} ${id}`
    return (times.get(name) ?? 0) > 1 && !idsShown ? `${name} ${id}` : name
  })
}

/** `3, 1`; `3×5, 1×2`; `all of the input`; `≤ 427, 32`; `not defined`. */
export function fieldInWords(field: ReceptiveField): string {
  if (field.status === "global") return "all of the input"
  if (field.status === "undefined") return "not defined"
  return `${field.status === "upper-bound" ? "≤ " : ""}${oneOrEach(field.size)}, ${oneOrEach(field.jump)}`
}

function oneOrEach(sizes: readonly number[]): string {
  return sizes.every((n) => n === sizes[0]) ? String(sizes[0] ?? "") : sizes.join("×")
}

function bytesOf(memory: Cost["memory"]): number {
  return memory.params + memory.gradients + memory.buffers + memory.activations
}

/** Decimal units, as memory is quoted: 240,771,232 is `240.8 MB`. */
function decimalBytes(bytes: number): string {
  return writeBytes(bytes, false)
}
