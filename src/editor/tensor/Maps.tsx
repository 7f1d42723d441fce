// Planes of numbers as heat maps beside each other, one pixel a step: the browser makes it as large as it is drawn.

import { useLayoutEffect, useRef } from "react"
import type { Family } from "../../../graph/drawing/tile/colour.ts"
import { mapPixels } from "../../../graph/drawing/tile/pixels.ts"
import { stepsOf, type Tile } from "../../../graph/drawing/tile/tile.ts"
import type { TensorData } from "../../../tensor/tensor.ts"
import { useDark } from "../../parts/useDark.ts"
import styles from "./CardTile.module.css"

interface Props {
  readonly data: TensorData
  readonly tile: Tile
  readonly largest: number
  readonly family: Family
}

export function Maps({ data, tile, largest, family }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  const [width, height] = stepsOf(tile)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (!context) return
    const image = context.createImageData(width, height)
    image.data.set(mapPixels(data, tile, { largest, family, dark }))
    context.putImageData(image, 0, 0)
  }, [data, tile, largest, family, dark, width, height])
  return <canvas ref={canvas} className={styles.maps} width={width} height={height} />
}
