// Examples of one's own: pasted as a table or an array, or read from files; pictures get their class from their name.

import { useRef, useState } from "react"
import { fieldLiterals, type ReadData, readDataText, stackExamples } from "../../formats/dataText.ts"
import type { DataDocument } from "../../graph/document.ts"
import { browserLimits } from "../../graph/limits.ts"
import { setPart } from "../../graph/planned.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { say } from "../../state/messages.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { inputShape, readPixels } from "../picture/loading.ts"
import { fromPixels, type PictureSize, pictureSize } from "../picture/plane.ts"
import { classOfFile } from "./classOfFile.ts"
import { withFeeds } from "./feeds.ts"
import styles from "./settings.module.css"

/** Pictures of no Input yet. */
const USUAL: PictureSize = { samples: 1, channels: 1, rows: 28, columns: 28 }

export function DataValues({ data }: { readonly data: DataDocument }) {
  const [text, setText] = useState("")
  const [problem, setProblem] = useState<string | null>(null)
  const files = useRef<HTMLInputElement>(null)
  const take = (read: ReadData | { readonly problem: string }): void => {
    if ("problem" in read) {
      setProblem(read.problem)
      return
    }
    setProblem(null)
    setText("")
    use(read)
  }
  return (
    <fieldset
      aria-label="Examples of your own"
      className={styles.paste}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        void readFiles([...event.dataTransfer.files], data).then(take)
      }}
    >
      <textarea
        aria-label="Examples: one a line"
        placeholder={"x1,x2,label\n0.2,1.5,cat\n…"}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {problem === null ? null : (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <button type="button" disabled={text.trim() === ""} onClick={() => take(readDataText(text))}>
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
          void readFiles([...(event.target.files ?? [])], data).then(take)
          event.target.value = ""
        }}
      />
    </fieldset>
  )
}

function use({ fields, classes }: ReadData): void {
  const values = fieldLiterals(fields)
  const { analysis } = useAnalysis.getState()
  edit("Use examples of one's own", (d) => {
    if (d.data === undefined) return d
    const source = classes === null ? d.data.source : { ...d.data.source, classes: classes.join(", ") }
    return setPart(d, "data", withFeeds({ ...d.data, source, values }, analysis))
  })
  const count = Object.values(fields)[0]?.shape[0] ?? 0
  say(`${count} examples are in the document: ${Object.keys(fields).join(", ")}.`)
}

async function readFiles(files: readonly File[], data: DataDocument): Promise<ReadData | { readonly problem: string }> {
  const [first] = files
  if (first === undefined) return { problem: "No file was chosen." }
  const large = files.find((file) => file.size > browserLimits.fileBytes)
  if (large !== undefined) {
    return { problem: `“${large.name}” has ${large.size} bytes; the limit is ${browserLimits.fileBytes}.` }
  }
  try {
    return first.type.startsWith("image/") ? await readPictures(files, data) : readDataText(await first.text())
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
