// One sample as a picture: grey for one channel, red, green and blue for three, on one scale that is written below.

import { useEffect, useRef } from "react"
import { writeNumber } from "../../formula/number.ts"
import type { Stats } from "../../tensor/summary/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import quiet from "../parts/styles/quiet.module.css"
import { type PictureSize, pictureSize } from "../picture/plane.ts"
import styles from "./tensor.module.css"

interface Props {
  /** One picture, with or without a batch axis; null while it is to come. */
  readonly picture: Tensor | null
  readonly size: PictureSize
  readonly stats: Stats
  readonly width: number
  readonly label: string
}

export function PictureLook({ picture, size, stats, width, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [black, white] = scaleOf(stats)

  useEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (!context || picture === null) return
    const { rows, columns } = size
    const image = context.createImageData(columns, rows)
    image.data.set(pixelsOf(picture, 0, black, white))
    context.putImageData(image, 0, 0)
  }, [picture, size, black, white])

  const cell = Math.min(width / size.columns, 320 / size.rows)
  return (
    <>
      <canvas
        ref={canvas}
        className={styles.picture}
        role="img"
        aria-label={label}
        width={size.columns}
        height={size.rows}
        style={{ width: size.columns * cell, height: size.rows * cell }}
      />
      <p className={quiet.text}>
        {size.channels === 1 ? "Black" : "Dark"} is {writeNumber(black)}, {size.channels === 1 ? "white" : "bright"} is{" "}
        {writeNumber(white)}
        {size.channels === 1 ? "." : ", the same for red, green and blue."}
        {stats.nans + stats.infinities > 0 ? " What is no finite number is pink." : ""}
      </p>
    </>
  )
}

/** Pictures from 0 to 1 keep that scale, so that two of them can be compared; others go from least to greatest. */
function scaleOf({ min, max }: Stats): readonly [black: number, white: number] {
  if (min >= 0 && max <= 1) return [0, 1]
  return min < max ? [min, max] : [min - 1, max + 1]
}

/** RGBA bytes, row by row. */
export function pixelsOf(tensor: Tensor, sample: number, black: number, white: number): Uint8ClampedArray {
  const size = pictureSize(tensor.shape)
  if (size === null) throw new Error(`expected a picture, got ${tensor.shape.join("×")}`)
  const area = size.rows * size.columns
  const start = sample * size.channels * area
  const pixels = new Uint8ClampedArray(4 * area)
  for (let i = 0; i < area; i++) {
    const channels = [0, 1, 2].map((c) => tensor.data[start + (size.channels === 3 ? c : 0) * area + i] ?? Number.NaN)
    const finite = channels.every(Number.isFinite)
    const colour = finite ? channels.map((x) => ((x - black) / (white - black)) * 255) : [255, 0, 160]
    pixels.set([...colour, 255], 4 * i)
  }
  return pixels
}
