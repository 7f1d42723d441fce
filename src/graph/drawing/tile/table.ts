// The table of a normalisation as lines, letters and rectangles: the canvas and pictures draw these.

import { writeNumber } from "../../../formula/number.ts"
import type { Thumbnail } from "../../../tensor/summary/thumbnail.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { textWidth } from "../text/textWidth.ts"
import { fitting } from "./drops.ts"
import { largestIn } from "./small.ts"
import { MOST_NUMBERS, type Statistics, type StatisticsPlace } from "./statistics.ts"

/** The numbers of a row, with the largest magnitude among all that they stand for. */
export interface RowNumbers {
  readonly data: TensorData
  readonly largest: number
}
/** Of a small picture of the row. */
export function rowNumbers(small: Thumbnail): RowNumbers {
  return { data: small.planes.data, largest: largestIn(small) }
}

/** Letters; `y` is their middle. */
export interface TableText {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly end: boolean
  readonly bold: boolean
  readonly quiet: boolean
}
/** A cell behind its number, or a bar, in the hue of its number. */
export interface TableRect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly value: number
  readonly largest: number
  /** A ground for letters. */
  readonly pale: boolean
}
/** From the upper left corner of the table. */
export interface Table {
  readonly texts: readonly TableText[]
  readonly rects: readonly TableRect[]
  /** Where zero is among bars. */
  readonly lines: readonly { readonly x: number; readonly y: number; readonly width: number }[]
  readonly size: number
}

/** Between a symbol and its numbers, in parts of the size of letters. */
const APART = 0.6
/** Between a cell and the next, in canvas pixels. */
const GAP = 1
/** Between a number and the ends of its cell. */
const IN = 2.5

/** `numbers` by row; a row whose numbers are not there is its symbol alone. */
export function tableIn(
  statistics: Statistics,
  numbers: readonly (RowNumbers | null)[],
  place: StatisticsPlace,
): Table {
  const { rows, titled } = statistics
  const { width, height, size } = place
  const high = height / (rows.length + (titled ? 1 : 0))
  const left = Math.max(...rows.map(({ name }) => textWidth(name, size, 600))) + APART * size
  const boxes = rows.map((_, i) => ({ x: left, y: (i + (titled ? 1 : 0)) * high, width: width - left, height: high }))
  const symbols = rows.map(({ name }, i) => {
    return { ...PLAIN, text: name, x: 0, y: (boxes[i]?.y ?? 0) + high / 2, bold: true }
  })
  const known = boxes.flatMap((box, i) => {
    const found = numbers[i]
    return found == null ? [] : [{ found, box }]
  })
  // All rows alike.
  const cells = rows.every(({ count }) => count <= MOST_NUMBERS)
    ? known.map(({ found, box }) => cellsOf(found, box, size))
    : [null]
  const drawn = cells.some((row) => row === null) ? known.map(({ found, box }) => barsOf(found, box, size)) : cells
  const parts = drawn.flatMap((row) => row ?? [])
  return {
    texts: [...titleOf(statistics, place), ...symbols, ...parts.flatMap(({ texts }) => texts)],
    rects: parts.flatMap(({ rects }) => rects),
    lines: parts.flatMap(({ lines }) => lines),
    size,
  }
}

function titleOf({ title, shorter, titled, rows }: Statistics, place: StatisticsPlace): readonly TableText[] {
  const { width, height, size } = place
  const quiet = { ...PLAIN, quiet: true }
  if (titled)
    return [{ ...quiet, text: fitting([title, ...shorter], width, size), x: 0, y: height / (2 * rows.length + 2) }]
  if (place.title === null) return []
  return [{ ...quiet, text: place.title.text, x: place.title.x - place.x, y: place.title.y - place.y, end: true }]
}

const PLAIN = { end: false, bold: false, quiet: false } as const

interface Row {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Null where some number has no room for two digits. */
function cellsOf({ data, largest }: RowNumbers, row: Row, size: number): Omit<Table, "size"> | null {
  const wide = row.width / data.length
  const room = wide - GAP - 2 * IN
  const written = Array.from(data, (x) =>
    [3, 2].map((digits) => writeNumber(x, digits)).find((text) => textWidth(text, size) <= room),
  )
  if (written.includes(undefined)) return null
  const y = row.y + row.height / 2
  return {
    lines: [],
    texts: written.map((text = "", i) => ({ ...PLAIN, text, x: row.x + (i + 1) * wide - GAP - IN, y, end: true })),
    rects: Array.from(data, (value, i) => ({
      x: row.x + i * wide,
      y: row.y,
      width: wide - GAP,
      height: row.height - GAP,
      value,
      largest,
      pale: true,
    })),
  }
}

/** From zero up and down, and at the right end how far a whole bar goes. */
function barsOf({ data, largest }: RowNumbers, row: Row, size: number): Omit<Table, "size"> {
  const isSigned = data.some((x) => x < 0)
  const range = `${isSigned ? "±" : ""}${writeNumber(largest)}`
  const room = Math.max(textWidth("±0.888", size), textWidth(range, size)) + APART * size
  const all = row.width - room
  const wide = all / data.length
  const high = row.height - 2 * GAP
  const zero = row.y + GAP + (isSigned ? high / 2 : high)
  const reach = isSigned ? high / 2 : high
  const end = { x: row.x + row.width, y: row.y + row.height / 2, end: true, bold: false, quiet: true }
  return {
    texts: [{ ...end, text: range }],
    lines: [{ x: row.x, y: zero, width: all }],
    rects: Array.from(data, (value, i) => {
      const length = Number.isFinite(value) && largest > 0 ? (reach * Math.abs(value)) / largest : 0
      return {
        x: row.x + i * wide,
        y: value < 0 ? zero : zero - length,
        width: Math.max(0.5, wide - Math.min(GAP, wide / 4)),
        height: length,
        value,
        largest: Math.abs(value),
        pale: false,
      }
    }),
  }
}
