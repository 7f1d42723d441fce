// The layer table as text: aligned for a terminal, Markdown, CSV or LaTeX. What its cells say is worked out before
// (tables.ts); each format only says how cells become lines.

import { cutMiddle } from "../formula/cutMiddle.ts"
import { csvText } from "./csv.ts"
import { latexText, Missing } from "./latex/latexText.ts"
import { isNumeric, type TableCells } from "./tables.ts"

export type TableFormat = "table" | "markdown" | "csv" | "latex"

/** The table as lines of text, each ended. `missing` gathers the letters that LaTeX does not have. */
export function writeTable(cells: TableCells, format: TableFormat, missing: Missing = new Missing()): string {
  switch (format) {
    case "table":
      return aligned(cells)
    case "markdown":
      return markdown(cells)
    case "csv":
      return csv(cells)
    case "latex":
      return latex(cells, missing)
  }
}

/** Rows, each group's followed by its subtotal. */
function bodyOf({ rows, subtotals }: TableCells): readonly (readonly string[])[] {
  return rows.flatMap((row, index) => [
    row,
    ...subtotals.filter(({ after }) => after === index).map(({ cells }) => cells),
  ])
}

/** A name is never longer in a terminal: its columns stay in sight. Other formats hold it whole. */
const LONGEST_NAME = 36

function aligned(table: TableCells): string {
  const { columns, header, totals } = table
  const named = (line: readonly string[]): readonly string[] =>
    line.map((text, at) => (columns[at] === "layer" || columns[at] === "id" ? cutMiddle(text, LONGEST_NAME) : text))
  const body = bodyOf(table).map(named)
  const all = [header, ...body, totals]
  const widths = columns.map((_, at) => Math.max(...all.map((line) => lengthOf(line[at] ?? ""))))
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) => {
        const space = " ".repeat((widths[at] ?? 0) - lengthOf(text))
        return isNumeric(columns[at] ?? "layer") ? space + text : text + space
      })
      .join("  ")
      .trimEnd()
  const rule = widths.map((width) => "─".repeat(width)).join("  ")
  return lines([line(header), rule, ...body.map(line), rule, line(totals)])
}

function lengthOf(text: string): number {
  return [...text].length
}

function markdown(table: TableCells): string {
  const { columns, header, totals } = table
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|")).join(" | ")} |`
  const rule = `| ${columns.map((column) => (isNumeric(column) ? "--:" : "---")).join(" | ")} |`
  return lines([line(header), rule, ...bodyOf(table).map(line), line(totals)])
}

function csv(table: TableCells): string {
  const { header, totals } = table
  return csvText([header, ...bodyOf(table), totals])
}

function latex(table: TableCells, missing: Missing): string {
  const { columns, header, totals } = table
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell) => latexCell(cell, missing)).join(" & ")} \\\\`
  const align = columns.map((column) => (isNumeric(column) ? "r" : "l")).join("")
  return lines([
    `\\begin{tabular}{${align}}`,
    "  \\hline",
    line(header),
    "  \\hline",
    ...bodyOf(table).map(line),
    "  \\hline",
    line(totals),
    "  \\hline",
    "\\end{tabular}",
  ])
}

function latexCell(text: string, missing: Missing): string {
  // A computation is set as one formula; everything else as text with its signs escaped.
  if (/^[\d×+= ]+$/.test(text) && text.includes("×")) return `$${text.replaceAll("×", " \\times ")}$`
  return latexText(text, missing)
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`
}
