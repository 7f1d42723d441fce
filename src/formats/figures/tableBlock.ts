// The layer table as it stands on a homework sheet: the rows and words of formats/tables.ts. A collapsed group is one row,
// as it is one card.

import { cutMiddle } from "../../formula/cutMiddle.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { textWidth, type Weight } from "../../graph/drawing/text/textWidth.ts"
import { cardId, fold } from "../../graph/edit/fold.ts"
import type { DimsOrder } from "../../graph/measure/notation.ts"
import { groupedRows } from "../../graph/measure/subtotals.ts"
import { rowless, summaryRows, summaryTotals } from "../../graph/measure/table.ts"
import { COURSE_COLUMNS, isNumeric, type TableCells, tableCells } from "../tables.ts"
import { type FigureBlock, NOTHING } from "./block.ts"
import type { Colours } from "./colours.ts"
import { BASELINE, words } from "./text.ts"
import { element } from "./xml.ts"

const SIZE = 12
const ROW = 24
const GAP = 28
/** A column is never wider; what does not fit ends in an ellipsis. */
const WIDEST = 420
const LONGEST_NAME = 40

interface Line {
  readonly cells: readonly string[]
  readonly kind: "head" | "row" | "subtotal" | "total"
}

/** The table of the whole graph, or of the chosen nodes. */
export function tableBlock(
  analysis: Analysis,
  order: DimsOrder,
  chosen: ReadonlySet<string> | null,
  colours: Colours,
): FigureBlock {
  const all = summaryRows(analysis, { layout: order })
  const rows = groupedRows(chosen === null ? all : all.filter(({ id }) => chosen.has(id)), analysis.document)
  if (rows.length === 0) return NOTHING
  const without = rowless(analysis).filter(({ id }) => chosen === null || chosen.has(id))
  const table = tableCells(analysis, rows, COURSE_COLUMNS, false, summaryTotals(rows, without))
  const ids = rows.map(({ id }) => id)
  const lines: readonly Line[] = [
    { cells: table.header, kind: "head" },
    ...bodyOf(table, ids, fold(analysis.document).cardOf).map(withShortName),
    { cells: table.totals, kind: "total" },
  ]
  return drawLines(table, lines, colours)
}

/** Names differ at their ends, so a long one loses its middle. */
function withShortName({ cells: [name = "", ...others], kind }: Line): Line {
  return { cells: [cutMiddle(name, LONGEST_NAME), ...others], kind }
}

/** Rows and subtotals, with collapsed groups as one row each: their sums, and the shape that leaves them. */
function bodyOf(table: TableCells, ids: readonly string[], cardOf: ReadonlyMap<string, string>): readonly Line[] {
  const depths = new Map(table.subtotals.map(({ group, depth }) => [cardId(group), depth]))
  return table.rows.flatMap((cells, index) => {
    const card = cardOf.get(ids[index] ?? "")
    // A group of a single row has no sum: the row stands for it.
    const folded = card === undefined ? undefined : depths.get(card)
    const own: readonly Line[] = folded === undefined ? [{ cells, kind: "row" }] : []
    const after = table.subtotals.flatMap((subtotal): readonly Line[] => {
      if (subtotal.after !== index || (folded !== undefined && subtotal.depth > folded)) return []
      if (folded !== subtotal.depth) return [{ cells: subtotal.cells, kind: "subtotal" }]
      return [{ cells: foldedRow(table, subtotal.cells, cells), kind: "row" }]
    })
    return [...own, ...after]
  })
}

/** The sums of a group with what its last row says of shapes and fields. */
function foldedRow(table: TableCells, sums: readonly string[], last: readonly string[]): readonly string[] {
  return table.columns.map((column, at) => {
    const sum = sums[at] ?? ""
    if (at === 0) return sum.replace(/^Subtotal /, "")
    return column === "dims" || column === "receptiveField" ? (last[at] ?? "") : sum
  })
}

function drawLines({ columns }: TableCells, lines: readonly Line[], colours: Colours): FigureBlock {
  const widths = columns.map((_, at) =>
    Math.min(WIDEST, Math.max(...lines.map(({ cells, kind }) => textWidth(cells[at] ?? "", SIZE, weightOf(kind))))),
  )
  const starts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width + GAP, 0))
  const width = widths.reduce((sum, one) => sum + one, 0) + GAP * (widths.length - 1)
  const rule = (y: number, strong: boolean): string =>
    element("path", { d: `M0 ${y}H${Math.ceil(width)}`, stroke: colours[strong ? "line-strong" : "line"] })
  const drawn = lines.map(({ cells, kind }, index) => {
    const y = index * ROW
    const texts = cells.map((text, at) => {
      const right = isNumeric(columns[at] ?? "layer")
      const [start, room] = [starts[at] ?? 0, widths[at] ?? 0]
      return words(text, {
        x: right ? start + room : start,
        y: y + ROW / 2 + SIZE * BASELINE,
        size: SIZE,
        anchor: right ? "end" : "start",
        weight: weightOf(kind),
        fill: colours[kind === "subtotal" ? "ink-2" : "ink"],
        // Half a pixel for what measuring rounds away.
        room: room + 0.5,
      })
    })
    const line = kind === "head" ? rule(y + ROW, true) : kind === "total" ? rule(y, true) : ""
    const between = kind === "total" || index === lines.length - 2 || kind === "head" ? "" : rule(y + ROW, false)
    return texts.join("") + line + between
  })
  return { svg: drawn.join(""), width, height: lines.length * ROW }
}

function weightOf(kind: Line["kind"]): Weight {
  return kind === "head" || kind === "total" ? 600 : kind === "subtotal" ? 550 : 400
}
