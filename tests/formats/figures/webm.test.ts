// The length of a film is written into its head, which stays one that can be read.

import { expect, test } from "vitest"
import { withDuration } from "../../../src/formats/figures/webm.ts"

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const hexOf = (film: Uint8Array) => Buffer.from(film).toString("hex")
/** An EBML head, a segment of unknown length, its Info with a scale and two names, and what follows. */
const head = "1a45dfa3834282001853806701ffffffffffffff1549a966"
const info = "2ad7b1830f42404d80864368726f6d655741864368726f6d65"
const rest = "1654ae6b8101"

test("before all else in Info, whose size grows by it", () => {
  const film = withDuration(bytes(`${head}99${info}${rest}`), 10_500)
  // 10,500 as a float of eight bytes.
  expect(hexOf(film)).toBe(`${head}a44489884${"0c4820000000000"}${info}${rest}`)
  expect(withDuration(film, 1)).toBe(film)
})

test("a head of another form stays as it is", () => {
  for (const other of ["", `${head}01000000000000194d80${rest}`, `${head}fe${rest}`, `1a45dfa3${rest}`]) {
    const film = bytes(other)
    expect(withDuration(film, 10)).toBe(film)
  }
})
