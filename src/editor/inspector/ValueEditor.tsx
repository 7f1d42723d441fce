// The numbers of one tensor, changed cell by cell (typed, dragged, with arrow keys) or pasted from a spreadsheet.

import { useCallback, useLayoutEffect, useRef, useState } from "react"
import { addressOf } from "../../tensor/address.ts"
import { dtypeOf, formatShape, type Tensor } from "../../tensor/tensor.ts"
import { axisNames, leadingAxes, type Plane, planeOf } from "../tensor/slice.ts"
import fields from "./fields.module.css"
import styles from "./inspector.module.css"
import { readPasted } from "./pasteNumbers.ts"
import { ValueCell } from "./ValueCell.tsx"
import values from "./values.module.css"

interface Props {
  /** Full name: drafts and cells are told apart by it. */
  readonly name: string
  readonly tensor: Tensor
  /** `cell` merges the changes of one cell into one undo step; a drag is one step however long it lasts. */
  readonly onWrite: (tensor: Tensor, cell: string, drag: boolean) => void
}

const MOST_CELLS = 1024

export function ValueEditor({ name, tensor, onWrite }: Props) {
  const [leading, setLeading] = useState<readonly number[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const plane = planeOf(tensor.shape, leading)
  const axes = leadingAxes(tensor.shape)
  const names = axisNames(tensor.shape)
  const paste = (text: string, index: number): boolean => {
    if (!/[\s,;[]/.test(text.trim())) return false
    const rows = readPasted(text)
    if ("problem" in rows) {
      setProblem(`Nothing was pasted: ${rows.problem}.`)
      return true
    }
    const fitted = putRows(tensor, plane, index, rows)
    setProblem(
      fitted.left > 0
        ? `${fitted.left} numbers did not fit into ${formatShape(tensor.shape)} and were left out.`
        : null,
    )
    onWrite(fitted.tensor, `${name} paste`, false)
    return true
  }
  const write = (index: number, value: number, drag: boolean): void =>
    onWrite(withCell(tensor, index, value), `${name}[${addressOf(tensor.shape, index).join(", ")}]`, drag)
  const latest = useLatest({ write, paste })
  // Cells are many and each is drawn again only when its own number changes: what they call must stay the same.
  const change = useCallback(
    (index: number, value: number, drag: boolean) => latest.current.write(index, value, drag),
    [latest],
  )
  const put = useCallback((text: string, index: number) => latest.current.paste(text, index), [latest])
  if (plane.rows * plane.columns > MOST_CELLS) {
    return <PasteBox tensor={tensor} plane={plane} problem={problem} onPaste={paste} />
  }
  return (
    <div className={values.values}>
      {axes.some((size) => size > 1)
        ? axes.map((size, axis) => (
            <label key={names[axis]} className={values.axis}>
              {names[axis]}
              <input
                type="number"
                min={0}
                max={size - 1}
                value={leading[axis] ?? 0}
                onChange={(event) =>
                  setLeading(axes.map((_, i) => (i === axis ? event.target.valueAsNumber || 0 : (leading[i] ?? 0))))
                }
              />
            </label>
          ))
        : null}
      <div className={values.valueGrid} style={{ gridTemplateColumns: `repeat(${plane.columns}, minmax(56px, 1fr))` }}>
        {cellsOf(plane).map((index) => (
          <ValueCell
            key={index}
            name={name}
            address={`[${addressOf(tensor.shape, index).join(", ")}]`}
            index={index}
            value={tensor.data[index] ?? 0}
            dtype={dtypeOf(tensor)}
            onChange={change}
            onPaste={put}
          />
        ))}
      </div>
      {problem === null ? null : <p className={fields.attrProblem}>{problem}</p>}
    </div>
  )
}

/** What it holds is of the last time the component was drawn. */
function useLatest<T>(value: T): { readonly current: T } {
  const ref = useRef(value)
  useLayoutEffect(() => {
    ref.current = value
  })
  return ref
}

interface PasteProps {
  readonly tensor: Tensor
  readonly plane: Plane
  readonly problem: string | null
  readonly onPaste: (text: string, index: number) => boolean
}

function PasteBox({ tensor, plane, problem, onPaste }: PasteProps) {
  return (
    <div className={values.values}>
      <textarea
        rows={3}
        value=""
        readOnly
        aria-label="Paste numbers here"
        placeholder={`Paste ${plane.rows}×${plane.columns} numbers here: from a spreadsheet, NumPy or CSV`}
        onPaste={(event) => {
          event.preventDefault()
          onPaste(event.clipboardData.getData("text/plain"), plane.offset)
        }}
      />
      <p className={styles.quiet}>{formatShape(tensor.shape)} is too large to type; paste it instead.</p>
      {problem === null ? null : <p className={fields.attrProblem}>{problem}</p>}
    </div>
  )
}

function withCell(tensor: Tensor, index: number, value: number): Tensor {
  const data = tensor.data.slice()
  data[index] = value
  return { shape: tensor.shape, data }
}

function putRows(
  tensor: Tensor,
  plane: Plane,
  index: number,
  rows: readonly (readonly number[])[],
): { tensor: Tensor; left: number } {
  const data = tensor.data.slice()
  const firstRow = Math.floor((index - plane.offset) / plane.columns)
  const firstColumn = (index - plane.offset) % plane.columns
  let left = 0
  rows.forEach((row, r) => {
    row.forEach((value, c) => {
      const inside = firstRow + r < plane.rows && firstColumn + c < plane.columns
      if (inside) data[plane.offset + (firstRow + r) * plane.columns + firstColumn + c] = value
      else left++
    })
  })
  return { tensor: { shape: tensor.shape, data }, left }
}

function cellsOf(plane: Plane): readonly number[] {
  return Array.from({ length: plane.rows * plane.columns }, (_, i) => plane.offset + i)
}
