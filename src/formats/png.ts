// Pixels as a PNG file, the same bytes for the same pixels: for maps inside pictures.

import { zlibSync } from "fflate"
import { toBase64 } from "../graph/values/base64.ts"
import { joined } from "./bytes.ts"
import { crc32 } from "./links/crc32.ts"

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** 8 bits a channel; red, green, blue and opacity; the usual compression, filters and order of rows. */
const KIND = [8, 6, 0, 0, 0]

/** `pixels`: four bytes each, row by row. */
export function writePng(pixels: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const rows = new Uint8Array(height * (4 * width + 1))
  for (let row = 0; row < height; row++) {
    // A filter of 0 before each row: bytes as they are.
    rows.set(pixels.subarray(row * 4 * width, (row + 1) * 4 * width), row * (4 * width + 1) + 1)
  }
  const size = new DataView(new ArrayBuffer(8))
  size.setUint32(0, width)
  size.setUint32(4, height)
  const header = Uint8Array.of(...new Uint8Array(size.buffer), ...KIND)
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array()),
  ])
}

/** A piece of a PNG: length, name, data, and the checksum of name and data. */
export function chunk(name: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length)
  const view = new DataView(whole.buffer)
  view.setUint32(0, data.length)
  whole.set(new TextEncoder().encode(name), 4)
  whole.set(data, 8)
  view.setUint32(8 + data.length, crc32(whole.subarray(4, 8 + data.length)))
  return whole
}

/** As an address that holds the whole file. */
export function pngAddress(png: Uint8Array): string {
  return `data:image/png;base64,${toBase64(png)}`
}
