// What stands under a picture: its scale, and at the other end what is kept of it, how much of it is drawn, or what its grey
// numbers are.

import { textWidth } from "../text/textWidth.ts"
import type { Family } from "./colour.ts"
import { type Dropped, keptWords } from "./drops.ts"
import type { Tile } from "./tile.ts"

/** What the grey numbers beside scores are, the first that has room. */
const SHARES = ["softmax, no part of the graph", "softmax, not in the graph", "softmax"]

/**
 * Both ends of the line. `range`: ±1.32; `shares`: whether probabilities are told. `room` for all of it, in the unit of
 * `size`, that of the letters.
 */
export function lineUnder(
  { planes, of, drops }: Pick<Tile, "planes" | "of" | "drops">,
  family: Family,
  range: string,
  dropped: Dropped | null,
  { room, size }: { readonly room: number; readonly size: number },
  shares = false,
): readonly [scale: string, more: string] {
  const scale = `${family === "gradient" ? "∂ " : ""}${range}`
  const left = room - textWidth(scale, size) - size
  if (drops !== null && family === "value") return [scale, keptWords(drops, dropped, left, size)]
  if (shares) return [scale, SHARES.find((words) => textWidth(words, size) <= left) ?? ""]
  return [scale, planes < of ? `${planes} of ${of}` : ""]
}
