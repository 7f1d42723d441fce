// Files with examples as the page reads them: told apart by their bytes, pictures decoded by the browser.

import { fieldName, type NamedArray } from "../../../../formats/arrays/arrayFields.ts"
import { type ReadData, stackExamples } from "../../../../formats/dataText.ts"
import type { FileContent, FileKind } from "../../../../formats/files/fileKind.ts"
import { readFile } from "../../../../formats/files/recognise.ts"
import type { DataDocument } from "../../../../graph/document.ts"
import { DATA_FILE_BYTES } from "../../../../graph/limits.ts"
import { count } from "../../../../graph/problem.ts"
import type { Tensor } from "../../../../tensor/tensor.ts"
import { inputShape, readPixels } from "../../../picture/loading.ts"
import { fromPixels, type PictureSize, pictureSize } from "../../../picture/plane.ts"
import { classOfFile } from "./classOfFile.ts"

/** What was handed over, before it is made into fields. */
export type DataSourceGiven =
  | { readonly from: "text"; readonly text: string }
  | { readonly from: "arrays"; readonly arrays: readonly NamedArray[] }
  | { readonly from: "pictures"; readonly read: ReadData }

type Trouble = { readonly problem: string }
type Opened = { readonly file: File; readonly content: FileContent & { readonly kind: FileKind } }

/** What files hold together: one table, or arrays, or pictures. */
export async function openDataFiles(files: readonly File[], data: DataDocument): Promise<DataSourceGiven | Trouble> {
  const opened: Opened[] = []
  for (const file of files) {
    const one = await openOne(file)
    if ("problem" in one) return one
    opened.push(one)
  }
  const [first] = opened
  if (first === undefined) return { problem: "No file was chosen." }
  const odd = opened.find(({ content }) => content.holds !== first.content.holds)
  if (odd !== undefined) {
    return {
      problem: `“${first.file.name}” is ${first.content.kind.title}, “${odd.file.name}” is ${odd.content.kind.title}; give files of one sort together.`,
    }
  }
  const { content, file } = first
  if (content.holds === "picture") return readPictures(files, data)
  if (content.holds === "arrays") return { from: "arrays", arrays: opened.flatMap(arraysIn) }
  if (content.holds !== "text") {
    return {
      problem: `“${file.name}” is ${content.kind.title}, which holds no examples; open it from the document menu.`,
    }
  }
  return opened.length === 1
    ? { from: "text", text: content.text }
    : { problem: "Several tables were given; a table holds all fields, so give one." }
}

async function openOne(file: File): Promise<Opened | Trouble> {
  if (file.size > DATA_FILE_BYTES) {
    return { problem: `“${file.name}” has ${count(file.size)} bytes; the limit is ${count(DATA_FILE_BYTES)}.` }
  }
  try {
    const content = readFile(new Uint8Array(await file.arrayBuffer()))
    return "problem" in content
      ? { problem: `“${file.name}” holds no examples: ${content.problem}.` }
      : { file, content }
  } catch {
    return { problem: `“${file.name}” could not be read: it is a folder, or it is gone.` }
  }
}

function arraysIn({ file, content }: Opened): readonly NamedArray[] {
  if (content.holds !== "arrays") return []
  return content.arrays.map((array) => ({ ...array, file: file.name, field: fieldName(file.name, array.name) }))
}

/** Pictures of no Input yet. */
const USUAL: PictureSize = { samples: 1, channels: 1, rows: 28, columns: 28 }

/** Pictures in the size of the Input that takes them, and their classes if the names tell more than one. */
async function readPictures(files: readonly File[], { feeds }: DataDocument): Promise<DataSourceGiven | Trouble> {
  const sizes = Object.keys(feeds).map((id) => pictureSize(inputShape(id) ?? []))
  const size = { ...(sizes.find((one) => one !== null) ?? USUAL), samples: 1 }
  const examples: Tensor[] = []
  for (const file of files) {
    try {
      const painted = fromPixels(await readPixels(file, size), size)
      examples.push({ shape: [size.channels, size.rows, size.columns], data: Float32Array.from(painted) })
    } catch {
      return {
        problem: `“${file.name}” could not be read as a picture; choose PNG, JPEG or what else this browser shows.`,
      }
    }
  }
  const images = stackExamples(examples)
  if ("problem" in images) return images
  const names = files.map(({ name }) => classOfFile(name))
  const classes = [...new Set(names)].sort()
  if (classes.length < 2) return { from: "pictures", read: { fields: { images }, classes: null } }
  const labels: Tensor = { shape: [names.length], data: Float64Array.from(names, (name) => classes.indexOf(name)) }
  return { from: "pictures", read: { fields: { images, labels }, classes } }
}
