// The open document in a format of others: made to be looked at, then saved, copied, or packed with its fellows. The page
// runs what a format asks of the engine here.

import { numbersSource } from "../../../engine/train/answers/numbersSource.ts"
import { joined } from "../../../formats/bytes.ts"
import type { Exported, ExportedFile, ExportFormat, ExportSource } from "../../../formats/exports/exportFormat.ts"
import { writeZip } from "../../../formats/files/writeZip.ts"
import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import type { DimsOrder } from "../../../graph/measure/notation.ts"
import { ops } from "../../../ops/registry.ts"
import { writeClipboard } from "../../edit/clipboard/clipboard.ts"
import { download } from "../saving/download.ts"
import { fileName } from "../saving/savingFile.ts"

/** What came of it, as a sentence. */
export type Outcome = { readonly done: string } | { readonly problem: string }

/** What a pass may take that the page itself makes, between two pictures. */
const PAGE_BYTES = 2 ** 24

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
    ...numbersSource(analysis, format.dtype, { memoryLimit: PAGE_BYTES }),
  }
  return format.write(source, on)
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
