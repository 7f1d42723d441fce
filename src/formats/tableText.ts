// A table as text: aligned for a terminal, Markdown, CSV or LaTeX. What its cells say is worked out before (tables.ts for
// layers); each format only says how cells become lines.

import { cutMiddle } from "../formula/cutMiddle.ts"
import { csvText } from "./csv.ts"
import { latexText, Missing } from "./latex/latexText.ts"
import { isNumeric, type TableCells } from "./tables.ts"

export type TableFormat = "table" | "markdown" | "csv" | "latex"

/** A table in words, with what its columns hold. */
export interface TextTable {
  readonly header: readonly string[]
  readonly body: readonly (readonly string[])[]
  readonly foot: readonly string[]
  /** By column: names, which a terminal cuts; bare numbers, which line up at the right; or words. */
  readonly holds: readonly ("names" | "numbers" | "words")[]
}

/** The layer table as lines of text, each ended. `missing` gathers the letters that LaTeX does not have. */
export function writeTable(cells: TableCells, format: TableFormat, missing: Missing = new Missing()): string {
  const { columns, header, totals } = cells
  const holds = columns.map((column) =>
    column === "layer" || column === "id" ? "names" : isNumeric(column) ? "numbers" : "words",
  )
  return writeText({ header, body: bodyOf(cells), foot: totals, holds }, format, missing)
}

/** Any table as lines of text. */
export function writeText(table: TextTable, format: TableFormat, missing: Missing = new Missing()): string {
  switch (format) {
    case "table":
      return aligned(table)
    case "markdown":
      return markdown(table)
    case "csv":
      return csvText([table.header, ...table.body, table.foot])
    case "latex":
      return latex(table, missing)
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

function aligned({ header, body, foot, holds }: TextTable): string {
  const named = (line: readonly string[]): readonly string[] =>
    line.map((text, at) => (holds[at] === "names" ? cutMiddle(text, LONGEST_NAME) : text))
  const rows = body.map(named)
  const all = [header, ...rows, foot]
  const widths = holds.map((_, at) => Math.max(...all.map((line) => lengthOf(line[at] ?? ""))))
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, at) => {
        const space = " ".repeat((widths[at] ?? 0) - lengthOf(text))
        return holds[at] === "numbers" ? space + text : text + space
      })
      .join("  ")
      .trimEnd()
  const rule = widths.map((width) => "─".repeat(width)).join("  ")
  return lines([line(header), rule, ...rows.map(line), rule, line(foot)])
}

function lengthOf(text: string): number {
  return [...text].length
}

function markdown({ header, body, foot, holds }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll("\\", "\\\\").replaceAll("|", "\\|")).join(" | ")} |`
  const rule = `| ${holds.map((what) => (what === "numbers" ? "--:" : "---")).join(" | ")} |`
  return lines([line(header), rule, ...body.map(line), line(foot)])
}

function latex({ header, body, foot, holds }: TextTable, missing: Missing): string {
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell) => latexCell(cell, missing)).join(" & ")} \\\\`
  const align = holds.map((what) => (what === "numbers" ? "r" : "l")).join("")
  return lines([
    `\\begin{tabular}{${align}}`,
    "  \\hline",
    line(header),
    "  \\hline",
    ...body.map(line),
    "  \\hline",
    line(foot),
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
