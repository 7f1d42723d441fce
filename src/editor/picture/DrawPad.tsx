// A pad to draw a grey picture on, cell by cell as the tensor has it. A stroke is one undo step.

import { type PointerEvent, useEffect, useRef, useState } from "react"
import { endGesture } from "../../state/document.ts"
import { countStroke } from "../../state/run/live.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import { Button } from "../parts/Button.tsx"
import { type Spot, stroke } from "./brush.ts"
import { valueNow } from "./kept.ts"
import { writeNumbers } from "./loading.ts"
import styles from "./Picture.module.css"
import { type PictureSize, withPicture } from "./plane.ts"

interface Props {
  readonly id: string
  readonly shape: Shape
  readonly size: PictureSize
  readonly sample: number
  /** What the document holds or its data give; null: numbers from the seed, and the first stroke starts on black. */
  readonly tensor: Tensor | null
}

const SIDE = 240
let strokes = 0

export function DrawPad({ id, shape, size, sample, tensor }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [erase, setErase] = useState(false)
  const last = useRef<Spot | null>(null)
  const { rows, columns } = size
  const scale = SIDE / Math.max(rows, columns)

  useEffect(() => paint(canvas.current, cellsOf(tensor, size, sample), size), [tensor, size, sample])

  const place = (event: PointerEvent): Spot => {
    const box = event.currentTarget.getBoundingClientRect()
    return [((event.clientX - box.left) / box.width) * columns, ((event.clientY - box.top) / box.height) * rows]
  }
  const draw = (to: Spot) => {
    const before = valueNow(id, shape)
    const cells = cellsOf(before, size, sample)
    stroke(cells, size, last.current ?? to, to, erase)
    last.current = to
    writeNumbers(id, withPicture(shape, before, sample, cells), `Draw on ${id}`, `draw ${id} ${strokes}`)
  }
  return (
    <div className={styles.pad}>
      <canvas
        ref={canvas}
        width={columns}
        height={rows}
        style={{ width: columns * scale, height: rows * scale }}
        aria-label={`Draw on ${id}; the numbers below can be typed instead`}
        role="img"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          strokes += 1
          draw(place(event))
        }}
        onPointerMove={(event) => {
          if (last.current !== null) draw(place(event))
        }}
        onPointerUp={() => {
          last.current = null
          endGesture()
          countStroke()
        }}
        onPointerCancel={() => {
          last.current = null
          endGesture()
        }}
      />
      <div className={styles.tools}>
        <Button aria-pressed={!erase} onClick={() => setErase(false)}>
          Pen
        </Button>
        <Button aria-pressed={erase} onClick={() => setErase(true)}>
          Eraser
        </Button>
        <Button
          onClick={() =>
            writeNumbers(
              id,
              withPicture(shape, valueNow(id, shape), sample, new Float64Array(rows * columns)),
              `Clear ${id}`,
            )
          }
        >
          Clear
        </Button>
      </div>
    </div>
  )
}

/** A copy of one grey picture's cells; black where there is none. */
function cellsOf(tensor: Tensor | null, { rows, columns }: PictureSize, sample: number): Float64Array {
  const area = rows * columns
  return tensor === null
    ? new Float64Array(area)
    : Float64Array.from(tensor.data.slice(sample * area, (sample + 1) * area))
}

function paint(canvas: HTMLCanvasElement | null, cells: Float64Array, { rows, columns }: PictureSize): void {
  const context = canvas?.getContext("2d")
  if (!context) return
  const image = context.createImageData(columns, rows)
  cells.forEach((value, i) => {
    image.data.set([value * 255, value * 255, value * 255, 255], 4 * i)
  })
  context.putImageData(image, 0, 0)
}
