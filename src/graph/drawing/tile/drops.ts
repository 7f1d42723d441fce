// Cells that a node sets to zero at random: they are no numbers but holes, hatched, so that nobody takes them for a zero.

import { writeCount, writeNumber } from "../../../formula/number.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { placeName } from "../../wire.ts"
import { textWidth } from "../text/textWidth.ts"
import type { Drops, Tile } from "./tile.ts"

/** The mask of a run. */
export interface Dropped {
  /** For each cell that is drawn 1 where it, or all that it stands for, is dropped. */
  readonly holes: Uint8Array
  /** Of the whole mask. */
  readonly kept: number
  readonly of: number
}

/** Null for ops that never drop anything. */
export function dropsOf({ id, op, context }: NodeAnalysis): Drops | null {
  if (op?.drops === undefined || context === null) return null
  const drops = op.drops(context)
  return drops === null
    ? { mask: null, scale: 1 }
    : { mask: placeName({ node: id, port: drops.mask }), scale: drops.scale }
}

/** The holes of a mask that was made as small as the picture; null where it is of another size. */
export function holesIn(
  { planes, rows, columns }: Pick<Tile, "planes" | "rows" | "columns">,
  { shape, data: mask }: Tensor,
): Uint8Array | null {
  const [maskRows, maskColumns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
  if (mask.length !== planes * maskRows * maskColumns) return null
  if (![1, rows].includes(maskRows) || ![1, columns].includes(maskColumns)) return null
  return Uint8Array.from({ length: planes * rows * columns }, (_, i) => {
    const [plane, row, column] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns]
    const at = (plane * maskRows + (maskRows === 1 ? 0 : row)) * maskColumns + (maskColumns === 1 ? 0 : column)
    return mask[at] === 0 ? 1 : 0
  })
}

/** `kept 7 of 12, ×2`, as much of it as has room; empty where none of it has. */
export function keptWords({ mask, scale }: Drops, dropped: Dropped | null, room: number, size: number): string {
  if (mask === null) return fitting(["does nothing"], room, size)
  if (dropped === null) return ""
  const share = `${writeCount(dropped.kept)} of ${writeCount(dropped.of)}`
  const times = scale === 1 || dropped.kept === 0 ? "" : `, ×${writeNumber(scale, 3)}`
  return fitting([`kept ${share}${times}`, `kept ${share}`, share], room, size)
}

/** The first of these that has room; empty where none has. */
export function fitting(texts: readonly string[], room: number, size: number): string {
  return texts.find((text) => textWidth(text, size) <= room) ?? ""
}
