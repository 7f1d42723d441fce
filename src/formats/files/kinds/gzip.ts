import { DATA_FILE_BYTES } from "../../../graph/limits.ts"
import { count } from "../../../graph/problem.ts"
import { crc32 } from "../../links/crc32.ts"
import type { FileKind } from "../fileKind.ts"
import { unpack } from "../unpack.ts"

const HEADER = 10
const TRAILER = 8

export const gzip: FileKind = {
  kind: "gzip",
  title: "a packed file (.gz)",
  recognise: ({ bytes }) => bytes[0] === 0x1f && bytes[1] === 0x8b,
  read: (bytes) => {
    const start = endOfHeader(bytes)
    if (start === null || start + TRAILER > bytes.length) return { problem: "the packed file ends too early" }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const [crc, size] = [view.getUint32(bytes.length - 8, true), view.getUint32(bytes.length - 4, true)]
    if (size > DATA_FILE_BYTES) {
      const claim = `unpacked the packed file claims ${count(size)} bytes; at most ${count(DATA_FILE_BYTES)} are read`
      return { problem: `${claim}, or it is incomplete` }
    }
    const unpacked = unpack(bytes.subarray(start, bytes.length - TRAILER), size)
    if ("failed" in unpacked) return { problem: "the packed file is damaged or incomplete; fetch it again" }
    if (unpacked.bytes.length < size || crc32(unpacked.bytes) !== crc) {
      return {
        problem:
          "the packed file does not agree with its checksum: it is damaged, or has several parts; unpack it first",
      }
    }
    return { holds: "file", bytes: unpacked.bytes }
  },
}

/** RFC 1952: 10 bytes, then what the flags say: extra fields, a name, a comment, a checksum of the header. */
function endOfHeader(bytes: Uint8Array): number | null {
  const flags = bytes[3] ?? 0
  let at = HEADER
  if (bytes[2] !== 8) return null
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0)
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue
    const end = bytes.indexOf(0, at)
    if (end < 0) return null
    at = end + 1
  }
  return at + (flags & 2 ? 2 : 0)
}
