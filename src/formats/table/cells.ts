// A table as text, cut into cells: commas, semicolons, tabs, bars or spaces between them, quotes as spreadsheets write them,
// with or without a line of names on top. What a cell means is no affair of this file.

import { couldBeNumber } from "./numbers.ts"

interface Row {
  /** Of the text, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}
export interface Cells {
  /** Null without a line of names. */
  readonly names: readonly string[] | null
  readonly rows: readonly Row[]
  /** Between cells; null: spaces. */
  readonly mark: string | null
}
type Problem = { readonly problem: string }

const MARKS = ["\t", ";", ",", "|", null] as const
type Mark = (typeof MARKS)[number]
/** Rows, and cells of each, from which the mark is guessed. */
const SAMPLE = 64

/** The cells of a table, every row as wide as the first. */
export function readCells(text: string): Cells | Problem {
  const plain = text.replace(/^\uFEFF/, "")
  const mark = markOf(plain)
  const rows = withoutComments(rowsOf(plain, mark, Number.POSITIVE_INFINITY))
  const whole = evenly(withRowNames(rows))
  if ("problem" in whole) return whole
  const [first, ...rest] = withoutEmptyEnd(whole)
  if (first === undefined) return { problem: "There is nothing in the text; expected a table or an array of numbers." }
  const named = isHeader(first.cells, rest)
  return { names: named ? first.cells : null, rows: named ? rest : [first, ...rest], mark }
}

/** The mark that makes the most numbers; of those that make as many, one that makes even rows, then the first. */
function markOf(text: string): Mark {
  const scores = MARKS.map((mark) => score(text, mark))
  return MARKS[scores.indexOf(Math.max(...scores))] ?? null
}

function score(text: string, mark: Mark): number {
  const rows = withRowNames(withoutComments(rowsOf(text, mark, SAMPLE)))
  const [first] = rows
  if (first === undefined || first.cells.length < 2) return -1
  const body = rows.length > 1 ? rows.slice(1) : rows
  const cells = body.flatMap((row) => row.cells.slice(0, SAMPLE))
  const numbers = cells.filter((cell) => couldBeNumber(cell, mark)).length / Math.max(1, cells.length)
  const even = rows.every((row) => row.cells.length === first.cells.length)
  return numbers + (even ? 0.5 : 0)
}

// ---- Rows -----------------------------------------------------------------------------------------------------------

function rowsOf(text: string, mark: Mark, most: number): readonly Row[] {
  return text.includes('"') ? quotedRows(text, mark, most) : plainRows(text, mark, most)
}

function plainRows(text: string, mark: Mark, most: number): readonly Row[] {
  const rows: Row[] = []
  const lines = /[^\r\n]*(?:\r\n|\r|\n|$)/g
  for (let line = 1; rows.length < most && lines.lastIndex < text.length; line++) {
    const found = lines.exec(text)?.[0] ?? ""
    if (found.trim() === "") continue
    rows.push({ line, cells: cutLine(mark === "\t" ? found.replace(/[\r\n]+$/, "") : found.trim(), mark) })
  }
  return rows
}

function cutLine(line: string, mark: Mark): readonly string[] {
  return line.split(mark ?? /\s+/).map((cell) => cell.trim())
}

/** RFC 4180: a quoted cell may hold marks and line ends, and a quote written twice. */
function quotedRows(text: string, mark: Mark, most: number): readonly Row[] {
  const rows: Row[] = []
  let [line, start, at] = [1, 1, 0]
  let cells: string[] = []
  const end = (): void => {
    if (cells.some((cell) => cell !== "")) rows.push({ line: start, cells })
    cells = []
    start = line
  }
  const stops = mark === null ? /[^\S\r\n]|[\r\n]/g : new RegExp(`[${mark}\r\n]`, "g")
  while (at < text.length && rows.length < most) {
    const cell = nextCell(text, at, mark, stops)
    cells.push(cell.text)
    line += cell.lines
    at = cell.end
    if (mark === null) at += /^[^\S\r\n]*/.exec(text.slice(at, at + SAMPLE))?.[0].length ?? 0
    if (at >= text.length || text[at] === "\n" || text[at] === "\r") {
      at += text.startsWith("\r\n", at) ? 2 : 1
      line += 1
      end()
    } else if (mark !== null) at += 1
  }
  if (cells.length > 0) end()
  return rows
}

/** One cell from `at` to its mark, its line end or the end of the text. */
function nextCell(
  text: string,
  at: number,
  mark: Mark,
  stops: RegExp,
): { readonly text: string; readonly end: number; readonly lines: number } {
  const opened = mark === null ? at : at + (/^ */.exec(text.slice(at, at + SAMPLE))?.[0].length ?? 0)
  let [from, held] = [opened, ""]
  while (text[from] === '"') {
    const close = text.indexOf('"', from + 1)
    const to = close < 0 ? text.length : close
    held += (from > opened ? '"' : "") + text.slice(from + 1, to)
    from = to + 1
  }
  stops.lastIndex = Math.min(from, text.length)
  const end = stops.exec(text)?.index ?? text.length
  const quoted = from > opened
  const whole = (quoted ? held : "") + text.slice(Math.min(from, end), end)
  return { text: whole.trim(), end, lines: quoted ? (held.match(/\n/g)?.length ?? 0) : 0 }
}

// ---- What surrounds the numbers -------------------------------------------------------------------------------------

/** Lines that begin with # fall away; the last of them names the columns if it has as many words. */
function withoutComments(rows: readonly Row[]): readonly Row[] {
  const isComment = ({ cells }: Row): boolean => cells[0]?.startsWith("#") === true && cells[0] !== "#"
  const alone = ({ cells }: Row): boolean => cells[0] === "#"
  const first = rows.findIndex((row) => !isComment(row) && !alone(row))
  if (first <= 0) return rows
  const [before, body] = [rows[first - 1], rows.slice(first)]
  const width = body[0]?.cells.length ?? 0
  if (before === undefined) return body
  // `#` over a column of numbers is that column's name.
  if (alone(before) && before.cells.length === width) return rows.slice(first - 1)
  const cells = alone(before)
    ? before.cells.slice(1)
    : before.cells.map((cell, at) => (at > 0 ? cell : cell.replace(/^#\s*/, "")))
  return cells.length === width && width > 0 && cells.some((cell) => cell !== "")
    ? [{ line: before.line, cells }, ...body]
    : body
}

/** R leaves out the name of the column of row names. */
function withRowNames(rows: readonly Row[]): readonly Row[] {
  const [first, second] = rows
  if (first === undefined || second === undefined || first.cells.length !== second.cells.length - 1) return rows
  if (first.cells.some((cell) => couldBeNumber(cell, null))) return rows
  return [{ line: first.line, cells: ["", ...first.cells] }, ...rows.slice(1)]
}

/** A mark at the end of every line makes a last cell that holds nothing. */
function withoutEmptyEnd(rows: readonly Row[]): readonly Row[] {
  const empty = rows.length > 0 && rows.every(({ cells }) => cells.length > 1 && cells.at(-1) === "")
  return empty ? rows.map(({ line, cells }) => ({ line, cells: cells.slice(0, -1) })) : rows
}

function evenly(rows: readonly Row[]): readonly Row[] | Problem {
  const [first] = rows
  const odd = rows.find(({ cells }) => cells.length !== first?.cells.length)
  if (first === undefined || odd === undefined) return rows
  const found = `line ${odd.line} has ${odd.cells.length} columns, line ${first.line} has ${first.cells.length}`
  return { problem: `The table is uneven: ${found}.` }
}

/** Years, each the next one, over rows that are not like that; or 0, 1, 2 … over rows that are no whole numbers. */
function countsColumns(cells: readonly string[], rows: readonly Row[]): boolean {
  if (cells.length < 3 || !countsUp(cells)) return false
  const first = Number(cells[0])
  if (first >= 1000 && first < 3000) return !rows.some((row) => countsUp(row.cells))
  return first === 0 && rows.every((row) => row.cells.some((cell) => !/^[-+]?\d+$/.test(cell)))
}

function countsUp(cells: readonly string[]): boolean {
  return cells.every((cell, at) => /^\d+$/.test(cell) && Number(cell) === Number(cells[0]) + at)
}

/** Names are words; numbers among them are names where they count the columns, or where words stand over numbers. */
function isHeader(cells: readonly string[], rows: readonly Row[]): boolean {
  const [below] = rows
  if (below === undefined) return false
  const words = cells.flatMap((cell, at) => (couldBeNumber(cell, null) ? [] : [at]))
  if (words.length === cells.length) return true
  if (words.length === 0) return countsColumns(cells, rows)
  if (words.some((at) => cells[at] !== "" && couldBeNumber(below.cells[at] ?? "", null))) return true
  const counted = cells.every((cell, at) => words.includes(at) || Number(cell) === at)
  return counted && cells.length - words.length > 1 && words.every((at) => cells[at] !== below.cells[at])
}
