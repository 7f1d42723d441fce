// The numbers of one tensor, changed cell by cell or pasted from a spreadsheet. A text that is no number stays in its
// cell, marked, and the tensor keeps what it had.

import { useState } from "react"
import { writeFull } from "../../formula/number.ts"
import { keepDraft, useDrafts } from "../../state/drafts.ts"
import { dtypeOf, formatShape, type Tensor } from "../../tensor/tensor.ts"
import { addressOf, axisNames, leadingAxes, type Plane, planeOf } from "../tensor/slice.ts"
import styles from "./inspector.module.css"
import { readPasted } from "./pasteNumbers.ts"

interface Props {
  /** Full name: drafts and cells are told apart by it. */
  readonly name: string
  readonly tensor: Tensor
  /** `cell` merges the changes of one cell into one undo step. */
  readonly onWrite: (tensor: Tensor, cell: string) => void
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
    onWrite(fitted.tensor, `${name} paste`)
    return true
  }
  if (plane.rows * plane.columns > MOST_CELLS) {
    return <PasteBox tensor={tensor} plane={plane} problem={problem} onPaste={paste} />
  }
  return (
    <div className={styles.values}>
      {axes.some((size) => size > 1)
        ? axes.map((size, axis) => (
            <label key={names[axis]} className={styles.axis}>
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
      <div className={styles.valueGrid} style={{ gridTemplateColumns: `repeat(${plane.columns}, minmax(56px, 1fr))` }}>
        {cellsOf(plane).map((index) => (
          <ValueCell key={index} name={name} tensor={tensor} index={index} onWrite={onWrite} onPaste={paste} />
        ))}
      </div>
      {problem === null ? null : <p className={styles.attrProblem}>{problem}</p>}
    </div>
  )
}

interface CellProps extends Props {
  readonly index: number
  readonly onPaste: (text: string, index: number) => boolean
}

function ValueCell({ name, tensor, index, onWrite, onPaste }: CellProps) {
  const address = `[${addressOf(tensor.shape, index).join(", ")}]`
  const field = `${name}${address}`
  const draft = useDrafts((state) => state.drafts.get(field))
  const value = tensor.data[index] ?? 0
  const type = (text: string) => {
    keepDraft(field, text)
    const typed = readCell(text)
    if (typed !== null) onWrite(withCell(tensor, index, typed), field)
  }
  const wrong = draft !== undefined && readCell(draft) === null
  return (
    <input
      type="text"
      inputMode="decimal"
      autoComplete="off"
      aria-label={`${name} ${address}`}
      aria-invalid={wrong}
      title={wrong ? `"${draft}" is not a finite number; ${writeFull(value, dtypeOf(tensor))} stays` : address}
      value={draft ?? writeFull(value, dtypeOf(tensor))}
      onFocus={(event) => event.target.select()}
      onChange={(event) => type(event.target.value)}
      onBlur={() => (wrong ? undefined : keepDraft(field, null))}
      onPaste={(event) => {
        if (onPaste(event.clipboardData.getData("text/plain"), index)) event.preventDefault()
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return
        event.preventDefault()
        const by = (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 1 : 0.1)
        type(String(Number((value + by).toPrecision(7))))
      }}
    />
  )
}

interface PasteProps {
  readonly tensor: Tensor
  readonly plane: Plane
  readonly problem: string | null
  readonly onPaste: (text: string, index: number) => boolean
}

function PasteBox({ tensor, plane, problem, onPaste }: PasteProps) {
  return (
    <div className={styles.values}>
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
      {problem === null ? null : <p className={styles.attrProblem}>{problem}</p>}
    </div>
  )
}

function readCell(text: string): number | null {
  const value = Number(text.trim().replaceAll("−", "-"))
  return text.trim() === "" || !Number.isFinite(value) ? null : value
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
