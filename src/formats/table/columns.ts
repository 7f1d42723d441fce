// The columns of a table: numbers, words, or an index that only counts or names the rows.

import { count, quote } from "../../graph/problem.ts"
import type { Cells } from "./cells.ts"
import { type Decimal, decimalOf, isMissing, numberIn } from "./numbers.ts"

export interface Column {
  /** As the table writes it, or `column 3`. */
  readonly name: string
  /** Whether the table names it. */
  readonly named: boolean
  readonly cells: readonly string[]
  /** One a row where it is a column of numbers, or of true and false; else null. */
  readonly numbers: Float64Array | null
  /** Words that are only true and false. */
  readonly boolean: boolean
  /** Counts or names the rows: nothing to learn from. */
  readonly index: boolean
}
export interface Unread {
  readonly problem: string
  /** Lines without a value somewhere, where that is the trouble. */
  readonly missing?: number
}

/** Reads every column; `skipMissing` leaves rows with an empty cell out. */
export function readColumns(table: Cells, skipMissing: boolean): readonly Column[] | Unread {
  const decimal = decimalOf(eachCell(table), table.mark)
  if (typeof decimal === "object") return decimal
  const width = table.rows[0]?.cells.length ?? 0
  const words = Array.from({ length: width }, (_, at) => holdsWords(table, at, decimal))
  const whole = table.rows.filter(({ cells }) => !cells.some((cell, at) => isMissing(cell, words[at] !== true)))
  if (!skipMissing && whole.length < table.rows.length) return missing(table, words, table.rows.length - whole.length)
  if (whole.length === 0) return { problem: "No line of the table has a value in every column." }
  const columns: Column[] = []
  for (let at = 0; at < width; at++) {
    const column = readColumn({ ...table, rows: whole }, at, words[at] === true, decimal)
    if ("problem" in column) return column
    columns.push(column)
  }
  return columns
}

function* eachCell({ rows }: Cells): Generator<string> {
  for (const { cells } of rows) yield* cells
}

/** More words than numbers. */
function holdsWords({ rows }: Cells, at: number, decimal: Decimal): boolean {
  let [numbers, words] = [0, 0]
  for (const { cells } of rows) {
    const cell = cells[at] ?? ""
    if (!Number.isNaN(numberIn(cell, decimal))) numbers += 1
    else if (!isMissing(cell, false)) words += 1
  }
  return words > numbers
}

function missing(table: Cells, words: readonly boolean[], lines: number): Unread {
  const gone = table.rows.find(({ cells }) => cells.some((cell, at) => isMissing(cell, words[at] !== true)))
  const at = gone?.cells.findIndex((cell, i) => isMissing(cell, words[i] !== true)) ?? 0
  const cell = gone?.cells[at] ?? ""
  const found = cell === "" ? "is empty" : `holds ${quote(cell)}`
  const all = lines === 1 ? "it is the only line like that" : `${count(lines)} lines are like that`
  const problem = `Line ${gone?.line ?? 0}, ${columnName(table, at)}, ${found}: a value is missing, and ${all}; fill it in or leave ${lines === 1 ? "the line" : "those lines"} out.`
  return { problem, missing: lines }
}

function columnName({ names }: Cells, at: number): string {
  const name = names?.[at] ?? ""
  return name === "" ? `column ${at + 1}` : `column ${quote(name)}`
}

function readColumn(table: Cells, at: number, words: boolean, decimal: Decimal): Column | Unread {
  const name = table.names?.[at] ?? ""
  const cells = table.rows.map((row) => row.cells[at] ?? "")
  const boolean = words && cells.every((cell) => /^(?:true|false)$/i.test(cell))
  const common = { name: name === "" ? `column ${at + 1}` : name, named: name !== "", cells, boolean }
  if (words && !boolean) return { ...common, numbers: null, index: isIndex(table, at, null, cells) }
  const numbers = Float64Array.from(cells, (cell) =>
    boolean ? Number(cell.toLowerCase() === "true") : numberIn(cell, decimal),
  )
  const bad = numbers.findIndex((number) => !Number.isFinite(number))
  if (bad >= 0) {
    const what = Number.isNaN(numbers[bad]) ? "is not a number" : "is too large for a number"
    return {
      problem: `Line ${table.rows[bad]?.line ?? 0}, ${columnName(table, at)}: ${quote(cells[bad] ?? "")} ${what}.`,
    }
  }
  return { ...common, numbers, index: isIndex(table, at, numbers, cells) }
}

const INDEX_NAMES =
  /^(?:|#|id|ids|idx|index|key|name|no\.?|nr\.?|nummer|row|row[ _.-]?(?:id|names?|no|number)|sample[ _.-]?id|unnamed: ?\d+)$/i

/** Named as an index and different in every row; or a first column without a name that counts up by one. */
function isIndex({ names, rows }: Cells, at: number, numbers: Float64Array | null, cells: readonly string[]): boolean {
  const name = names?.[at]
  if (rows.length < 2 || name === undefined || !INDEX_NAMES.test(name)) return false
  if (numbers !== null && !numbers.every(Number.isInteger)) return false
  return new Set(cells).size === cells.length
}

/** Whether a column counts its rows, 0, 1, 2 … or 1, 2, 3 … */
export function countsRows({ numbers }: Column): boolean {
  const [first] = numbers ?? []
  if (numbers === null || numbers.length < 3 || (first !== 0 && first !== 1)) return false
  return numbers.every((number, row) => number === first + row)
}
