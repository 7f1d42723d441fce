// What stands under a picture: its scale, and at the other end what is kept of it, how much of it is drawn, what its grey numbers
// are, or that other pictures have the same scale.

import { textWidth } from "../text/textWidth.ts"
import type { Family } from "./colour.ts"
import { type Dropped, fitting, keptWords } from "./drops.ts"
import type { Tile } from "./tile.ts"

/** What the grey numbers beside scores are, the first that has room. */
export const SHARES = ["softmax, no part of the graph", "softmax, not in the graph", "softmax"]

interface Line {
  /** For all of it, in the unit of `size`, that of the letters. */
  readonly room: number
  readonly size: number
  /** What the other cards are called whose pictures are drawn on this scale. */
  readonly shared?: string
}

/** Both ends of the line. `range`: ±1.32; `shares`: whether probabilities are told. */
export function lineUnder(
  { planes, of, drops }: Pick<Tile, "planes" | "of" | "drops">,
  family: Family,
  range: string,
  dropped: Dropped | null,
  { room, size, shared = "" }: Line,
  shares = false,
): readonly [scale: string, more: string] {
  const scale = `${family === "gradient" ? "∂ " : ""}${range}`
  const left = room - textWidth(scale, size) - size
  if (drops !== null && family === "value") return [scale, keptWords(drops, dropped, left, size)]
  if (shares) return [scale, fitting(SHARES, left, size)]
  if (planes < of) return [scale, `${planes} of ${of}`]
  return [scale, shared !== "" ? fitting(sharedTexts(shared), left, size) : ""]
}

/** `one scale with X, μ`. */
function sharedTexts(names: string): readonly string[] {
  return [`one scale with ${names}`, `scale as ${names}`, `as ${names}`, "shared scale", "shared"]
}
