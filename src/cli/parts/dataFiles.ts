// `--data [FIELD=]FILE`: the examples of a training from files beside its document: tables, .npy, .npz, IDX, safetensors.

import { withFeeds } from "../../engine/data/feeding.ts"
import { dataPlaces } from "../../engine/data/places.ts"
import { fieldName, type NamedArray } from "../../formats/arrays/arrayFields.ts"
import { classNames, fieldLiterals, type ReadData, readDataArrays, readDataText } from "../../formats/dataText.ts"
import { readFile } from "../../formats/files/recognise.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { DATA_FILE_BYTES, MAX_DATA_ELEMENTS } from "../../graph/limits.ts"
import { ops } from "../../ops/registry.ts"
import { type Call, countOption, listOption, UsageError } from "./command.ts"
import { plain } from "./output.ts"

interface Given {
  /** What the call calls it; null where the file's name decides. */
  readonly field: string | null
  readonly file: string
}

/** The document with the examples of `--data` in place of its own; the same where there is none. Throws UsageError. */
export async function withDataFiles(call: Call, document: GradwireDocument): Promise<GradwireDocument> {
  const given = listOption(call, "data").map(readGiven)
  if (given.length === 0) return document
  const analysis = analyze(document, ops, "train")
  const read = await readAll(call, given, dataPlaces(analysis))
  for (const note of read.table?.notes ?? read.arrays?.notes ?? []) await call.io.err(`--data: ${plain(note)}\n`)
  const own = document.data?.source.kind === "values" ? document.data.source : { kind: "values" }
  const { classes: _, ...rest } = own
  const source = read.classes === null ? own : { ...rest, kind: own.kind, classes: classNames(read.classes) }
  const { feeds = {}, validation } = document.data ?? {}
  const data = {
    source,
    feeds,
    values: fieldLiterals(read.fields),
    ...(validation === undefined ? {} : { validation }),
  }
  return { ...document, data: withFeeds(data, analysis, true) }
}

/** `images=train.npy`, or a file alone. */
function readGiven(text: string): Given {
  const at = text.indexOf("=")
  const [field, file] = at < 0 ? [null, text] : [text.slice(0, at), text.slice(at + 1)]
  if (file === "" || field === "") throw new UsageError(`--data is FIELD=FILE or FILE, not "${text}".`)
  return { field, file }
}

async function readAll(call: Call, given: readonly Given[], places: ReturnType<typeof dataPlaces>): Promise<ReadData> {
  const arrays: NamedArray[] = []
  for (const { field, file } of given) {
    const content = readFile(await call.io.read(file, DATA_FILE_BYTES))
    if ("problem" in content) throw new UsageError(`"${file}" holds no examples: ${content.problem}.`)
    if (content.holds === "text") {
      if (given.length > 1) throw new UsageError(`"${file}" is a table: it holds all fields, so it is given alone.`)
      return textOf(file, field, content.text, places)
    }
    if (content.holds !== "arrays") throw new UsageError(`"${file}" holds no examples: it is ${content.kind.title}.`)
    const several = content.arrays.length > 1
    for (const array of content.arrays) {
      const name = field === null ? fieldName(file, array.name) : several ? `${field}.${array.name}` : field
      arrays.push({ ...array, file, field: name })
    }
  }
  const examples = countOption(call, "examples", 1)
  const choice = { scale: call.options.raw !== true, ...(examples === undefined ? {} : { examples }) }
  const read = readDataArrays(arrays, places, MAX_DATA_ELEMENTS, choice)
  if (!("problem" in read)) return read
  const next = read.examples === undefined ? "" : ` Give --examples ${read.examples}.`
  throw new UsageError(`--data: ${read.problem}${next}`)
}

function textOf(file: string, field: string | null, text: string, places: ReturnType<typeof dataPlaces>): ReadData {
  const read = readDataText(text, places)
  if ("problem" in read) throw new UsageError(`"${file}": ${read.problem}`)
  const [only, ...others] = Object.keys(read.fields).filter((name) => name !== "labels")
  const tensor = only === undefined ? undefined : read.fields[only]
  if (field === null || only === undefined || tensor === undefined) return read
  if (others.length > 0) throw new UsageError(`"${file}" is a table of several fields; give it as --data ${file}.`)
  const { [only]: _, ...rest } = read.fields
  return { ...read, fields: { [field]: tensor, ...rest } }
}
