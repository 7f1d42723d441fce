// Our own unpacker against zlib, on streams sound and altered, and the bytes of base64url.

import { deflateRawSync, inflateRawSync } from "node:zlib"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { fromBase64url, toBase64url } from "../../src/formats/links/base64url.ts"
import { dictionary1 } from "../../src/formats/links/dictionary1.ts"
import { inflate } from "../../src/formats/links/inflate.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { dictionary, small } from "./links.ts"

describe("inflate", () => {
  test("agrees with zlib over 300 streams of all kinds, with and without the dictionary, and knows where they end", () => {
    const repeats = fc
      .array(fc.constantFrom(...dictionary1.match(/.{1,40}/g)!), { maxLength: 60 })
      .map((parts) => new TextEncoder().encode(parts.join("")))
    const inputs = fc.oneof(fc.uint8Array({ maxLength: 3000 }), repeats, fc.uint8Array({ max: 2, maxLength: 5000 }))
    fc.assert(
      fc.property(
        inputs,
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        fc.nat(4),
        fc.uint8Array({ minLength: 1, maxLength: 3 }),
        (data, level, own, strategy, tail) => {
          const preset = own ? dictionary : new Uint8Array(0)
          const packed = new Uint8Array(deflateRawSync(data, { level, strategy, ...(own ? { dictionary } : {}) }))
          expect(inflate(packed, preset, data.length)).toEqual({ bytes: data, used: packed.length })
          expect(inflate(Uint8Array.from([...packed, ...tail]), preset, data.length)).toEqual({
            bytes: data,
            used: packed.length,
          })
          expect(inflate(packed.subarray(0, -1), preset, data.length)).toEqual({ failed: "cut short" })
          if (data.length > 0) expect(inflate(packed, preset, data.length - 1)).toEqual({ failed: "too large" })
        },
      ),
      { numRuns: 300 },
    )
  })

  test("what zlib refuses of 5,000 altered streams is refused here, and what it takes comes out the same", () => {
    const data = new TextEncoder().encode(writeDocument(small))
    const packed = new Uint8Array(deflateRawSync(data))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const altered = packed.slice()
          for (const [at, byte] of changes) altered[at] = byte
          const ours = inflate(altered, new Uint8Array(0), 100_000)
          let theirs: Uint8Array | null = null
          try {
            theirs = new Uint8Array(inflateRawSync(altered, { maxOutputLength: 100_000 }))
          } catch {
            theirs = null
          }
          expect("failed" in ours).toBe(theirs === null)
          if (theirs !== null && "bytes" in ours) expect(Buffer.from(ours.bytes).equals(theirs)).toBe(true)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

test("base64url: bytes come back, and there is one text for them", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (data) => {
      const text = toBase64url(data)
      expect(text).toBe(Buffer.from(data).toString("base64url"))
      expect(fromBase64url(text)).toEqual(data)
    }),
  )
  expect(fromBase64url("A")).toBeNull()
  expect(fromBase64url("AB")).toBeNull()
  expect(fromBase64url("A=")).toBeNull()
})
