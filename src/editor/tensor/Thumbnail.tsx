// A tensor's first plane at a glance.

import { useMemo } from "react"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import { mapped, thumbnailOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { stats } from "../../state/run/stats.ts"
import { type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { useReading } from "../parts/useReading.ts"
import { HeatPicture } from "./HeatMap.tsx"
import { type Plane, planeOf } from "./slice.ts"

interface Props {
  readonly tensor: RunTensor | Tensor
  readonly family: Family
  readonly dark: boolean
  /** Longest side, in pixels. */
  readonly size: number
  /** What is drawn in the full hue; the tensor's own largest number if it is absent. */
  readonly largest?: number
}

const MOST = 24

export function Thumbnail(props: Props) {
  return sizeOf(props.tensor.shape) === 0 ? null : <First {...props} />
}

function First({ tensor, family, dark, size, largest = stats(tensor).largest }: Props) {
  const small = useMemo(
    () =>
      mapped(thumbnailOf(tensor, { first: 0, count: 1, size: MOST }), ({ planes: { shape, data } }) => ({
        plane: planeOf(shape, []),
        data,
      })),
    [tensor],
  )
  const empty = useMemo(() => ({ plane: smallPlane(tensor.shape), data: null }), [tensor.shape])
  const { plane, data } = useReading(small).is ?? empty
  const cell = Math.max(3, Math.min(14, Math.floor(size / Math.max(plane.rows, plane.columns))))
  return (
    <HeatPicture data={data} plane={plane} largest={largest} family={family} dark={dark} cell={cell} selected={null} />
  )
}

function smallPlane(shape: Shape): Plane {
  const { rows, columns } = planeOf(shape, [])
  return { rows: Math.min(rows, MOST), columns: Math.min(columns, MOST), offset: 0 }
}
