// The entries of a zip: by its directory at the end, which alone is believed about sizes, and only as far as the bytes bear it out.

import { DATA_FILE_BYTES } from "../../graph/limits.ts"
import { count, quote } from "../../graph/problem.ts"
import { crc32 } from "../links/crc32.ts"
import type { FileProblem } from "./fileKind.ts"
import { unpack } from "./unpack.ts"

export interface ZipEntry {
  readonly name: string
  /** 0: stored, 8: deflated. */
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where its own header begins. */
  readonly at: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const LONGEST_COMMENT = 65_535
const MOST_ENTRIES = 1_000
const BROKEN = "the zip is damaged or incomplete; fetch it again"

/** The directory of a zip, its sizes added up against the limit before anything is unpacked. */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] | FileProblem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  const least = Math.max(0, end - LONGEST_COMMENT)
  while (end >= least && view.getUint32(end, true) !== END) end -= 1
  if (end < least) return { problem: BROKEN }
  const many = view.getUint16(end + 10, true)
  if (many > MOST_ENTRIES)
    return { problem: `the zip has ${count(many)} files; at most ${count(MOST_ENTRIES)} are read` }
  const entries: ZipEntry[] = []
  let [at, total] = [view.getUint32(end + 16, true), 0]
  for (let i = 0; i < many; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) return { problem: BROKEN }
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
    const entry = readDirectory(view, bytes, at, name ?? 0)
    total += entry.size
    entries.push(entry)
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  if (total > DATA_FILE_BYTES) {
    return { problem: `unpacked the zip claims ${count(total)} bytes; at most ${count(DATA_FILE_BYTES)} are read` }
  }
  return entries
}

function readDirectory(view: DataView, bytes: Uint8Array, at: number, length: number): ZipEntry {
  return {
    name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length)),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    at: view.getUint32(at + 42, true),
  }
}

/** The unpacked bytes of an entry, held against its checksum. */
export function readEntry(bytes: Uint8Array, entry: ZipEntry): { readonly bytes: Uint8Array } | FileProblem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { at, name, packed, size, method } = entry
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) return { problem: BROKEN }
  if ((view.getUint16(at + 6, true) & 1) === 1) return { problem: `${quote(name)} is encrypted; unpack the zip first` }
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  if (start + packed > bytes.length) return { problem: BROKEN }
  const held = bytes.subarray(start, start + packed)
  if (method !== 0 && method !== 8) {
    return { problem: `${quote(name)} is packed by method ${method}, which is not read; save it with np.savez` }
  }
  const unpacked = method === 0 ? { bytes: held } : unpack(held, size)
  if ("failed" in unpacked || unpacked.bytes.length !== size || crc32(unpacked.bytes) !== entry.crc) {
    return { problem: BROKEN }
  }
  return unpacked
}
