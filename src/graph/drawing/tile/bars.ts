// Scores of classes as signed bars: each class a row with its name, its bar left or right of zero, and its number; beside it
// in grey the probability that a softmax would make of it, which is no part of the graph. Places are worked out here, once for
// the canvas and for what is exported of it.

import { writeNumber } from "../../../formula/number.ts"
import { softmax } from "../../../tensor/net/softmax.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { fitText, textWidth } from "../text/textWidth.ts"
import type { Tile } from "./tile.ts"

/** One class. Lengths from the upper left corner of the picture, in its own unit. */
interface Bar {
  /** What the class is called, whole. */
  readonly called: string
  /** The same as far as there is room; empty where letters have none. */
  readonly name: string
  readonly text: string
  /** `93 %`; empty where none is told. */
  readonly share: string
  readonly value: number
  /** The largest of all: what the network would say. */
  readonly leads: boolean
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Where the number ends, and the probability. */
  readonly end: number
  readonly shareEnd: number
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
  /** Whether probabilities stand beside the numbers. */
  readonly shares: boolean
}

/** What the classes are called, by index, and whether their probabilities are told: of gradients there are none. */
export interface Classes {
  readonly names: readonly string[] | null
  readonly shares: boolean
  /** Of a bar that reaches an end; without it `scaleOf` the numbers. */
  readonly scale?: number
}

/** Height of a line, as a part of the size of its letters. */
const LINE = 1.15
/** Between a name or a number and the bars. */
const APART = 6
/** Between a number and its probability, which are not to be read as one. */
const ASIDE = 14
/** Beside probabilities names take at most this share of the width. */
const NAMES = 0.4
/** Bars keep at least this share of the width: else no probabilities are told, then names are cut. */
const LEAST_BARS = 0.12
/** The longest name has just the room that was counted for it, but for the last bits. */
const ROUNDING = 1e-6
/** A bar's height as a share of its row. */
const THICK = 0.6

/** The least height at which so many classes have room for letters. */
export function barsHeight(rows: number, size: number): number {
  return rows * LINE * size
}

/** A class without a name is its index. `size` of the letters, in the unit of the picture. */
export function barsIn(
  data: TensorData,
  { names, shares: isAsked, scale = scaleOf(data) }: Classes,
  { rows }: Pick<Tile, "rows">,
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
): Bars {
  const high = height / rows
  const fits = height >= barsHeight(rows, size) - ROUNDING
  const numbers = Array.from(data, (x) => writeNumber(x, 3))
  const named = numbers.map((_, i) => names?.[i] ?? String(i))
  const longest = Math.max(...named.map((name) => textWidth(name, size, 600)))
  const numbersRight = fits ? numbersRoom(numbers, size, (1 - LEAST_BARS) * width - longest - APART) : 0
  const sharesRight = textWidth("> 99 %", size) + ASIDE
  // Where classes have no names the outputs need not be scores.
  const besideShares = Math.min(NAMES * width, longest) + APART
  const hasRoom = fits && width - besideShares - numbersRight - sharesRight >= LEAST_BARS * width
  const told = isAsked && names !== null && hasRoom ? shareTexts(data) : null
  const bare = Math.min((1 - LEAST_BARS) * width - numbersRight, longest + APART)
  const left = !fits ? 0 : told === null ? Math.max(0, bare) : besideShares
  const end = told === null ? width : width - sharesRight
  const reach = (end - numbersRight - left) / 2
  const axis = left + reach
  const most = Math.max(...data)
  return {
    rows: Array.from(data, (value, i) => {
      const length = Number.isFinite(value) ? (reach * Math.abs(value)) / scale : 0
      return {
        called: named[i] ?? "",
        name: fits ? fitText(named[i] ?? "", left - APART + ROUNDING, size, 600) : "",
        text: fits ? (numbers[i] ?? "") : "",
        share: told?.[i] ?? "",
        value,
        leads: value === most,
        x: value < 0 ? axis - length : axis,
        y: i * high + ((1 - THICK) / 2) * high,
        width: length,
        height: THICK * high,
        end,
        shareEnd: width,
        middle: (i + 0.5) * high,
      }
    }),
    axis,
    size: fits ? size : 0,
    scale,
    shares: told !== null,
  }
}

/**
 * Of the numbers, with what is between them and the bars. As wide as any of three digits, so that bars which a hand moves keep
 * their place; where `room` has too little for that, and a name would be cut, only as wide as these are.
 */
function numbersRoom(numbers: readonly string[], size: number, room: number): number {
  const wide = textWidth("−0.888", size) + APART
  const narrow = Math.max(...["−88.8", ...numbers].map((text) => textWidth(text, size, 600))) + APART
  return wide <= room ? wide : Math.min(wide, narrow)
}

/** In one line: what the class of the largest score is called, as far as there is room beside its number. */
export function leadIn({ rows }: Bars, room: number, size: number): { readonly name: string; readonly text: string } {
  const lead = rows.find(({ leads }) => leads)
  if (lead === undefined) return { name: "", text: "" }
  const text = writeNumber(lead.value, 3)
  return { name: fitText(lead.called, room - textWidth(` ${text}`, size), size, 600), text }
}

/** The softmax in words; null where a score is no finite number. */
function shareTexts(data: TensorData): readonly string[] | null {
  if (!data.every(Number.isFinite)) return null
  return Array.from(softmax({ shape: [data.length], data }, 0).data, shareText)
}

/** Never 0 % or 100 %: a softmax is neither. */
function shareText(share: number): string {
  if (share < 0.01) return "< 1 %"
  if (share > 0.99) return "> 99 %"
  return `${Math.round(100 * share)} %`
}

/** The first of 1, 2, 5, 10, 20, … that no magnitude exceeds: a scale that does not change with every stroke. */
export function scaleOf(data: TensorData): number {
  let largest = 0
  for (const x of data) if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x))
  if (largest === 0) return 1
  const power = 10 ** Math.floor(Math.log10(largest))
  return ([1, 2, 5].find((step) => step * power >= largest) ?? 10) * power
}
