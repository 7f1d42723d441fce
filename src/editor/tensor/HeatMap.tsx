// A plane of numbers as pixels. One cell is one square, drawn on a canvas; hover and arrow keys name the number.

import { useEffect, useRef, useState } from "react"
import { colourOf, css, type Family } from "../../graph/drawing/tile/colour.ts"
import type { TensorData } from "../../tensor/tensor.ts"
import type { Plane } from "./slice.ts"
import styles from "./tensor.module.css"

interface Props {
  readonly plane: Plane
  /** The plane's numbers, row by row; null while they are to come. */
  readonly data: TensorData | null
  readonly largest: number
  readonly family: Family
  readonly dark: boolean
  readonly width: number
  /** Flat index of the chosen cell. */
  readonly selected: number | null
  /** Flat indices of cells to outline. */
  readonly lit?: ReadonlySet<number>
  readonly label: string
  readonly onHover?: (index: number | null) => void
  readonly onSelect?: (index: number) => void
}

const TALLEST = 320
const LARGEST_CELL = 28
/** A canvas of more pixels on a side is more than browsers promise to draw. */
const LARGEST_SIDE = 4096

export function HeatMap(props: Props) {
  const { plane, width, selected, label } = props
  const [zoom, setZoom] = useState(1)
  const whole = Math.max(1, Math.min(28, width / plane.columns, TALLEST / plane.rows))
  const cell = Math.min(whole * zoom, Math.max(whole, LARGEST_CELL))

  const indexAt = (event: React.MouseEvent): number | null => {
    const box = event.currentTarget.getBoundingClientRect()
    const column = Math.floor((event.clientX - box.left) / cell)
    const row = Math.floor((event.clientY - box.top) / cell)
    const inside = column >= 0 && column < plane.columns && row >= 0 && row < plane.rows
    return inside ? plane.offset + row * plane.columns + column : null
  }
  const map = (
    <button
      type="button"
      className={styles.map}
      aria-label={label}
      onMouseMove={(event) => props.onHover?.(indexAt(event))}
      onMouseLeave={() => props.onHover?.(null)}
      onClick={(event) => {
        const index = event.detail === 0 ? (selected ?? plane.offset) : indexAt(event)
        if (index !== null) props.onSelect?.(index)
      }}
      onKeyDown={(event) => {
        const next = step(event.key, selected ?? plane.offset, plane)
        if (next === null) return
        event.preventDefault()
        props.onSelect?.(next)
      }}
    >
      <HeatPicture {...props} cell={cell} />
    </button>
  )
  if (whole >= LARGEST_CELL) return map
  return (
    <>
      <div className={styles.window}>{map}</div>
      <fieldset className={styles.zooms} aria-label="Zoom of the heat map">
        <button type="button" aria-label="Smaller cells" disabled={zoom === 1} onClick={() => setZoom(zoom / 2)}>
          −
        </button>
        <output>{zoom}×</output>
        <button
          type="button"
          aria-label="Larger cells"
          disabled={cell >= LARGEST_CELL || 2 * cell * Math.max(plane.rows, plane.columns) > LARGEST_SIDE}
          onClick={() => setZoom(zoom * 2)}
        >
          +
        </button>
      </fieldset>
    </>
  )
}

/** The pixels alone: for tips and thumbnails, where nothing is chosen. */
export function HeatPicture({ data, plane, largest, family, dark, cell, selected, lit }: Paint) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = cell * plane.columns
  const height = cell * plane.rows

  useEffect(() => {
    const context = canvas.current?.getContext("2d")
    if (!context || canvas.current === null) return
    const scale = window.devicePixelRatio || 1
    canvas.current.width = Math.ceil(width * scale)
    canvas.current.height = Math.ceil(height * scale)
    context.scale(scale, scale)
    paint(context, { data, plane, largest, family, dark, cell, selected, lit })
  }, [data, plane, largest, family, dark, cell, selected, lit, width, height])

  return <canvas ref={canvas} style={{ width, height }} />
}

interface Paint {
  readonly plane: Plane
  readonly data: TensorData | null
  readonly largest: number
  readonly family: Family
  readonly dark: boolean
  readonly cell: number
  readonly selected: number | null
  readonly lit?: ReadonlySet<number> | undefined
}

function paint(
  context: CanvasRenderingContext2D,
  { data, plane, largest, family, dark, cell, selected, lit }: Paint,
): void {
  const gap = cell >= 8 ? 1 : 0
  for (let row = 0; row < plane.rows; row++) {
    for (let column = 0; column < plane.columns; column++) {
      const x = data === null ? 0 : (data[row * plane.columns + column] ?? Number.NaN)
      context.fillStyle = css(colourOf(x, largest, family, dark))
      // Pixels overlap by half where there is no gap, so that no seam shows between cells of broken width.
      const bleed = gap === 0 ? 0.5 : -gap
      context.fillRect(column * cell, row * cell, cell + bleed, cell + bleed)
      if (!Number.isFinite(x)) strike(context, column * cell, row * cell, cell)
    }
  }
  for (const index of lit ?? []) outline(context, plane, index, cell, dark ? "#eceef0" : "#1c2024")
  if (selected !== null) outline(context, plane, selected, cell, dark ? "#8ea2ff" : "#3b5bdb")
}

/** A frame inside one cell; none if it lies in another plane. */
function outline(context: CanvasRenderingContext2D, plane: Plane, index: number, cell: number, colour: string): void {
  const at = index - plane.offset
  if (at < 0 || at >= plane.rows * plane.columns) return
  const line = cell >= 8 ? 2 : 1
  context.strokeStyle = colour
  context.lineWidth = line
  const [x, y] = [(at % plane.columns) * cell, Math.floor(at / plane.columns) * cell]
  context.strokeRect(x + line / 2, y + line / 2, cell - line, cell - line)
}

/** NaN and ∞ are crossed out: colour alone does not say it. */
function strike(context: CanvasRenderingContext2D, x: number, y: number, cell: number): void {
  context.strokeStyle = "#d3302f"
  context.lineWidth = 1
  context.beginPath()
  context.moveTo(x, y)
  context.lineTo(x + cell, y + cell)
  context.moveTo(x + cell, y)
  context.lineTo(x, y + cell)
  context.stroke()
}

/** The flat index one arrow key away, kept inside the plane. */
export function step(key: string, from: number, plane: Plane): number | null {
  const inPlane = Math.min(Math.max(from - plane.offset, 0), plane.rows * plane.columns - 1)
  const row = Math.floor(inPlane / plane.columns)
  const column = inPlane % plane.columns
  const to = (r: number, c: number) =>
    plane.offset +
    Math.min(plane.rows - 1, Math.max(0, r)) * plane.columns +
    Math.min(plane.columns - 1, Math.max(0, c))
  switch (key) {
    case "ArrowUp":
      return to(row - 1, column)
    case "ArrowDown":
      return to(row + 1, column)
    case "ArrowLeft":
      return to(row, column - 1)
    case "ArrowRight":
      return to(row, column + 1)
    default:
      return null
  }
}
