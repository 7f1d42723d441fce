// What stands under a picture: its scale, and at the other end what is kept of it, or how much of it is drawn.

import { textWidth } from "../text/textWidth.ts"
import type { Family } from "./colour.ts"
import { type Dropped, keptWords } from "./drops.ts"
import type { Tile } from "./tile.ts"

/** Both ends of the line. `range`: ±1.32. `room` for all of it, in the unit of `size`, that of the letters. */
export function lineUnder(
  { planes, of, drops }: Pick<Tile, "planes" | "of" | "drops">,
  family: Family,
  range: string,
  dropped: Dropped | null,
  { room, size }: { readonly room: number; readonly size: number },
): readonly [scale: string, more: string] {
  const scale = `${family === "gradient" ? "∂ " : ""}${range}`
  if (drops !== null && family === "value") {
    return [scale, keptWords(drops, dropped, room - textWidth(scale, size) - size, size)]
  }
  return [scale, planes < of ? `${planes} of ${of}` : ""]
}
