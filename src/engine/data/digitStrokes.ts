// Digits as a hand draws them: the ways of a pen in common use, each a little different every time.

import type { Random } from "../../tensor/random.ts"
import { inkAlong, type Spot } from "./ink.ts"

/** How the digits of a picture of `size` × `size` pixels are drawn. */
export interface DigitRules {
  readonly size: number
  /** Of the pen, in pixels. */
  readonly min_width: number
  readonly max_width: number
  /** Least height, as a share of the picture. */
  readonly min_height: number
  /** Most degrees that a digit leans; it turns by half as many. */
  readonly max_tilt: number
  /** Standard deviation of the places that the pen goes through, in pixels. */
  readonly jitter: number
}

/**
 * By digit, the ways to write it; a way is its strokes. Spots in per cent of the digit's box, across and down; the pen goes
 * smoothly through them and has a corner at each "|", which stands behind its spot.
 */
const WAYS: readonly (readonly (readonly string[])[])[] = [
  [
    ["54 3, 24 14, 10 50, 24 86, 50 97, 78 85, 90 48, 78 15, 52 3"],
    ["66 8, 36 4, 14 28, 12 66, 34 95, 68 94, 88 66, 86 30, 64 6, 46 10"],
    ["50 3, 80 16, 90 50, 76 86, 50 97, 22 84, 10 50, 22 14, 52 3"],
  ],
  [["50 3, 50 50, 50 97"], ["26 26, 42 15, 56 3 | 56 50, 56 97"], ["24 24, 52 3 | 52 96", "20 96, 84 96"]],
  [
    ["14 24, 30 6, 60 4, 80 22, 72 46, 42 72, 12 96 | 50 96, 90 95"],
    ["14 24, 32 5, 62 5, 80 24, 68 52, 38 82, 18 94, 12 84, 26 78, 54 92, 90 93"],
    ["16 16, 44 3, 78 14, 76 40, 44 70, 12 95 | 40 88, 66 96, 90 88"],
    ["14 6, 50 3, 82 18, 78 46, 50 72, 10 96 | 90 97"],
  ],
  [
    ["14 14, 44 3, 78 14, 76 36, 42 47 | 76 54, 86 76, 62 96, 28 95, 10 82"],
    ["16 16, 46 3, 76 18, 68 40, 48 48, 74 58, 84 76, 62 96, 30 96, 10 84"],
    ["14 5, 80 5 | 42 42 | 76 50, 86 74, 62 96, 32 97, 10 86"],
    ["18 8, 56 3, 82 20, 70 42, 38 46 | 70 48, 88 68, 74 92, 42 98, 12 92"],
  ],
  [
    ["28 5, 20 32, 12 60 | 50 60, 90 58", "68 20, 66 60, 64 97"],
    ["62 97, 62 50, 62 3 | 36 34, 10 68 | 92 68"],
    ["54 3, 32 34, 10 64 | 90 64", "64 34, 62 97"],
    ["20 4, 18 50 | 48 52, 80 48", "80 4, 78 50, 76 97"],
  ],
  [
    ["26 4, 20 44 | 50 36, 82 52, 82 80, 50 97, 14 88", "26 4, 84 4"],
    ["84 4, 28 5 | 22 44 | 54 38, 84 56, 80 82, 48 97, 12 86"],
    ["82 6, 44 6, 24 24, 36 42, 66 52, 82 72, 58 95, 14 90"],
    ["80 4, 30 5 | 26 40, 60 42, 86 64, 72 92, 40 98, 12 92"],
  ],
  [
    ["70 4, 38 22, 16 58, 20 86, 48 97, 80 84, 80 62, 54 50, 26 62, 18 76"],
    ["64 3, 30 36, 14 70, 34 96, 66 94, 82 74, 64 56, 32 62, 18 80"],
    ["44 3, 22 40, 16 76, 40 97, 72 92, 82 72, 62 56, 34 60, 18 78"],
    ["82 12, 58 3, 26 22, 12 62, 28 94, 62 96, 84 76, 66 52, 36 54, 16 70"],
  ],
  [
    ["10 6, 50 5, 88 6 | 60 44, 40 97"],
    ["10 6, 88 5 | 62 50, 44 97", "28 52, 78 50"],
    ["12 22, 13 6 | 50 6, 86 5 | 66 40, 54 97"],
    ["12 12, 46 4, 86 8, 72 36, 50 66, 42 97"],
  ],
  [
    ["76 16, 48 4, 22 18, 34 40, 66 58, 82 78, 52 97, 20 80, 34 56, 66 40, 78 20, 70 8"],
    ["50 4, 24 14, 26 36, 50 46, 76 36, 76 14, 50 4", "50 46, 18 60, 18 84, 50 97, 82 84, 82 60, 50 46"],
    ["50 48, 22 30, 34 6, 66 6, 78 28, 50 48, 16 72, 30 96, 70 96, 84 74, 50 48"],
    ["70 6, 34 6, 26 28, 58 50, 80 74, 58 97, 24 86, 28 62, 62 42, 76 16, 62 4"],
  ],
  [
    ["78 26, 56 4, 26 10, 18 36, 42 52, 68 42, 80 14 | 78 50, 72 97"],
    ["80 18, 52 3, 22 20, 26 46, 56 50, 78 28, 82 16, 82 50, 68 86, 28 97"],
    ["74 22, 46 4, 20 28, 40 52, 70 40, 78 8 | 68 54, 56 97"],
    ["76 30, 66 8, 36 5, 16 26, 30 48, 62 46, 78 24, 80 56, 74 97"],
  ],
]

const DIGITS = WAYS.map((ways) => ways.map((strokes) => strokes.map(spotsOf)))
/** Width of a digit as a share of its height, from and to. */
const [NARROW, WIDE] = [0.45, 0.85]
/** Height of the largest, as a share of the picture. */
const HIGHEST = 0.9
/** Straight pieces between two spots that the pen goes through. */
const PIECES = 6
/** Of the pictures without a digit: shares that show nothing, and that show a dot; the others show a mark. */
const [EMPTY, DOTS] = [0.3, 0.3]
/** Length of the longest mark, as a share of the picture. */
const MARK = 0.2

const ORIGIN: Spot = [0, 0]

interface Way {
  readonly spots: readonly Spot[]
  /** Indices of the spots where the pen turns sharply, the ends included. */
  readonly corners: readonly number[]
}

/** How much of each pixel a digit covers, 0 to 1, row by row; null: no digit but an empty picture, a dot or a mark. */
export function digitInk(digit: number | null, rules: DigitRules, random: Random): Float64Array {
  const { size, min_width, max_width } = rules
  const width = min_width + (max_width - min_width) * random.uniform()
  const drawn = digit === null ? markPaths(size, random) : digitPaths(DIGITS[digit] ?? [], rules, random)
  const ink = new Float64Array(size * size)
  for (const path of inside(drawn, size, width, random)) inkAlong(ink, size, path, width)
  return ink
}

/** A digit about the place 0, 0. */
function digitPaths(
  ways: readonly (readonly Way[])[],
  rules: DigitRules,
  random: Random,
): readonly (readonly Spot[])[] {
  const way = ways[random.below(ways.length)] ?? []
  const least = Math.min(rules.min_height, HIGHEST)
  const height = rules.size * (least + (HIGHEST - least) * random.uniform())
  const breadth = height * (NARROW + (WIDE - NARROW) * random.uniform())
  const most = (rules.max_tilt * Math.PI) / 180
  const lean = Math.tan(most * (2 * random.uniform() - 1))
  const turn = (most / 2) * (2 * random.uniform() - 1)
  const placed = ([x, y]: Spot): Spot => {
    const down = height * (y / 100 - 0.5) + rules.jitter * random.normal()
    const across = breadth * (x / 100 - 0.5) + rules.jitter * random.normal() - lean * down
    return [across * Math.cos(turn) - down * Math.sin(turn), across * Math.sin(turn) + down * Math.cos(turn)]
  }
  return way.map(({ spots, corners }) => smooth(spots.map(placed), corners))
}

/** Nothing, a dot or a short straight mark. */
function markPaths(size: number, random: Random): readonly (readonly Spot[])[] {
  const kind = random.uniform()
  const length = size * MARK * random.uniform()
  const angle = Math.PI * random.uniform()
  if (kind < EMPTY) return []
  if (kind < EMPTY + DOTS) return [[ORIGIN]]
  return [[ORIGIN, [length * Math.cos(angle), length * Math.sin(angle)]]]
}

/** Somewhere inside the picture, as far as there is room; in its middle where there is none. */
function inside(
  paths: readonly (readonly Spot[])[],
  size: number,
  width: number,
  random: Random,
): readonly (readonly Spot[])[] {
  const moves = [0, 1].map((axis) => {
    const along = paths.flatMap((path) => path.map((spot) => spot[axis] ?? 0))
    const low = along.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY) - width / 2
    const high = along.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY) + width / 2
    const share = random.uniform()
    return (size - (high - low)) * (high - low > size ? 0.5 : share) - low
  })
  return paths.map((path) => path.map(([x, y]): Spot => [x + (moves[0] ?? 0), y + (moves[1] ?? 0)]))
}

/** A curve through all spots (Catmull–Rom), with corners. */
function smooth(spots: readonly Spot[], corners: readonly number[]): readonly Spot[] {
  const path: Spot[] = spots.slice(0, 1)
  for (let i = 1; i < spots.length; i++) {
    const from = spots[i - 1] ?? ORIGIN
    const to = spots[i] ?? ORIGIN
    const before = corners.includes(i - 1) ? from : (spots[i - 2] ?? from)
    const after = corners.includes(i) ? to : (spots[i + 1] ?? to)
    for (let piece = 1; piece <= PIECES; piece++) path.push(between(before, from, to, after, piece / PIECES))
  }
  return path
}

/** At the share `t` of the way from `b` to `c`: ½ (2b + (c − a) t + (2a − 5b + 4c − d) t² + (3b − a − 3c + d) t³). */
function between(a: Spot, b: Spot, c: Spot, d: Spot, t: number): Spot {
  const at = (axis: 0 | 1): number => {
    const square = 2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]
    const cube = 3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]
    return (2 * b[axis] + (c[axis] - a[axis]) * t + square * t * t + cube * t * t * t) / 2
  }
  return [at(0), at(1)]
}

function spotsOf(stroke: string): Way {
  const parts = stroke.split(" | ").map((part) => part.split(", "))
  const corners = parts.map((_, i) => parts.slice(0, i + 1).reduce((sum, part) => sum + part.length, 0) - 1)
  const spots = parts.flat().map((pair): Spot => {
    const [x = 0, y = 0] = pair.split(" ").map(Number)
    return [x, y]
  })
  return { spots, corners: [0, ...corners] }
}
