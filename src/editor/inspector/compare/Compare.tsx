// "Compare with my array": numbers from elsewhere, pasted or dropped onto a tensor. Wrong cells are lit on the tensor; the
// comparison follows the run until it is closed.

import { type DragEvent, type ReactNode, useMemo, useRef, useState } from "react"
import type { Cells } from "../../../engine/compare/compare.ts"
import { Button } from "../../parts/Button.tsx"
import button from "../../parts/styles/button.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { useAnswer } from "../../parts/useAnswer.ts"
import { type GivenArray, LONG_TEXT, readFile, readText } from "./arrayFile.ts"
import styles from "./compare.module.css"
import { type Place, useComparison } from "./comparing.ts"
import { Verdict } from "./Verdict.tsx"

interface Props {
  readonly place: Place
  /** How many numbers the tensor has. */
  readonly cells: number
  /** Looks at a cell. */
  readonly onCell: (cell: readonly number[]) => void
  /** The tensor, with the wrong cells lit. */
  readonly children: (lit: ReadonlySet<number> | null) => ReactNode
}
interface Given {
  /** The tensor that it was given for. */
  readonly of: string
  /** Null while it is read. */
  readonly read: GivenArray | null
}

/** Outlines beyond these say nothing more and take time to draw. */
const MOST_LIT = 2000

export function Compare({ place, cells: size, onCell, children }: Props) {
  const [opened, setOpened] = useState(false)
  const { read, reading, take, forget } = useGivenArray(`${place.side} ${place.name}`)
  const comparing = useComparison(place, read !== null && !("problem" in read) ? read : null)
  const cells = comparing?.comparison.cells ?? null
  const lit = useMemo(() => (cells === null ? null : litCells(cells)), [cells])
  const open = (given: Promise<GivenArray>): void => {
    take(given)
    setOpened(true)
  }
  const box = useRef<HTMLDivElement>(null)
  useAnswer("compare", `${place.side} ${place.name}`, () => {
    setOpened(true)
    requestAnimationFrame(() => box.current?.querySelector("textarea")?.focus())
  })
  const close = (): void => {
    forget()
    setOpened(false)
  }
  return (
    <DropTarget onFile={(file) => open(readFile(file, size))}>
      {children(lit)}
      {opened ? (
        <div ref={box} className={styles.compare}>
          <ArrayBox onText={(text) => open(readText(text, size))} onFile={(file) => open(readFile(file, size))} />
          {reading ? <p className={quiet.text}>Reading the numbers…</p> : null}
          {read !== null && "problem" in read ? (
            <p className={styles.problem} role="alert">
              Nothing was compared: {read.problem}.
            </p>
          ) : null}
          {comparing === null ? null : <Verdict {...comparing} onCell={onCell} />}
          <Button look="text" onClick={close}>
            Close comparison
          </Button>
        </div>
      ) : (
        <Button look="text" onClick={() => setOpened(true)}>
          Compare with my array…
        </Button>
      )}
    </DropTarget>
  )
}

/** The array given for the tensor `of`; another tensor has none. */
function useGivenArray(of: string) {
  const [kept, keep] = useState<Given | null>(null)
  const latest = useRef(0)
  const given = kept?.of === of ? kept : null
  const take = (reading: Promise<GivenArray>): void => {
    latest.current += 1
    const mine = latest.current
    keep({ of, read: null })
    // One that was given later has taken its place.
    reading.then((read) => mine === latest.current && keep({ of, read }))
  }
  const forget = (): void => {
    latest.current += 1
    keep(null)
  }
  return { read: given?.read ?? null, reading: given !== null && given.read === null, take, forget }
}

interface DropProps {
  readonly onFile: (file: File) => void
  readonly children: ReactNode
}

/** Takes files that are dropped on it, which the window would open as documents. */
function DropTarget({ onFile, children }: DropProps) {
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onFile(file)
  }
  return (
    <section
      aria-label="Tensor, compared with arrays that are dropped on it"
      className={styles.target}
      data-over={over}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("Files")) return
        event.preventDefault()
        event.stopPropagation()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false)
      }}
      onDrop={drop}
    >
      {children}
    </section>
  )
}

/** The wrong ones; where all are wrong, the first and the worst, since a frame round every cell says nothing. */
function litCells({ of, wrong, first, worst }: Cells): ReadonlySet<number> {
  if (wrong.length < of || first === null || worst === null) return new Set(wrong.slice(0, MOST_LIT))
  return new Set([first.index, worst.index])
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
        placeholder="Paste numbers: NumPy, PyTorch, MATLAB, JSON, CSV or a table. Or drop a .npy, .csv or other file of one array here."
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text/plain")
          // A paste into an empty box is the whole array; a field with a million numbers in it would be slow to draw.
          if (text.trim() === "") onText(pasted)
          if (pasted.length > LONG_TEXT) event.preventDefault()
        }}
      />
      <div className={styles.actions}>
        <Button look="firm" disabled={text.trim() === ""} onClick={() => onText(text)}>
          Compare
        </Button>
        <label className={button.button} data-look="firm">
          Choose a file…
          <input
            type="file"
            accept=".npy,.npz,.gz,.safetensors,.csv,.txt,.json,.tsv"
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
