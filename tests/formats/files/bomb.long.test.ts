// A packed file that is a thousand times larger inside.

import { deflateRawSync } from "node:zlib"
import { expect, test } from "vitest"
import { readFile } from "../../../src/formats/files/recognise.ts"
import { unpack } from "../../../src/formats/files/unpack.ts"

test("a bomb costs no more than what it claims and one slice", () => {
  // 64 MiB of zeros in 64 kB.
  const packed = deflateRawSync(new Uint8Array(64 * 2 ** 20))
  const began = performance.now()
  expect(unpack(packed, 1000)).toEqual({ failed: "too large" })
  const claims = (size: number): string => {
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(size, 4)
    const read = readFile(Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), packed, trailer]))
    return "problem" in read ? read.problem : "it was read"
  }
  expect(claims(1000)).toBe("the packed file is damaged or incomplete; fetch it again")
  expect(claims(2 ** 32 - 1)).toBe(
    "unpacked the packed file claims 4,294,967,295 bytes; at most 268,435,456 are read, or it is incomplete",
  )
  expect(performance.now() - began).toBeLessThan(5_000)
})
