// Examples of one's own: pasted as a table or an array, or read from files; pictures get their class from their name.

import { useRef, useState } from "react"
import { withFeeds } from "../../engine/data/feeding.ts"
import { placesOf } from "../../engine/data/places.ts"
import { classNames, fieldLiterals, type ReadData, readDataText, stackExamples } from "../../formats/dataText.ts"
import type { TableChoice, TableProblem } from "../../formats/table/table.ts"
import type { Choice, DataDocument } from "../../graph/document.ts"
import { browserLimits } from "../../graph/limits.ts"
import { setPart } from "../../graph/planned.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { say } from "../../state/messages.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { inputShape, readPixels } from "../picture/loading.ts"
import { fromPixels, type PictureSize, pictureSize } from "../picture/plane.ts"
import { ColumnFields, TableTrouble } from "./ColumnFields.tsx"
import { classOfFile } from "./classOfFile.ts"
import styles from "./settings.module.css"

/** Pictures of no Input yet. */
const USUAL: PictureSize = { samples: 1, channels: 1, rows: 28, columns: 28 }

/** What was handed over last, so that its columns can be read another way. */
interface Given {
  readonly text: string
  readonly choice: TableChoice
  readonly read: ReadData | TableProblem
}

export function DataValues({ data }: { readonly data: DataDocument }) {
  const [text, setText] = useState("")
  const [given, setGiven] = useState<Given | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const take = (read: ReadData | TableProblem, from = "", choice: TableChoice = {}): void => {
    setGiven({ text: from, choice, read })
    if ("problem" in read) return
    setText("")
    use(read)
  }
  const takeText = (from: string, choice: TableChoice = {}): void =>
    take(readDataText(from, placesOf(useAnalysis.getState().analysis), choice), from, choice)
  const takeFiles = async (chosen: readonly File[]): Promise<void> => {
    const read = await readFiles(chosen, data)
    if ("text" in read) takeText(read.text)
    else take(read)
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
      {given === null ? null : <Columns given={given} onChoose={(choice) => takeText(given.text, choice)} />}
      <button type="button" disabled={text.trim() === ""} onClick={() => takeText(text)}>
        Use these examples
      </button>
      <button type="button" onClick={() => files.current?.click()}>
        Table or pictures from files…
      </button>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept=".csv,.tsv,.txt,.json,image/*"
        aria-label="Files with examples"
        onChange={(event) => {
          void takeFiles([...(event.target.files ?? [])])
          event.target.value = ""
        }}
      />
    </fieldset>
  )
}

function Columns({ given, onChoose }: { readonly given: Given; readonly onChoose: (choice: TableChoice) => void }) {
  const { read, choice } = given
  if ("problem" in read) return <TableTrouble trouble={read} choice={choice} onChoose={onChoose} />
  return read.table === undefined ? null : <ColumnFields table={read.table} choice={choice} onChoose={onChoose} />
}

function use({ fields, classes }: ReadData): void {
  const values = fieldLiterals(fields)
  const { analysis } = useAnalysis.getState()
  edit("Use examples of one's own", (d) => {
    if (d.data === undefined) return d
    const source = sourceFor(d.data.source, fields, classes)
    return setPart(d, "data", withFeeds({ ...d.data, source, values }, analysis, true))
  })
  const count = Object.values(fields)[0]?.shape[0] ?? 0
  say(`${count} examples are in the document: ${Object.keys(fields).join(", ")}.`)
}

/** Names of classes that came with the examples; those of before only where they are names of these. */
function sourceFor(source: Choice, { labels }: ReadData["fields"], classes: ReadData["classes"]): Choice {
  const { classes: before, labels: _, ...rest } = source
  if (classes !== null) return { ...rest, classes: classNames(classes) }
  if (labels === undefined || typeof before !== "string") return source
  let most = 0
  for (const index of labels.data) most = Math.max(most, index)
  return most < before.split(",").length ? source : rest
}

async function readFiles(
  files: readonly File[],
  data: DataDocument,
): Promise<ReadData | TableProblem | { readonly text: string }> {
  const [first] = files
  if (first === undefined) return { problem: "No file was chosen." }
  const large = files.find((file) => file.size > browserLimits.fileBytes)
  if (large !== undefined) {
    return { problem: `“${large.name}” has ${large.size} bytes; the limit is ${browserLimits.fileBytes}.` }
  }
  try {
    return first.type.startsWith("image/") ? await readPictures(files, data) : { text: await first.text() }
  } catch {
    return { problem: `“${first.name}” could not be read; choose a table (CSV, JSON) or pictures (PNG, JPEG).` }
  }
}

/** Pictures in the size of the Input that takes them, and their classes if the names tell more than one. */
async function readPictures(
  files: readonly File[],
  { feeds }: DataDocument,
): Promise<ReadData | { readonly problem: string }> {
  const sizes = Object.keys(feeds).map((id) => pictureSize(inputShape(id) ?? []))
  const size = { ...(sizes.find((one) => one !== null) ?? USUAL), samples: 1 }
  const examples: Tensor[] = []
  for (const file of files) {
    const painted = fromPixels(await readPixels(file, size), size)
    examples.push({ shape: [size.channels, size.rows, size.columns], data: Float32Array.from(painted) })
  }
  const images = stackExamples(examples)
  if ("problem" in images) return images
  const names = files.map(({ name }) => classOfFile(name))
  const classes = [...new Set(names)].sort()
  if (classes.length < 2) return { fields: { images }, classes: null }
  const labels: Tensor = { shape: [names.length], data: Float64Array.from(names, (name) => classes.indexOf(name)) }
  return { fields: { images, labels }, classes }
}
