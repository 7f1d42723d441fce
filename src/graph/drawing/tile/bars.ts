// Scores of classes as signed bars: each class a row with its name, its bar left or right of zero, and its number. Places are
// worked out here, once for the canvas and for what is exported of it.

import { writeNumber } from "../../../formula/number.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { fitText, textWidth } from "../text/textWidth.ts"
import type { Tile } from "./tile.ts"

/** One class. Lengths from the upper left corner of the picture, in its own unit. */
interface Bar {
  readonly name: string
  readonly text: string
  readonly value: number
  /** The largest of all: what the network would say. */
  readonly leads: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Where the number ends. */
  readonly end: number
  /** Where the letters stand: the middle of the row. */
  readonly middle: number
}
/** All classes. */
export interface Bars {
  readonly rows: readonly Bar[]
  /** Where zero is. */
  readonly axis: number
  /** Of the letters; 0 where they have no room. */
  readonly size: number
  /** Of a bar that reaches an end. */
  readonly scale: number
}

/** Height of a line, as a part of the size of its letters. */
const LINE = 1.15
/** Between a name or a number and the bars. */
const APART = 6
/** Names take at most this share of the width. */
const NAMES = 0.4
/** A bar's height as a share of its row. */
const THICK = 0.6

/** `names` by index; a class without one is its index. `size` of the letters, in the unit of the picture. */
export function barsIn(
  data: TensorData,
  names: readonly string[] | null,
  { rows }: Pick<Tile, "rows">,
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
): Bars {
  const high = height / rows
  const fits = high >= LINE * size
  const numbers = Array.from(data, (x) => writeNumber(x, 3))
  const named = numbers.map((_, i) => names?.[i] ?? String(i))
  const left = fits ? Math.min(NAMES * width, Math.max(...named.map((name) => textWidth(name, size, 600)))) + APART : 0
  // As wide as any number of three digits: bars that a hand moves keep their place.
  const right = fits ? textWidth("−0.888", size) + APART : 0
  const scale = roundedUp(data)
  const reach = (width - left - right) / 2
  const axis = left + reach
  const most = Math.max(...data)
  return {
    rows: Array.from(data, (value, i) => {
      const length = Number.isFinite(value) ? (reach * Math.abs(value)) / scale : 0
      return {
        name: fits ? fitText(named[i] ?? "", left - APART, size, 600) : "",
        text: fits ? (numbers[i] ?? "") : "",
        value,
        leads: value === most,
        x: value < 0 ? axis - length : axis,
        y: i * high + ((1 - THICK) / 2) * high,
        width: length,
        height: THICK * high,
        end: width,
        middle: (i + 0.5) * high,
      }
    }),
    axis,
    size: fits ? size : 0,
    scale,
  }
}

/** The first of 1, 2, 5, 10, 20, … that no magnitude exceeds: a scale that does not change with every stroke. */
function roundedUp(data: TensorData): number {
  let largest = 0
  for (const x of data) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  if (largest === 0) return 1
  const power = 10 ** Math.floor(Math.log10(largest))
  return ([1, 2, 5].find((step) => step * power >= largest) ?? 10) * power
}
