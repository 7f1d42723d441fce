// Planes of numbers as heat maps beside each other, one pixel a step: the browser makes it as large as it is drawn.

import { memo, useLayoutEffect, useRef } from "react"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import { mapPixels } from "../../graph/drawing/tile/pixels.ts"
import { type Sheet, stepsOf } from "../../graph/drawing/tile/tile.ts"
import type { TensorData } from "../../tensor/tensor.ts"
import { useDark } from "../parts/useDark.ts"

interface Props {
  readonly data: TensorData
  readonly sheet: Sheet
  readonly largest: number
  readonly family: Family
  /** Drawn as a picture from black to white. */
  readonly grey?: boolean
  /** For each cell 1 where it is dropped. */
  readonly holes?: Uint8Array | null
}

export const Maps = memo(function Maps({ data, sheet, largest, family, grey = false, holes = null }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  const [width, height] = stepsOf(sheet)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (!context) return
    const image = context.createImageData(width, height)
    image.data.set(mapPixels(data, sheet, { largest, family, dark, grey, holes }))
    context.putImageData(image, 0, 0)
  }, [data, sheet, largest, family, dark, grey, holes, width, height])
  return <canvas ref={canvas} width={width} height={height} />
})
