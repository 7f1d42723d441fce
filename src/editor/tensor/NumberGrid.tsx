// A plane of numbers as numbers, each on its colour: a table that arrows walk through.

import { useMemo } from "react"
import { writeFull, writeNumber } from "../../formula/number.ts"
import { colourOf, css, type Family, inkOn } from "../../graph/drawing/tile/colour.ts"
import { mapped, windowOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { addressOf } from "../../tensor/address.ts"
import type { Dtype, TensorData } from "../../tensor/tensor.ts"
import quiet from "../parts/styles/quiet.module.css"
import { useReading } from "../parts/useReading.ts"
import { step } from "./HeatMap.tsx"
import { cellWindow, type Plane } from "./slice.ts"
import styles from "./tensor.module.css"

interface Props {
  readonly tensor: RunTensor
  readonly plane: Plane
  /** The plane's first rows and columns, row by row; null while they are to come. */
  readonly data: TensorData | null
  readonly precision: Dtype
  readonly largest: number
  readonly family: Family
  readonly dark: boolean
  readonly selected: number | null
  readonly lit?: ReadonlySet<number>
  readonly label: string
  readonly onSelect?: (index: number) => void
}

/** More cells than this are shown as a heat map first; the grid then shows the first rows and columns. */
export const MOST_ROWS = 32
export const MOST_COLUMNS = 16

export function NumberGrid(props: Props) {
  const { tensor, plane, data, precision, selected, label } = props
  const rows = Math.min(plane.rows, MOST_ROWS)
  const columns = Math.min(plane.columns, MOST_COLUMNS)
  const starts = spread(plane.offset, rows, plane.columns)
  return (
    <div className={styles.scroll}>
      <table className={styles.grid} aria-label={label}>
        <tbody>
          {starts.map((start, row) => (
            <tr key={start}>
              {spread(start, columns, 1).map((index, column) => (
                <Cell key={index} index={index} x={data?.[row * columns + column]} {...props} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows < plane.rows || columns < plane.columns ? (
        <p className={quiet.text}>
          The first {rows}×{columns} of {plane.rows}×{plane.columns}.
        </p>
      ) : null}
      {selected === null ? null : <InFull tensor={tensor} index={selected} precision={precision} />}
    </div>
  )
}

interface InFullProps {
  readonly tensor: RunTensor
  readonly index: number
  readonly precision: Dtype
}

/** The chosen number with all its digits; it may lie beyond the cells that are shown. */
function InFull({ tensor, index, precision }: InFullProps) {
  const cell = useMemo(() => {
    const address = addressOf(tensor.shape, index).join(", ")
    return mapped(windowOf(tensor, cellWindow(tensor.shape, index)), ({ data }) => ({ address, x: data[0] }))
  }, [tensor, index])
  const { is } = useReading(cell)
  if (is?.x === undefined) return null
  return (
    <p className={quiet.text}>
      [{is.address}] = {writeFull(is.x, precision)}
    </p>
  )
}

function Cell({
  tensor,
  x,
  precision,
  plane,
  largest,
  family,
  dark,
  selected,
  lit,
  index,
  onSelect,
}: Props & { readonly index: number; readonly x: number | undefined }) {
  const colour = colourOf(x ?? 0, largest, family, dark)
  const names = [styles.cell, selected === index ? styles.selected : "", lit?.has(index) ? styles.lit : ""]
  return (
    <td>
      <button
        type="button"
        tabIndex={index === (selected ?? plane.offset) ? 0 : -1}
        className={names.join(" ")}
        style={{ background: css(colour), color: inkOn(colour) }}
        title={`[${addressOf(tensor.shape, index).join(", ")}] = ${x === undefined ? "…" : writeFull(x, precision)}`}
        aria-pressed={selected === index}
        onClick={() => onSelect?.(index)}
        onKeyDown={(event) => {
          const next = step(event.key, index, plane)
          if (next === null) return
          event.preventDefault()
          onSelect?.(next)
          focusCell(event.currentTarget, next - index, plane.columns)
        }}
      >
        {x === undefined ? "…" : writeNumber(x)}
      </button>
    </td>
  )
}

/** `count` whole numbers from `first`, `by` apart. */
function spread(first: number, count: number, by: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i * by)
}

/** Moves focus with the selection, so that arrows can be held down. */
function focusCell(from: HTMLElement, by: number, columns: number): void {
  const cell = from.closest("td")
  const row = cell?.parentElement
  if (!(row instanceof HTMLTableRowElement) || !(cell instanceof HTMLTableCellElement)) return
  const vertical = Math.abs(by) >= columns
  const target = vertical
    ? (by > 0 ? row.nextElementSibling : row.previousElementSibling)?.children[cell.cellIndex]
    : row.children[cell.cellIndex + by]
  target?.querySelector("button")?.focus()
}
