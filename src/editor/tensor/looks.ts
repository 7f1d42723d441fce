// The ways a tensor can be looked at, and which of them its shape allows.

import type { Shape } from "../../tensor/tensor.ts"
import { pictureSize } from "../picture/plane.ts"
import { MOST_COLUMNS, MOST_ROWS } from "./NumberGrid.tsx"
import { type Plane, planeOf } from "./slice.ts"

export type Look = "numbers" | "map" | "picture" | "histogram" | "line"

export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  numbers: "Numbers",
  map: "Heat map",
  picture: "Picture",
  histogram: "Histogram",
  line: "Line",
}

/** Rows that are drawn as lines, one under another. */
export const MOST_LINES = 8

export function looksFor(shape: Shape): readonly Look[] {
  const plane = planeOf(shape, [])
  const picture = pictureSize(shape) !== null
  const line = plane.columns >= 3 && (plane.rows === 1 || (shape.length === 3 && plane.rows <= MOST_LINES && !picture))
  const looks: readonly (Look | null)[] = [
    "numbers",
    "map",
    picture ? "picture" : null,
    line ? "line" : null,
    plane.rows * plane.columns > 1 || shape.length > 2 ? "histogram" : null,
  ]
  return looks.filter((look): look is Look => look !== null)
}

/** What is shown before anybody chooses. */
export function firstLook(plane: Plane): Look {
  return plane.rows <= MOST_ROWS && plane.columns <= Math.min(MOST_COLUMNS, 8) ? "numbers" : "map"
}
