// The numbers of one tensor, changed cell by cell (typed, dragged, with arrow keys) or pasted as a block. Of a large plane a
// window of cells is shown, where one looks or where its row and column say.

import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react"
import { axisLabel, lettersAt } from "../../../graph/measure/axes/letters.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { endGesture } from "../../../state/document.ts"
import { addressOf } from "../../../tensor/address.ts"
import { dtypeOf, formatShape, type Tensor } from "../../../tensor/tensor.ts"
import quiet from "../../parts/styles/quiet.module.css"
import { leadingAxes, type Plane, planeOf } from "../../tensor/slice.ts"
import fields from "./fields.module.css"
import { pasteNumbers } from "./pasteNumbers.ts"
import { ValueCell } from "./ValueCell.tsx"
import values from "./values.module.css"

interface Props {
  /** Full name: drafts and cells are told apart by it. */
  readonly name: string
  /** The output that its numbers are of, or start, if they are. */
  readonly place?: string
  readonly tensor: Tensor
  /** The cell that is looked at elsewhere, if any. */
  readonly near: readonly number[] | null
  /** `cell` merges the changes of one cell into one undo step; a drag is one step however long it lasts. */
  readonly onWrite: (tensor: Tensor, cell: string, drag: boolean) => void
  /** Takes back what the last visit to a cell changed; false if that is nothing. */
  readonly onRevert: (cell: string) => boolean
}

const MOST_CELLS = 1024
/** Of a plane with more cells. */
const WINDOW = { rows: 8, columns: 3 }

export function ValueEditor({ name, place = "", tensor, near, onWrite, onRevert }: Props) {
  const [problem, setProblem] = useState<string | null>(null)
  const { at, choose } = usePlace(tensor, near)
  const plane = planeOf(tensor.shape, at)
  const large = plane.rows * plane.columns > MOST_CELLS
  const cellName = (index: number): string => `${name}[${addressOf(tensor.shape, index).join(", ")}]`
  const paste = (text: string, index: number): boolean => {
    if (!/[\s,;[]/.test(text.trim()) || /^[-+−]?\d*,\d+$/.test(text.trim())) return false
    const pasted = pasteNumbers(tensor, plane, index, text)
    if ("problem" in pasted) {
      setProblem(`Nothing was pasted: ${pasted.problem}.`)
      return true
    }
    const { left } = pasted
    const words = `${left} ${left === 1 ? "number" : "numbers"} did not fit into ${formatShape(tensor.shape)} and ${left === 1 ? "was" : "were"} left out.`
    setProblem(left > 0 ? words : null)
    // Each paste is a step of its own, whatever visit it falls into.
    endGesture()
    onWrite(pasted.tensor, `${name} paste`, false)
    return true
  }
  const write = (index: number, value: number, drag: boolean): void =>
    onWrite(withCell(tensor, index, value), cellName(index), drag)
  const latest = useLatest({ write, paste, revert: (index: number) => onRevert(cellName(index)) })
  // Cells are many and each is drawn again only when its own number changes: what they call must stay the same.
  const change = useCallback(
    (index: number, value: number, drag: boolean) => latest.current.write(index, value, drag),
    [latest],
  )
  const put = useCallback((text: string, index: number) => latest.current.paste(text, index), [latest])
  const revert = useCallback((index: number) => latest.current.revert(index), [latest])
  const shown = large
    ? windowOf(plane, tensor.shape.length === 1 ? 0 : (at.at(-2) ?? 0), at.at(-1) ?? 0)
    : wholeOf(plane)
  return (
    <div className={values.values}>
      <Axes place={place} tensor={tensor} at={at} large={large} onChoose={choose} />
      <div className={values.valueGrid} style={{ gridTemplateColumns: `repeat(${shown.columns}, minmax(56px, 1fr))` }}>
        {shown.cells.map((index) => (
          <ValueCell
            key={index}
            name={name}
            address={`[${addressOf(tensor.shape, index).join(", ")}]`}
            index={index}
            below={index + plane.columns}
            value={tensor.data[index] ?? 0}
            dtype={dtypeOf(tensor)}
            onChange={change}
            onRevert={revert}
            onPaste={put}
          />
        ))}
      </div>
      {large ? <PasteBox tensor={tensor} plane={plane} onPaste={paste} /> : null}
      {problem === null ? null : (
        <p className={fields.attrProblem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

/** Which plane and window are shown: chosen here, or where one looks; the later of the two. */
function usePlace(tensor: Tensor, near: readonly number[] | null) {
  const [chosen, setChosen] = useState<{ readonly at: readonly number[]; readonly instead: string } | null>(null)
  const looked = near?.join() ?? ""
  const wanted = chosen !== null && chosen.instead === looked ? chosen.at : near
  const at = tensor.shape.map((size, axis) => Math.max(0, Math.min(size - 1, Math.floor(wanted?.[axis] ?? 0))))
  const choose = (axis: number, index: number): void =>
    setChosen({ at: at.map((old, i) => (i === axis ? index : old)), instead: looked })
  return { at, choose }
}

interface AxesProps {
  readonly place: string
  readonly tensor: Tensor
  readonly at: readonly number[]
  /** Whether row and column are chosen, too. */
  readonly large: boolean
  readonly onChoose: (axis: number, index: number) => void
}

function Axes({ place, tensor, at, large, onChoose }: AxesProps) {
  const { shape } = tensor
  const structure = useAnalysis((state) => state.structure)
  const letters = useMemo(() => lettersAt(structure, place), [structure, place])
  const leading = leadingAxes(shape).length
  const axes = [...shape.keys()].filter((axis) => (large || axis < leading) && (shape[axis] ?? 1) > 1)
  if (axes.length === 0) return null
  return (
    <div className={values.axes}>
      {axes.map((axis) => (
        <label key={axis} className={values.axis}>
          {axis < leading ? axisLabel(letters, axis) : axis === shape.length - 1 ? "column" : "row"}
          <input
            type="number"
            min={0}
            max={(shape[axis] ?? 1) - 1}
            value={at[axis] ?? 0}
            onChange={(event) => onChoose(axis, event.target.valueAsNumber || 0)}
          />
        </label>
      ))}
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
  readonly onPaste: (text: string, index: number) => boolean
}

function PasteBox({ tensor, plane, onPaste }: PasteProps) {
  return (
    <>
      <textarea
        rows={2}
        value=""
        readOnly
        aria-label="Paste numbers here"
        placeholder={`Paste ${plane.rows}×${plane.columns} numbers here: from a spreadsheet, NumPy or CSV`}
        onPaste={(event) => {
          event.preventDefault()
          onPaste(event.clipboardData.getData("text/plain"), plane.offset)
        }}
      />
      <p className={quiet.text}>Part of {formatShape(tensor.shape)}; choose a cell above to begin there.</p>
    </>
  )
}

function withCell(tensor: Tensor, index: number, value: number): Tensor {
  const data = tensor.data.slice()
  data[index] = value
  return { shape: tensor.shape, data }
}

interface Shown {
  readonly columns: number
  readonly cells: readonly number[]
}

function wholeOf(plane: Plane): Shown {
  const cells = Array.from({ length: plane.rows * plane.columns }, (_, i) => plane.offset + i)
  return { columns: plane.columns, cells }
}

/** A few rows and columns from a place on, moved back where the plane ends. */
function windowOf(plane: Plane, row: number, column: number): Shown {
  const rows = Math.min(WINDOW.rows, plane.rows)
  const columns = Math.min(WINDOW.columns, plane.columns)
  const [top, left] = [Math.min(row, plane.rows - rows), Math.min(column, plane.columns - columns)]
  const cells = Array.from(
    { length: rows * columns },
    (_, i) => plane.offset + (top + Math.floor(i / columns)) * plane.columns + left + (i % columns),
  )
  return { columns, cells }
}
