// The decision surface as a picture below the points: a heat map of one number, or the hue of the class that wins.

import { useEffect, useRef } from "react"
import type { Surface } from "../../../../engine/train/report.ts"
import { colourOf } from "../../../../graph/drawing/tile/colour.ts"
import { useDark } from "../../../parts/useDark.ts"
import type { Scale } from "../../charts/axes.ts"
import views from "../styles/views.module.css"
import { mixedColour } from "./surfaceColour.ts"

export function Ground({ surface, x, y }: { readonly surface: Surface; readonly x: Scale; readonly y: Scale }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const dark = useDark()
  const { columns, rows } = surface.request
  useEffect(() => {
    const { current } = canvas
    const context = current?.getContext("2d")
    if (!current || !context) return
    const image = context.createImageData(columns, rows)
    paint(image.data, surface, getComputedStyle(current), dark)
    context.putImageData(image, 0, 0)
  }, [surface, columns, rows, dark])
  const [left, top] = [x.at(surface.request.x[0]), y.at(surface.request.y[1])]
  const width = x.at(surface.request.x[1]) - left
  const height = y.at(surface.request.y[0]) - top
  return (
    <foreignObject x={left} y={top} width={width} height={height}>
      <canvas ref={canvas} className={views.ground} width={columns} height={rows} style={{ width, height }} />
    </foreignObject>
  )
}

/** One number a place: a heat map around zero. Several: the hue of the largest, paler where it wins by little. */
function paint(
  pixels: Uint8ClampedArray,
  { values, request }: Surface,
  style: CSSStyleDeclaration,
  dark: boolean,
): void {
  const { columns, rows } = request
  const each = values.data.length / (columns * rows)
  let largest = 0
  for (const value of values.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value))
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * each
      const colour =
        each === 1
          ? colourOf(values.data[at] ?? Number.NaN, largest, "value", dark)
          : mixedColour(values.data.subarray(at, at + each), style, dark)
      // Row 0 is the lowest y, and pictures begin at the top.
      pixels.set([...colour, 255], 4 * ((rows - 1 - row) * columns + column))
    }
  }
}
