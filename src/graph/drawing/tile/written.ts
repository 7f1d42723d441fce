// Numbers as they are written in the cells of a card's picture: with as many digits as the narrowest cell has room for.

import { writeNumber } from "../../../formula/number.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { textWidth } from "../text/textWidth.ts"
import type { Tile } from "./tile.ts"

/** What stands in each cell, and the size of its letters, in the unit of the cells. */
export interface Written {
  readonly texts: readonly string[]
  readonly size: number
}

/** Room in a cell left and right of its number. */
const SIDES = 4
/** Height of a line, as a part of the size of its letters. */
const LINE = 1.15

/** Null where some number has no room for even one digit in letters of this size: then the cells are a map. */
export function writtenIn(
  data: TensorData,
  { rows, columns }: Pick<Tile, "rows" | "columns">,
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
): Written | null {
  if (height / rows < LINE * size) return null
  const room = width / columns - SIDES
  const texts: string[] = []
  for (const x of data) {
    const text = [3, 2, 1].map((digits) => writeNumber(x, digits)).find((text) => textWidth(text, size) <= room)
    if (text === undefined) return null
    texts.push(text)
  }
  return { texts, size }
}
