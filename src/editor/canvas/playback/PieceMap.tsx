// The pieces of a gradient and their sum as pictures, all on one scale: the plane that the followed cell lies in.

import { useMemo } from "react"
import { largestIn } from "../../../graph/drawing/tile/small.ts"
import { HATCHED } from "../../../graph/drawing/tile/tile.ts"
import type { Cell } from "../../../state/player/trace.ts"
import { allOf, thumbnailOf } from "../../../state/run/numbers.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { flatIndex } from "../../../tensor/address.ts"
import type { Thumbnail } from "../../../tensor/summary/thumbnail.ts"
import { type Shape, sizeOf, type Tensor } from "../../../tensor/tensor.ts"
import { useReading } from "../../parts/useReading.ts"
import { Maps } from "../../tensor/Maps.tsx"
import styles from "./Playback.module.css"

/** Small pictures of tensors of one shape, with the largest magnitude in any of them. */
export interface Pictures {
  readonly small: readonly Thumbnail[]
  readonly largest: number
  /** The followed cell, as parts of a picture's width and height from its upper left corner; null where none is. */
  readonly cell: { readonly left: number; readonly top: number; readonly width: number; readonly height: number } | null
}

/** Cells along either axis. */
const SIZE = 16
/** Of a picture in a line of words, in pixels. */
const HIGH = 20
const WIDE = 44

/** Undefined until they have come; null where they are single numbers, which say more as words. */
export function usePictures(
  tensors: readonly (RunTensor | Tensor)[],
  cell: Cell | undefined,
): Pictures | null | undefined {
  const shape = tensors[0]?.shape ?? []
  const plane = planeOf(cell, shape)
  const isOne = sizeOf(shape) < 2
  const reading = useMemo(
    () => (isOne ? null : allOf(tensors.map((one) => thumbnailOf(one, { first: plane, count: 1, size: SIZE })))),
    [tensors, plane, isOne],
  )
  const small = useReading(reading).is
  if (isOne) return null
  if (small === undefined) return undefined
  return { small, largest: Math.max(0, ...small.map(largestIn)), cell: cell === undefined ? null : boxOf(cell, shape) }
}

function planeOf(cell: Cell | undefined, shape: Shape): number {
  return cell === undefined || cell.length < 3 ? 0 : flatIndex(shape.slice(0, -2), cell.slice(0, -2))
}

function boxOf(cell: Cell, shape: Shape): Pictures["cell"] {
  const axis = (from: number) => {
    const [size, at] = [shape.at(from) ?? 1, cell.at(from) ?? 0]
    const cells = Math.min(SIZE, size)
    return { start: Math.floor((at * cells) / size) / cells, part: 1 / cells }
  }
  const [row, column] = [shape.length < 2 ? { start: 0, part: 1 } : axis(-2), axis(-1)]
  return { left: column.start, top: row.start, width: column.part, height: row.part }
}

/** One of them. */
export function PieceMap({
  pictures: { small, largest, cell },
  index,
}: {
  readonly pictures: Pictures
  readonly index: number
}) {
  const found = small[index]
  if (found === undefined) return null
  const { shape, data } = found.planes
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1]
  const steps = Math.max(rows, columns) <= 8 ? HATCHED : 1
  const scale = Math.min(HIGH / rows, WIDE / columns)
  const percent = (part: number): string => `${100 * part}%`
  return (
    <span className={styles.picture} style={{ width: scale * columns, height: scale * rows }}>
      <Maps
        data={data}
        sheet={{ planes: 1, rows, columns, across: 1, gap: 0, steps }}
        largest={largest}
        family="gradient"
      />
      {cell === null ? null : (
        <span
          className={styles.followed}
          style={{
            left: percent(cell.left),
            top: percent(cell.top),
            width: percent(cell.width),
            height: percent(cell.height),
          }}
        />
      )}
    </span>
  )
}
