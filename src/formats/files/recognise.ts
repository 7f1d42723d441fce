// The one list of formats: files are told apart by their bytes, never by their names. The list is the folder kinds/. This
// folder says what bytes are and unpacks them; it opens nothing.

import { DATA_FILE_BYTES } from "../../graph/limits.ts"
import { count } from "../../graph/problem.ts"
import { otherKind } from "../../graph/text/decode.ts"
import { byKind } from "../../ops/byKind.ts"
import type { FileContent, FileKind, FileProblem, FileStart } from "./fileKind.ts"

const kinds: ReadonlyMap<string, FileKind> = byKind(
  import.meta.glob<Record<string, FileKind>>("./kinds/*.ts", { eager: true }),
)
const order = [...kinds.values()].sort((a, b) => (a.among ?? 0) - (b.among ?? 0))

/** Bytes that tell a format. */
const START = 4096

/** What a file is; null for what is no format of the list. */
export function recognise(bytes: Uint8Array): FileKind | null {
  const head = bytes.subarray(0, START)
  const start: FileStart = { bytes, latin: latinOf(head), isText: isText(head) }
  return order.find((kind) => kind.recognise(start)) ?? null
}

/** What a file holds, packed ones unpacked; or what is wrong with it, in a sentence without its full stop. */
export function readFile(bytes: Uint8Array): (FileContent & { readonly kind: FileKind }) | FileProblem {
  if (bytes.length > DATA_FILE_BYTES) {
    return { problem: `it has ${count(bytes.length)} bytes; at most ${count(DATA_FILE_BYTES)} are read` }
  }
  if (bytes.length === 0) return { problem: "it is empty" }
  const kind = recognise(bytes)
  if (kind === null) return { problem: unknownWords(bytes) }
  const content = kind.read(bytes)
  if ("problem" in content) return content
  if (content.holds !== "file") return { ...content, kind }
  const inner = recognise(content.bytes)
  if (inner === null) return { problem: `${kind.title} around something else: ${unknownWords(content.bytes)}` }
  const unpacked = inner.read(content.bytes)
  if ("problem" in unpacked) return unpacked
  if (unpacked.holds === "file") return { problem: `it is packed twice, as ${kind.title} in another; unpack it first` }
  return { ...unpacked, kind: inner }
}

function unknownWords(bytes: Uint8Array): string {
  const other = otherKind(bytes)
  if (other !== null) return `it looks like ${other[0]}${other[1] ?? ""}; ${READ}`
  if (isText(bytes.subarray(0, START))) return `it is text without a number in it; ${READ}`
  const first = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ")
  return `its format is not known: it begins with the bytes ${first}; ${READ}`
}

const READ = "arrays are read from .npy, .npz, IDX and safetensors files, also in .gz, and tables from CSV and TSV"

function latinOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

/** Text has no zero bytes, unless it is UTF-16 and says so. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return marked || !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))
}
