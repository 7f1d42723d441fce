// What a cell of a table means: a number with a decimal point or comma, nothing at all, or a word.

import { quote } from "../../graph/problem.ts"

const POINT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const COMMA = /^[-+]?(?:\d*,\d+|\d+,?)(?:[eE][-+]?\d+)?$/
/** 1,234.5 and 12,345,678. */
const GROUPED_BY_COMMAS = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/
/** 1.234,5. */
const GROUPED_BY_POINTS = /^[-+]?\d{1,3}(?:\.\d{3})+,\d*$/
const MISSING = new Set(["", "?", "na", "n/a", "nan", "null"])
/** Where a column is one of numbers, these hold none either. */
const NO_NUMBER = new Set([...MISSING, "none", "-", "–", ".", "missing"])

/** How a table writes its numbers. */
export type Decimal = "." | ","

/** Whether a cell may be a number, however it is written; a comma is no part of one where commas stand between cells. */
export function couldBeNumber(cell: string, mark: string | null): boolean {
  const text = bare(cell)
  return POINT.test(text) || (mark !== "," && (COMMA.test(text) || GROUPED_BY_POINTS.test(text)))
}

/** Point or comma, by the first cell that tells; or why it cannot be told. */
export function decimalOf(cells: Iterable<string>, mark: string | null): Decimal | { readonly problem: string } {
  let [unsure, points]: [string | null, boolean] = [null, false]
  for (const cell of cells) {
    points ||= cell.includes(".") && POINT.test(bare(cell))
    if (!cell.includes(",")) continue
    const text = bare(cell)
    if (GROUPED_BY_POINTS.test(text)) return ","
    if (GROUPED_BY_COMMAS.test(text)) {
      if (text.includes(".") || text.split(",").length > 2) return "."
      unsure ??= cell
    } else if (COMMA.test(text)) return ","
  }
  // 1,234 beside 0.5 is a thousand: a table has one way to write its numbers.
  if (unsure === null || points) return "."
  if (mark !== ",") return ","
  const [point, plain] = [unsure.replace(",", "."), unsure.replace(",", "")]
  return { problem: `${quote(unsure)} may mean ${point} or ${plain}; write numbers with a point and without commas.` }
}

/** Whether a number is written in percent: 12 % is read as 12. */
export function isPercent(cell: string): boolean {
  return cell.endsWith("%") && couldBeNumber(cell, null)
}

/** Without a percent sign, quotes and the long minus. */
function bare(cell: string): string {
  return cell
    .replace(/^(['’])(.*)\1$/, "$2")
    .replace("−", "-")
    .replace(/\s?%$/, "")
}

/** The number that a cell holds; NaN where it holds none. */
export function numberIn(cell: string, decimal: Decimal): number {
  const text = bare(cell)
  if (POINT.test(text) && !(decimal === "," && GROUPED_BY_POINTS.test(`${text},`))) return Number(text)
  if (decimal === "." && GROUPED_BY_COMMAS.test(text)) return Number(text.replaceAll(",", ""))
  if (decimal === "," && (COMMA.test(text) || GROUPED_BY_POINTS.test(text) || POINT.test(text))) {
    return Number(text.replaceAll(".", "").replace(",", "."))
  }
  return Number.NaN
}

/** Whether a cell says that there is nothing. */
export function isMissing(cell: string, amongNumbers: boolean): boolean {
  return (amongNumbers ? NO_NUMBER : MISSING).has(cell.toLowerCase())
}
