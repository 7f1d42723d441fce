import { deflateSync } from "node:zlib"
import { expect, test } from "vitest"
import { crc32, crc32Digits } from "../../src/formats/links/crc32.ts"
import { withDensity } from "../../src/formats/pngDensity.ts"

function chunk(name: string, data: readonly number[]): Buffer {
  const body = Buffer.from([...Buffer.from(name), ...data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** One grey pixel. */
const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]),
  chunk("IDAT", [...deflateSync(Buffer.from([0, 128]))]),
  chunk("IEND", []),
])

/** Every chunk by name, its checksum held against its bytes. */
function chunksOf(png: Buffer): readonly (readonly [name: string, data: Buffer])[] {
  const found: [string, Buffer][] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const body = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body))
    found.push([body.toString("latin1", 0, 4), body.subarray(4)])
    at += 12 + length
  }
  return found
}

test("the checksum is the one of PNG: that of an empty IEND is known", () => {
  expect(crc32Digits(new TextEncoder().encode("IEND"))).toBe("ae426082")
})

test("the density stands before the pixels, in metres, and everything else is as it was", () => {
  const made = chunksOf(Buffer.from(withDensity(PNG, 144)))
  expect(made.map(([name]) => name)).toEqual(["IHDR", "pHYs", "IDAT", "IEND"])
  expect([...(made[1]?.[1] ?? [])]).toEqual([0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1])
  expect(0x1625).toBe(5669)
  expect(made.filter(([name]) => name !== "pHYs")).toEqual(chunksOf(PNG))
})
