// The open document in a format of others: made to be looked at, then saved, copied, or packed with its fellows. The page
// runs what a format asks of the engine here.

import { isDataProblem, planData } from "../../../engine/data/make.ts"
import { numbersSource } from "../../../engine/train/answers/numbersSource.ts"
import { joined } from "../../../formats/bytes.ts"
import type { Exported, ExportedFile, ExportFormat, ExportSource } from "../../../formats/exports/exportFormat.ts"
import { writeZip } from "../../../formats/files/writeZip.ts"
import { weightPlaces } from "../../../formats/weights/weightPlaces.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { costs } from "../../../graph/measure/costs.ts"
import type { DimsOrder } from "../../../graph/measure/notation.ts"
import type { NumbersSource } from "../../../graph/values/recorded.ts"
import { ops } from "../../../ops/registry.ts"
import { sizeOf } from "../../../tensor/tensor.ts"
import { writeClipboard } from "../../edit/clipboard/clipboard.ts"
import { download } from "../saving/download.ts"
import { fileName } from "../saving/savingFile.ts"

/** What came of it, as a sentence. */
export type Outcome = { readonly done: string } | { readonly problem: string }

/** What a pass may take that the page itself makes, between two pictures. */
const PAGE_BYTES = 2 ** 24
/** Multiply-accumulates of such a pass: some tenths of a second, and as much again for the way back. */
const PAGE_MACS = 5e7
/** Numbers that are drawn and written for a look at the files. */
const PAGE_NUMBERS = 2 ** 20

/** The document as a format writes it. */
export async function exported(
  document: GradwireDocument,
  format: ExportFormat,
  on: ReadonlySet<string>,
  order: DimsOrder,
): Promise<Exported> {
  const analysis = analyze(document, ops, format.mode)
  const source: ExportSource = {
    analysis,
    dtype: format.dtype,
    order,
    name: fileName(document.title ?? ""),
    ...numbersWithin(analysis, format),
  }
  return format.write(source, on)
}

/** The numbers that the page can work out without standing still. */
function numbersWithin(analysis: Analysis, { dtype, shelf }: ExportFormat): NumbersSource {
  const numbers = numbersSource(analysis, dtype, { memoryLimit: PAGE_BYTES })
  const { data, training } = analysis.document
  const planned = data === undefined ? null : planData(data)
  const all = planned === null || isDataProblem(planned) ? undefined : planned.plan.count
  const learning = training?.batch_size ?? all
  return {
    ...numbers,
    start: () => (shelf === "code" && numbersIn(analysis) > PAGE_NUMBERS ? TOO_MANY : numbers.start()),
    run: () => (macsOf(analysis) > PAGE_MACS ? null : numbers.run()),
    train: (steps) => (macsOf(analysis, learning) > PAGE_MACS ? TOO_MUCH : numbers.train(steps)),
    course: () => (macsOf(analysis, learning) > PAGE_MACS ? TOO_MUCH : numbers.course()),
  }
}

const TOO_MANY: ReturnType<NumbersSource["start"]> = {
  params: new Map(),
  buffers: new Map(),
  problems: [
    {
      code: "GW-E210",
      severity: "error",
      sentence:
        "The network has too many params for their numbers to be written in the page: model.py stands alone; in a terminal, gradwire convert writes all files.",
    },
  ],
}

/** Learned numbers and running statistics. */
function numbersIn(analysis: Analysis): number {
  return weightPlaces(analysis).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

const TOO_MUCH = {
  problem: "A step of it takes too long to be worked out in the page; in a terminal, gradwire convert writes it.",
}

function macsOf(analysis: Analysis, batch?: number): number {
  const all = costs(analysis, { dtype: "float32", ...(batch === undefined ? {} : { batch }) })
  return [...all.values()].reduce((sum, { macs }) => sum + macs, 0)
}

/** Hands files to the browser: one as it is, several as a zip of that name. */
export function saveExported(files: readonly ExportedFile[], name: string): Outcome {
  const [first, ...others] = files
  if (first === undefined) return { problem: "There is nothing to save." }
  if (others.length === 0) {
    const bytes = bytesOf(first)
    if ("problem" in bytes) return bytes
    download(first.path, new Blob(bytes.pieces), typeof first.content === "string" ? "text/plain" : BINARY)
    return { done: `Saved “${first.path}”.` }
  }
  const packed: { path: string; bytes: Uint8Array }[] = []
  for (const file of files) {
    const bytes = bytesOf(file)
    if ("problem" in bytes) return bytes
    packed.push({ path: `${name}/${file.path}`, bytes: joined(bytes.pieces) })
  }
  download(`${name}.zip`, new Blob([writeZip(packed, true).slice()]), BINARY)
  return { done: `Saved “${name}.zip” with ${files.length} files.` }
}

const BINARY = "application/octet-stream"

function bytesOf({
  content,
}: ExportedFile): { readonly pieces: Uint8Array<ArrayBuffer>[] } | { readonly problem: string } {
  if (typeof content === "string") return { pieces: [new TextEncoder().encode(content)] }
  const made = content()
  return "problem" in made ? made : { pieces: Array.from(made, (piece) => new Uint8Array(piece)) }
}

/** Puts a text on the clipboard. */
export async function copyExported(text: string, what: string): Promise<Outcome> {
  if (await writeClipboard(text)) return { done: `Copied ${what}.` }
  return { problem: "The browser refused to copy. Save it as a file instead." }
}
