// Pictures that ship: each is a rule from a place to a brightness, so that it fits any size.

import type { Painted, PictureSize } from "./plane.ts"

export interface Sample {
  readonly name: string
  /** Brightness from 0 to 1 at x, y from 0 to 1, for a channel. */
  readonly paint: (x: number, y: number, channel: number) => number
}

const DIGITS: Readonly<Record<string, readonly string[]>> = {
  "Digit 0": [".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."],
  "Digit 1": ["..#..", ".##..", "#.#..", "..#..", "..#..", "..#..", "#####"],
  "Digit 2": [".###.", "#...#", "....#", "...#.", "..#..", ".#...", "#####"],
  "Digit 3": [".###.", "#...#", "....#", "..##.", "....#", "#...#", ".###."],
  "Digit 7": ["#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."],
}

export const SAMPLES: readonly Sample[] = [
  { name: "Upright edge", paint: (x) => (x < 0.5 ? 0 : 1) },
  { name: "Level edge", paint: (_, y) => (y < 0.5 ? 1 : 0) },
  { name: "Ramp", paint: (x, y, channel) => [x, y, 1 - x][channel] ?? x },
  { name: "Checkerboard", paint: (x, y) => (Math.floor(x * 4) + Math.floor(y * 4)) % 2 },
  {
    name: "Disc",
    paint: (x, y, channel) => soft(0.32 - Math.hypot(x - 0.5, y - 0.5)) * ([1, 0.75, 0.35][channel] ?? 1),
  },
  { name: "Rings", paint: (x, y) => 0.5 + 0.5 * Math.cos(28 * Math.hypot(x - 0.5, y - 0.5)) },
  { name: "Cross", paint: (x, y) => Math.max(soft(0.06 - Math.abs(x - y)), soft(0.06 - Math.abs(x + y - 1))) },
  ...Object.entries(DIGITS).map(([name, rows]) => ({ name, paint: digit(rows) })),
]

/** The sample in the size of a tensor's pictures. */
export function paintSample({ paint }: Sample, { channels, rows, columns }: PictureSize): Painted {
  const painted = new Float64Array(channels * rows * columns)
  for (let c = 0; c < channels; c++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const value = paint((column + 0.5) / columns, (row + 0.5) / rows, c)
        painted[(c * rows + row) * columns + column] = Math.min(1, Math.max(0, value))
      }
    }
  }
  return painted
}

/** 0 outside, 1 inside, with an edge that is soft by a fortieth of the picture. */
function soft(inside: number): number {
  return Math.min(1, Math.max(0, 0.5 + inside * 20))
}

/** A 7×5 pattern in the middle of the picture, smoothed between its points as handwriting is. */
function digit(rows: readonly string[]): Sample["paint"] {
  const ink = (row: number, column: number): number => (rows[row]?.[column] === "#" ? 1 : 0)
  return (x, y) => {
    const u = ((x - 0.22) / 0.56) * 5 - 0.5
    const v = ((y - 0.12) / 0.76) * 7 - 0.5
    const [column, row] = [Math.floor(u), Math.floor(v)]
    const [s, t] = [u - column, v - row]
    const above = ink(row, column) * (1 - s) + ink(row, column + 1) * s
    const below = ink(row + 1, column) * (1 - s) + ink(row + 1, column + 1) * s
    return Math.min(1, 1.6 * (above * (1 - t) + below * t))
  }
}
