// What a layer has learned, as pictures: its filters, or its weights where they are maps. A press looks at one of them.

import { type MouseEvent, useMemo } from "react"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { type Filters, filtersOf } from "../../graph/measure/filters.ts"
import { mapped, windowOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { stats } from "../../state/run/stats.ts"
import { useSession } from "../../state/session.ts"
import { addressOf } from "../../tensor/address.ts"
import quiet from "../parts/styles/quiet.module.css"
import { useDark } from "../parts/useDark.ts"
import { useReading } from "../parts/useReading.ts"
import { FilterTiles } from "../tensor/FilterTiles.tsx"
import { Thumbnail } from "../tensor/Thumbnail.tsx"
import styles from "./filters.module.css"

interface Props {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
  readonly side: "value" | "gradient"
  /** The tensor of that side by its full name, if it has one. */
  readonly tensorOf: (name: string) => RunTensor | undefined
}

/** Room for the strip, in pixels, and between its tiles. */
const WIDTH = 288
const HIGHEST = 88
const GAP = 8
/** Sides of a tile; the first at which all tiles have room. */
const SIDES = [64, 32, 20]
const MATRIX_SIDE = 160

export function NodeFilters({ analysis, node, side, tensorOf }: Props) {
  const filters = useMemo(() => filtersOf(analysis, node), [analysis, node])
  const name = filters === null ? "" : `${node.id}.${filters.param}`
  const tensor = tensorOf(name)
  if (filters === null || tensor === undefined) return null
  const look = (event: MouseEvent): void => {
    const tile = event.target instanceof Element ? event.target.closest("[data-tile]") : null
    const at = Number(tile?.getAttribute("data-tile") ?? 0)
    const [, , rows, columns] = filters.shape
    useSession.getState().look({ name, side }, isMatrix(filters) ? null : addressOf(tensor.shape, at * rows * columns))
  }
  return (
    <figure className={styles.filters}>
      <figcaption className={quiet.text}>{wordsOf(filters, tensor.shape.length, side)}</figcaption>
      <button type="button" aria-label={`Look at ${name}`} onClick={look}>
        {isMatrix(filters) ? (
          <Matrix tensor={tensor} side={side} />
        ) : (
          <Tiles tensor={tensor} shape={filters.shape} side={side} />
        )}
      </button>
    </figure>
  )
}

interface PictureProps {
  readonly tensor: RunTensor
  readonly side: "value" | "gradient"
}

function Matrix({ tensor, side }: PictureProps) {
  return <Thumbnail tensor={tensor} family={side} dark={useDark()} size={MATRIX_SIDE} />
}

function Tiles({ tensor, shape, side }: PictureProps & { readonly shape: Filters["shape"] }) {
  const dark = useDark()
  const { size, most } = roomFor(shape)
  const read = useReading(
    useMemo(() => {
      const outputs = Math.min(shape[0], Math.ceil(most / shape[1]))
      const window = tensor.shape.map((size, axis) => ({ from: 0, to: axis === 0 ? outputs : size }))
      return mapped(windowOf(tensor, window), (first) => [first])
    }, [tensor, shape, most]),
  )
  if (read.is === undefined) return <span className={quiet.text}>{read.problem ?? "Reading the numbers…"}</span>
  const { largest } = stats(tensor)
  return (
    <FilterTiles tensors={read.is} shape={shape} largest={largest} family={side} dark={dark} most={most} side={size} />
  )
}

function isMatrix({ shape: [outputs, inputs] }: Filters): boolean {
  return outputs * inputs === 1
}

function roomFor([outputs, inputs]: Filters["shape"]): { readonly size: number; readonly most: number } {
  const rooms = SIDES.map((size) => ({
    size,
    most: Math.floor(WIDTH / (size + GAP)) * Math.floor(HIGHEST / (size + GAP)),
  }))
  return rooms.find(({ most }) => outputs * inputs <= most) ?? { size: 20, most: 30 }
}

/** `10 × 3 filters, 3×3`; `weight, 3×25`; `weights, 3 × 10 maps of 7×7`. */
function wordsOf({ param, shape }: Filters, rank: number, side: Props["side"]): string {
  const [outputs, inputs, rows, columns] = shape
  const size = rows === 1 && rank > 2 ? `${columns} long` : `${rows}×${columns}`
  const count = inputs === 1 ? `${outputs}` : `${outputs} × ${inputs}`
  const what = side === "gradient" ? "gradient of " : ""
  if (rank > 2) return `${what}${count} ${outputs * inputs === 1 ? "filter" : "filters"}, ${size}`
  return outputs * inputs === 1 ? `${what}${param}, ${size}` : `${what}${param}, ${count} maps of ${size}`
}
