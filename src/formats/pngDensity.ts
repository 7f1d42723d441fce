// How large a PNG is on paper: a pHYs chunk behind its header, which browsers do not write.

import { crc32 } from "./links/crc32.ts"

/** Behind the signature (8 bytes) stands the header chunk: length (4), name (4), 13 bytes, checksum (4). */
const HEADER_END = 33
const INCH = 0.0254

/** The picture with so many pixels an inch written into it. `png`: as a browser makes it, without a pHYs chunk. */
export function withDensity(png: Uint8Array, pixelsPerInch: number): Uint8Array<ArrayBuffer> {
  const chunk = densityChunk(Math.round(pixelsPerInch / INCH))
  const joined = new Uint8Array(png.length + chunk.length)
  joined.set(png.subarray(0, HEADER_END))
  joined.set(chunk, HEADER_END)
  joined.set(png.subarray(HEADER_END), HEADER_END + chunk.length)
  return joined
}

/** Length 9, `pHYs`, pixels a metre across and down, unit 1 (metres), checksum of name and data. */
function densityChunk(pixelsPerMetre: number): Uint8Array {
  const chunk = new Uint8Array(21)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, 9)
  chunk.set(new TextEncoder().encode("pHYs"), 4)
  view.setUint32(8, pixelsPerMetre)
  view.setUint32(12, pixelsPerMetre)
  view.setUint8(16, 1)
  view.setUint32(17, crc32(chunk.subarray(4, 17)))
  return chunk
}
