// One example: a picture in its own greys or colours, a heat map of other rows and columns, else its numbers.

import { useEffect, useMemo, useRef } from "react"
import { writeNumber } from "../../../../formula/number.ts"
import { stats } from "../../../../state/run/stats.ts"
import type { Tensor } from "../../../../tensor/tensor.ts"
import { useDark } from "../../../parts/useDark.ts"
import { pictureSize } from "../../../picture/plane.ts"
import { HeatPicture } from "../../../tensor/HeatMap.tsx"
import { pixelsOf } from "../../../tensor/PictureLook.tsx"
import views from "../styles/views.module.css"

interface Props {
  /** Without the batch axis. */
  readonly tensor: Tensor
  /** Longest side of a picture, in pixels. */
  readonly side: number
}

export function ExamplePicture({ tensor, side }: Props) {
  const dark = useDark()
  const [rows = 0, columns = 0] = tensor.shape.slice(-2)
  if (tensor.shape.length < 2 || rows < 2 || columns < 2) {
    return <span className={views.numbers}>{[...tensor.data.slice(0, 4)].map((x) => writeNumber(x)).join(", ")}</span>
  }
  const cell = Math.max(1, Math.floor(side / Math.max(rows, columns)))
  if (pictureSize(tensor.shape) !== null) return <Picture tensor={tensor} cell={cell} />
  return (
    <HeatPicture
      data={tensor.data}
      plane={{ offset: 0, rows, columns }}
      largest={stats(tensor).largest}
      family="value"
      dark={dark}
      cell={cell}
      selected={null}
    />
  )
}

function Picture({ tensor, cell }: { readonly tensor: Tensor; readonly cell: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useMemo(() => pictureSize(tensor.shape), [tensor])
  const { min, max } = stats(tensor)
  // What lies between 0 and 1 is shown as it is, so that examples can be compared.
  const [black, white] = min >= 0 && max <= 1 ? [0, 1] : [min, max > min ? max : min + 1]
  useEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (!context || size === null) return
    const image = context.createImageData(size.columns, size.rows)
    image.data.set(pixelsOf(tensor, 0, black, white))
    context.putImageData(image, 0, 0)
  }, [tensor, size, black, white])
  if (size === null) return null
  return (
    <canvas
      ref={canvas}
      className={views.picture}
      width={size.columns}
      height={size.rows}
      style={{ width: size.columns * cell, height: size.rows * cell }}
    />
  )
}
