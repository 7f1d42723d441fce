// How large a PNG is on paper: a pHYs chunk behind its header, which browsers do not write.

import { chunk } from "./png.ts"

/** Behind the signature (8 bytes) stands the header chunk: length (4), name (4), 13 bytes, checksum (4). */
const HEADER_END = 33
const INCH = 0.0254

/** The picture with so many pixels an inch written into it. `png`: as a browser makes it, without a pHYs chunk. */
export function withDensity(png: Uint8Array, pixelsPerInch: number): Uint8Array<ArrayBuffer> {
  const density = densityChunk(Math.round(pixelsPerInch / INCH))
  const joined = new Uint8Array(png.length + density.length)
  joined.set(png.subarray(0, HEADER_END))
  joined.set(density, HEADER_END)
  joined.set(png.subarray(HEADER_END), HEADER_END + density.length)
  return joined
}

/** `pHYs`: pixels a metre across and down, unit 1 (metres). */
function densityChunk(pixelsPerMetre: number): Uint8Array {
  const data = new DataView(new ArrayBuffer(9))
  data.setUint32(0, pixelsPerMetre)
  data.setUint32(4, pixelsPerMetre)
  data.setUint8(8, 1)
  return chunk("pHYs", new Uint8Array(data.buffer))
}
