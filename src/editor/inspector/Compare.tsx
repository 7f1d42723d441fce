// "Compare with my array": numbers from elsewhere, pasted or dropped onto a tensor. Wrong cells are lit on the tensor; the
// comparison follows the run until it is closed.

import { type DragEvent, type ReactNode, useMemo, useState } from "react"
import { type Comparison, compareArrays, type WrongCell } from "../../engine/compare/compare.ts"
import type { Place } from "../../engine/compare/subject.ts"
import { type ReadArray, readArrayText } from "../../formats/arrayText.ts"
import { isNpy, readNpy } from "../../formats/npy.ts"
import { writeCount, writeNumber } from "../../formula/number.ts"
import { browserLimits } from "../../graph/limits.ts"
import { Maths } from "../maths/Maths.tsx"
import styles from "./compare.module.css"

interface Props {
  readonly place: Place
  /** Looks at a cell. */
  readonly onCell: (cell: readonly number[]) => void
  /** The tensor, with the wrong cells lit. */
  readonly children: (lit: ReadonlySet<number> | null) => ReactNode
}
interface Given {
  /** The tensor that it was given for. */
  readonly of: string
  readonly read: ReadArray | { readonly problem: string }
}

/** Outlines beyond these say nothing more and take time to draw. */
const MOST_LIT = 2000

export function Compare({ place, onCell, children }: Props) {
  const { analysis, result, name, side } = place
  const of = `${side} ${name}`
  const [opened, setOpened] = useState(false)
  const [kept, keep] = useState<Given | null>(null)
  const given = kept?.of === of ? kept.read : null
  const comparison = useMemo(
    () =>
      given === null || "problem" in given
        ? null
        : compareArrays({ analysis, result, name, side }, given.tensor, given.rounding),
    [given, analysis, result, name, side],
  )
  const lit = useMemo(() => {
    const wrong = comparison?.cells?.wrong
    return wrong === undefined ? null : new Set(wrong.slice(0, MOST_LIT))
  }, [comparison])
  const take = (read: Given["read"]): void => {
    keep({ of, read })
    setOpened(true)
  }
  const takeFile = (file: File): void => {
    readFile(file).then(take, () => take({ problem: `${file.name} could not be read from the disk` }))
  }
  const drop = (event: DragEvent): void => {
    const [file] = event.dataTransfer.files
    if (file === undefined) return
    // The window would open it as a document.
    event.preventDefault()
    event.stopPropagation()
    takeFile(file)
  }
  return (
    <section aria-label="Tensor, compared with arrays that are dropped on it" onDragOver={allow} onDrop={drop}>
      {children(lit)}
      {opened ? (
        <div className={styles.compare}>
          <ArrayBox onText={(text) => take(readArrayText(text))} onFile={takeFile} />
          {given !== null && "problem" in given ? (
            <p className={styles.problem} role="alert">
              Nothing was compared: {given.problem}.
            </p>
          ) : null}
          {comparison === null ? null : <Verdict comparison={comparison} onCell={onCell} />}
          <button
            type="button"
            className={styles.link}
            onClick={() => {
              keep(null)
              setOpened(false)
            }}
          >
            Close comparison
          </button>
        </div>
      ) : (
        <button type="button" className={styles.link} onClick={() => setOpened(true)}>
          Compare with my array…
        </button>
      )}
    </section>
  )
}

function allow(event: DragEvent): void {
  if (!event.dataTransfer.types.includes("Files")) return
  event.preventDefault()
  event.stopPropagation()
}

async function readFile(file: File): Promise<Given["read"]> {
  if (file.size > browserLimits.fileBytes) {
    return { problem: `${file.name} has ${file.size} bytes; at most ${browserLimits.fileBytes} are read` }
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!isNpy(bytes) && !/\.npy$/i.test(file.name)) return readArrayText(new TextDecoder().decode(bytes))
  const read = readNpy(bytes)
  return "problem" in read ? read : { tensor: read, rounding: { absolute: 0, relative: 0 } }
}

interface BoxProps {
  readonly onText: (text: string) => void
  readonly onFile: (file: File) => void
}

function ArrayBox({ onText, onFile }: BoxProps) {
  const [text, setText] = useState("")
  return (
    <>
      <textarea
        rows={3}
        value={text}
        aria-label="My array"
        placeholder="Paste numbers: NumPy, PyTorch, MATLAB, JSON, CSV or a table. Or drop a .npy or .csv file here."
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          // A paste into an empty box is the whole array.
          if (text.trim() === "") onText(event.clipboardData.getData("text/plain"))
        }}
      />
      <div className={styles.actions}>
        <button type="button" disabled={text.trim() === ""} onClick={() => onText(text)}>
          Compare
        </button>
        <label>
          Choose a file…
          <input
            type="file"
            accept=".npy,.csv,.txt,.json,.tsv"
            onChange={(event) => {
              const [file] = event.target.files ?? []
              if (file !== undefined) onFile(file)
              event.target.value = ""
            }}
          />
        </label>
      </div>
    </>
  )
}

interface VerdictProps {
  readonly comparison: Comparison
  readonly onCell: (cell: readonly number[]) => void
}

function Verdict({ comparison, onCell }: VerdictProps) {
  const { cells, shapes, tolerance, causes } = comparison
  return (
    <div className={styles.verdict} aria-live="polite">
      {shapes === null ? null : <p>{shapes}</p>}
      {cells === null ? null : (
        <p>
          <strong>{verdictWords(cells)}</strong>{" "}
          <span className={styles.quiet}>
            Within {writeNumber(tolerance.absolute, 2)} + {writeNumber(tolerance.relative, 2)} × the larger number.
          </span>
        </p>
      )}
      {cells === null || cells.first === null || cells.worst === null ? null : (
        <table className={styles.cells}>
          <thead>
            <tr>
              <th scope="col">Wrong cell</th>
              <th scope="col">here</th>
              <th scope="col">yours</th>
              <th scope="col">difference</th>
            </tr>
          </thead>
          <tbody>
            <CellRow word="First" cell={cells.first} onCell={onCell} />
            <CellRow word="Worst" cell={cells.worst} onCell={onCell} />
          </tbody>
        </table>
      )}
      {causes.length === 0 ? null : (
        <ul className={styles.causes} aria-label="Likely causes">
          {causes.map(({ words, tex }) => (
            <li key={`${words} ${tex}`}>
              {words} {tex === null ? null : <Maths tex={tex} display own />}
            </li>
          ))}
        </ul>
      )}
      {causes.length === 0 && (cells === null || cells.wrong.length > 0) ? (
        <p className={styles.quiet}>None of the usual causes gives exactly your numbers.</p>
      ) : null}
    </div>
  )
}

function verdictWords({ of, wrong }: NonNullable<Comparison["cells"]>): string {
  if (wrong.length === 0) return of === 1 ? "The number agrees." : `All ${writeCount(of)} cells agree.`
  return `${writeCount(wrong.length)} of ${writeCount(of)} ${of === 1 ? "cell" : "cells"} ${wrong.length === 1 ? "is" : "are"} wrong.`
}

interface RowProps {
  readonly word: string
  readonly cell: WrongCell
  readonly onCell: (cell: readonly number[]) => void
}

function CellRow({ word, cell, onCell }: RowProps) {
  const { address, ours, theirs, difference } = cell
  return (
    <tr>
      <th scope="row">
        <button type="button" className={styles.link} onClick={() => onCell(address)}>
          {word} [{address.join(", ")}]
        </button>
      </th>
      <td>{writeNumber(ours, 4)}</td>
      <td>{writeNumber(theirs, 4)}</td>
      <td>{writeNumber(difference, 3)}</td>
    </tr>
  )
}
