// Examples of one's own: pasted as a table or an array, or read from files; pictures get their class from their name.

import { useRef, useState } from "react"
import type { DataDocument } from "../../../../graph/document.ts"
import { say } from "../../../../state/messages.ts"
import { Button } from "../../../parts/Button.tsx"
import { openDataFiles } from "../examples/dataFiles.ts"
import { type DataChoice, type Given, takeExamples } from "../examples/useExamples.ts"
import styles from "../styles/settings.module.css"
import { ArrayFields, ColumnFields, DataTroubles } from "./ColumnFields.tsx"

/** Files that take longer to read are announced. */
const LARGE = 4 * 2 ** 20

export function DataValues({ data }: { readonly data: DataDocument }) {
  const [text, setText] = useState("")
  const [given, setGiven] = useState<Given | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const take = (next: Given): void => {
    setGiven(next)
    if (!("problem" in next.read)) setText("")
  }
  const takeFiles = async (chosen: readonly File[]): Promise<void> => {
    if (chosen.some(({ size }) => size > LARGE)) say("Reading the files…")
    const source = await openDataFiles(chosen, data)
    take("problem" in source ? { source: null, choice: {}, read: source } : takeExamples(source))
  }
  return (
    <fieldset
      aria-label="Examples of your own"
      className={styles.paste}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        void takeFiles([...event.dataTransfer.files])
      }}
    >
      <textarea
        aria-label="Examples: one a line"
        placeholder={"x1,x2,label\n0.2,1.5,cat\n…"}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {given === null ? null : <Made given={given} onTake={take} />}
      <Button size="small" disabled={text.trim() === ""} onClick={() => take(takeExamples({ from: "text", text }))}>
        Use these examples
      </Button>
      <Button size="small" onClick={() => files.current?.click()}>
        Table, arrays or pictures from files…
      </Button>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept=".csv,.tsv,.txt,.json,.npy,.npz,.gz,.safetensors,image/*,*"
        aria-label="Files with examples"
        onChange={(event) => {
          void takeFiles([...(event.target.files ?? [])])
          event.target.value = ""
        }}
      />
    </fieldset>
  )
}

/** What was made of what was given, and what else could be. */
function Made({ given, onTake }: { readonly given: Given; readonly onTake: (next: Given) => void }) {
  const { source, choice, read } = given
  const choose = (next: DataChoice): void => {
    if (source !== null) onTake(takeExamples(source, next))
  }
  if ("problem" in read) return <DataTroubles trouble={read} choice={choice} onChoose={choose} />
  if (read.table !== undefined) return <ColumnFields table={read.table} choice={choice} onChoose={choose} />
  return read.arrays === undefined ? null : <ArrayFields arrays={read.arrays} choice={choice} onChoose={choose} />
}
