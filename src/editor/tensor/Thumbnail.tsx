// A tensor's first plane at a glance.

import { useMemo } from "react"
import { stats } from "../../state/run/stats.ts"
import { thumbnail } from "../../tensor/summary/thumbnail.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { Family } from "./colour.ts"
import { HeatPicture } from "./HeatMap.tsx"
import { planeOf } from "./slice.ts"

interface Props {
  readonly tensor: Tensor
  readonly family: Family
  readonly dark: boolean
  /** Longest side, in pixels. */
  readonly size: number
  /** What is drawn in the full hue; the tensor's own largest number if it is absent. */
  readonly largest?: number
}

const MOST = 24

export function Thumbnail({ tensor, family, dark, size, largest = stats(tensor).largest }: Props) {
  const small = useMemo(() => thumbnail(tensor, planeOf(tensor.shape, []), MOST), [tensor])
  const plane = useMemo(() => planeOf(small.shape, []), [small])
  if (small.data.length === 0) return null
  const cell = Math.max(3, Math.min(14, Math.floor(size / Math.max(plane.rows, plane.columns))))
  return (
    <HeatPicture
      tensor={small}
      plane={plane}
      largest={largest}
      family={family}
      dark={dark}
      cell={cell}
      selected={null}
    />
  )
}
