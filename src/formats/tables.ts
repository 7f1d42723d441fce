// The layer table as text: aligned for a terminal, Markdown, CSV or LaTeX, with the course's headings. Cells are worked out
// once (`tableCells`); each format only says how cells become lines.

import type { Analysis } from "../graph/analysis.ts"
import type { ReceptiveField } from "../graph/receptive.ts"
import type { SummaryRow, SummaryTotals } from "../graph/table.ts"
import { summaryTotals } from "../graph/table.ts"
import { courseName } from "./courseName.ts"

export type TableFormat = "table" | "markdown" | "csv" | "latex"
export type Column =
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

/** What the course's table shows. */
export const COURSE_COLUMNS: readonly Column[] = ["layer", "params", "dims", "receptiveField"]

/** A table in words, without any format. */
export interface TableCells {
  readonly columns: readonly Column[]
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly totals: readonly string[]
}

const HEADINGS: { readonly [C in Column]: string } = {
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
}
const NUMERIC: ReadonlySet<Column> = new Set(["count", "macs", "flops", "activations", "memory"])
const UNKNOWN = "?"

/** Turns rows into words. `plain` writes bare numbers, for machines: 2483 and bytes, not 2,483 and kB. */
export function tableCells(
  analysis: Analysis,
  rows: readonly SummaryRow[],
  columns: readonly Column[] = COURSE_COLUMNS,
  plain = false,
): TableCells {
  const number = plain ? String : withCommas
  const memory = plain ? String : formatBytes
  const names = layerNames(analysis, rows)
  const cell = (row: SummaryRow, column: Column, index: number): string => {
    switch (column) {
      case "layer":
        return names[index] ?? row.id
      case "params":
        return row.count === null ? UNKNOWN : row.count === 0 ? "0" : `${row.params} = ${row.count}`
      case "receptiveField":
        return row.receptiveField === null ? "–" : fieldInWords(row.receptiveField)
      case "memory":
        return row.memory === null ? UNKNOWN : memory(bytesOf(row.memory))
      case "id":
      case "op":
        return row[column]
      case "dims":
        return row.dims ?? UNKNOWN
      default: {
        const value = row[column]
        return value === null ? UNKNOWN : number(value)
      }
    }
  }
  const totals = summaryTotals(rows)
  return {
    columns,
    header: columns.map((column) => HEADINGS[column]),
    rows: rows.map((row, index) => columns.map((column) => cell(row, column, index))),
    totals: columns.map((column, index) => (index === 0 ? "Total" : totalCell(totals, column, number, memory))),
  }
}

function totalCell(
  totals: SummaryTotals,
  column: Column,
  number: (n: number) => string,
  memory: (n: number) => string,
): string {
  switch (column) {
    case "params":
    case "count":
      return number(totals.count)
    case "macs":
    case "flops":
    case "activations":
      return number(totals[column])
    case "memory":
      return memory(bytesOf(totals.memory))
    default:
      return ""
  }
}

/** Course names, else op and id. */
function layerNames(analysis: Analysis, rows: readonly SummaryRow[]): readonly string[] {
  return rows.map((row) => {
    const node = analysis.nodes.get(row.id)
    return (node === undefined ? null : courseName(node)) ?? `${row.op} ${row.id}`
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

function bytesOf(memory: NonNullable<SummaryRow["memory"]>): number {
  return memory.params + memory.gradients + memory.buffers + memory.activations
}

function withCommas(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",")
}

/** Decimal units: 240,771,232 is `240.8 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"]
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return unit === 0 ? `${value} B` : `${value.toFixed(1)} ${units[unit]}`
}

// ---- Formats --------------------------------------------------------------------------------------------------------

/** The table as lines of text, each ended. */
export function writeTable(cells: TableCells, format: TableFormat): string {
  switch (format) {
    case "table":
      return aligned(cells)
    case "markdown":
      return markdown(cells)
    case "csv":
      return csv(cells)
    case "latex":
      return latex(cells)
  }
}

function aligned({ columns, header, rows, totals }: TableCells): string {
  const all = [header, ...rows, totals]
  const widths = columns.map((_, at) => Math.max(...all.map((line) => lengthOf(line[at] ?? ""))))
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) => {
        const space = " ".repeat((widths[at] ?? 0) - lengthOf(text))
        return NUMERIC.has(columns[at] ?? "layer") ? space + text : text + space
      })
      .join("  ")
      .trimEnd()
  const rule = widths.map((width) => "─".repeat(width)).join("  ")
  return lines([line(header), rule, ...rows.map(line), rule, line(totals)])
}

function lengthOf(text: string): number {
  return [...text].length
}

function markdown({ columns, header, rows, totals }: TableCells): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|")).join(" | ")} |`
  const rule = `| ${columns.map((column) => (NUMERIC.has(column) ? "--:" : "---")).join(" | ")} |`
  return lines([line(header), rule, ...rows.map(line), line(totals)])
}

function csv({ header, rows, totals }: TableCells): string {
  const line = (cells: readonly string[]): string => cells.map(csvCell).join(",")
  return lines([line(header), ...rows.map(line), line(totals)])
}

function csvCell(text: string): string {
  // A spreadsheet would run a cell that begins like a formula; names come from documents of strangers.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function latex({ columns, header, rows, totals }: TableCells): string {
  const line = (cells: readonly string[]): string => `  ${cells.map(latexCell).join(" & ")} \\\\`
  const align = columns.map((column) => (NUMERIC.has(column) ? "r" : "l")).join("")
  return lines([
    `\\begin{tabular}{${align}}`,
    "  \\hline",
    line(header),
    "  \\hline",
    ...rows.map(line),
    "  \\hline",
    line(totals),
    "  \\hline",
    "\\end{tabular}",
  ])
}

const LATEX: { readonly [character: string]: string } = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  $: "\\$",
  "&": "\\&",
  "#": "\\#",
  _: "\\_",
  "%": "\\%",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "×": "$\\times$",
  "−": "$-$",
  "≤": "$\\le$",
  "–": "--",
}

function latexCell(text: string): string {
  // A computation is set as one formula; everything else as text with its signs escaped.
  if (/^[\d×+= ]+$/.test(text) && text.includes("×")) return `$${text.replaceAll("×", " \\times ")}$`
  return text.replace(/[\\{}$&#_%~^×−≤–]/g, (character) => LATEX[character] ?? character)
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`
}
