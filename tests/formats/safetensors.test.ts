// The safetensors file: byte by byte as others write it, and refused wherever its header lies.

import { describe, expect, it, test } from "vitest"
import { isSafetensors, readSafetensors, tensorIn } from "../../src/formats/arrays/safetensors.ts"
import { writeSafetensors } from "../../src/formats/arrays/writeSafetensors.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"

const joined = (pieces: Iterable<Uint8Array>): Buffer => Buffer.concat([...pieces])

/** A file from its parts. `length`: what the first 8 bytes claim. */
function file(header: string | Uint8Array, data: Uint8Array = new Uint8Array(), length?: bigint): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(length ?? BigInt(text.length))
  return Buffer.concat([head, text, data])
}
const entry = (dtype: string, shape: unknown, from: unknown, to: unknown): string =>
  JSON.stringify({ dtype, shape, data_offsets: [from, to] })

// Written by Python's package safetensors 0.8.0: save({"w": float32 [[0.5, nan]], "t": int64 [3], "a": float64 [1, -2]}, {"seed": "1"}).
const PYTHON =
  "c8000000000000007b225f5f6d657461646174615f5f223a7b2273656564223a2231227d2c2274223a7b226474797065223a22493634222c227368617065223a5b315d2c22646174615f6f666673657473223a5b302c385d7d2c2261223a7b226474797065223a22463634222c227368617065223a5b325d2c22646174615f6f666673657473223a5b382c32345d7d2c2277223a7b226474797065223a22463332222c227368617065223a5b312c325d2c22646174615f6f666673657473223a5b32342c33325d7d7d202020202020200300000000000000000000000000f03f00000000000000c00000003f0000c07f"

test("is written byte by byte as Python's package writes it", () => {
  const written = joined(
    writeSafetensors(
      [
        { name: "w", tensor: { shape: [1, 2], data: Float32Array.of(0.5, Number.NaN) } },
        { name: "t", tensor: { shape: [1], data: Float32Array.of(3) }, whole: true },
        { name: "a", tensor: { shape: [2], data: Float64Array.of(1, -2) } },
      ],
      { seed: "1" },
    ),
  )
  expect(written.toString("hex")).toBe(PYTHON)
})

test("is read as it was written, in every kind of number", () => {
  const bytes = Buffer.from(PYTHON, "hex")
  expect(isSafetensors(bytes)).toBe(true)
  const read = readSafetensors(bytes)
  if ("problem" in read) throw new Error(read.problem)
  expect([...read.tensors.keys()]).toEqual(["t", "a", "w"])
  expect([...read.metadata]).toEqual([["seed", "1"]])
  const numbers = [...read.tensors.values()].map((stored) => tensorIn(stored) as Tensor)
  expect(numbers).toEqual([
    { shape: [1], data: Float64Array.of(3) },
    { shape: [2], data: Float64Array.of(1, -2) },
    { shape: [1, 2], data: Float32Array.of(0.5, Number.NaN) },
  ])
})

test.each([
  ["F64", "000000000000f8bf", -1.5],
  ["F32", "0000c0bf", -1.5],
  ["F16", "00be", -1.5],
  ["BF16", "c0bf", -1.5],
  ["I64", "feffffffffffffff", -2],
  ["I32", "feffffff", -2],
  ["I16", "feff", -2],
  ["I8", "fe", -2],
  ["U64", "0200000000000000", 2],
  ["U32", "feffffff", 4294967294],
  ["U16", "feff", 65534],
  ["U8", "fe", 254],
  ["BOOL", "01", 1],
])("%s", (dtype, hex, wanted) => {
  const data = Buffer.from(hex, "hex")
  const read = readSafetensors(file(`{"x":${entry(dtype, [], 0, data.length)}}`, data))
  if ("problem" in read) throw new Error(read.problem)
  const stored = read.tensors.get("x")
  const tensor = stored === undefined ? null : tensorIn(stored)
  expect(tensor).toMatchObject({ shape: [] })
  expect(Array.from((tensor as Tensor).data)).toEqual([wanted])
})

test("metadata, empty tensors, scalars and large ones survive the way there and back", () => {
  const large = new Float32Array(600_000).fill(0.5).fill(2, 300_000)
  const names = ["value/a:output", 'odd "name" ÿ', "empty", "large"]
  const tensors: readonly Tensor[] = [
    { shape: [], data: Float64Array.of(7) },
    { shape: [1], data: Float32Array.of(-0) },
    { shape: [0, 3], data: new Float64Array() },
    { shape: [600, 1000], data: large },
  ]
  const bytes = joined(
    writeSafetensors(
      names.map((name, i) => ({ name, tensor: tensors[i]! })),
      { seed: "1" },
    ),
  )
  expect((bytes.length - 4 * 600_001 - 8) % 8).toBe(0)
  const read = readSafetensors(bytes)
  if ("problem" in read) throw new Error(read.problem)
  expect([...read.metadata]).toEqual([["seed", "1"]])
  for (const [i, name] of names.entries()) {
    const found = tensorIn(read.tensors.get(name)!) as Tensor
    expect(found.shape).toEqual(tensors[i]!.shape)
    expect(found.data.constructor).toBe(tensors[i]!.data.constructor)
    expect(found.data.every((x, at) => Object.is(x, tensors[i]!.data[at]))).toBe(true)
  }
  expect(() => joined(writeSafetensors([names[0]!, names[0]!].map((name) => ({ name, tensor: tensors[0]! }))))).toThrow(
    "two tensors have one name",
  )
})

// ---- Lies -----------------------------------------------------------------------------------------------------------

const EIGHT = new Uint8Array(8)
const LIES: readonly (readonly [what: string, bytes: Uint8Array, words: string])[] = [
  ["nothing", new Uint8Array(), "ends at byte 0, within the length of its header"],
  ["half a length", new Uint8Array(5), "ends at byte 5"],
  ["a header beyond the file", file("{}", EIGHT, 99n), "the header claims 99 bytes (at byte 0), the file has 10"],
  ["a header beyond all limits", file("{}", EIGHT, 2n ** 63n), "(at byte 0); at most 100,000,000 are allowed"],
  ["no text", file(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])), "(from byte 8) is no UTF-8 text"],
  ["no object", file("[1]"), "does not begin with { (at byte 8)"],
  ["no JSON", file('{"x":'), "(at byte 13)"],
  ["deep JSON", file(`{"x":${"[".repeat(500)}${"]".repeat(500)}}`), "no JSON"],
  [
    "a name twice",
    file(`{"x":${entry("F64", [1], 0, 8)},"x":${entry("F64", [1], 0, 8)}}`, EIGHT),
    "is there twice; keep one of the two (at byte 62)",
  ],
  ["a reserved name", file(`{"__proto__":${entry("F64", [1], 0, 8)}}`, EIGHT), "the header:"],
  [
    "a number too large for JSON",
    file('{"x":{"dtype":"F64","shape":[1e999],"data_offsets":[0,8]}}', EIGHT),
    "the header:",
  ],
  ["no entry", file('{"x":5}', EIGHT), "is no object (at byte 13)"],
  ["no dtype", file('{"x":{"shape":[1],"data_offsets":[0,8]}}', EIGHT), "are read (at byte 13)"],
  ["an unknown dtype", file(`{"x":${entry("F8_E4M3", [8], 0, 8)}}`, EIGHT), '"F8_E4M3"; F64, F32'],
  [
    "a field too many",
    file('{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8],"z":1}}', EIGHT),
    'a field "z", which the format does not know (at byte 13)',
  ],
  ["a negative size", file(`{"x":${entry("F64", [-1], 0, 8)}}`, EIGHT), "no shape of whole numbers"],
  ["half a size", file(`{"x":${entry("F64", [0.5], 0, 8)}}`, EIGHT), "no shape of whole numbers"],
  ["a shape of texts", file(`{"x":${entry("F64", ["1"], 0, 8)}}`, EIGHT), "no shape of whole numbers"],
  ["one offset", file('{"x":{"dtype":"F64","shape":[1],"data_offsets":[0]}}', EIGHT), "no data_offsets"],
  [
    "offsets backwards",
    file(`{"x":${entry("F64", [1], 8, 0)}}`, EIGHT),
    "claims the bytes 8 to 0, the file has 8 of data (at byte 13)",
  ],
  ["offsets beyond the file", file(`{"x":${entry("F64", [2], 0, 16)}}`, EIGHT), "the file has 8 of data"],
  ["a shape that wants more", file(`{"x":${entry("F64", [2], 0, 8)}}`, EIGHT), "takes 16 bytes, it claims 8"],
  [
    "a shape beyond all memory",
    file(`{"x":${entry("U8", [2 ** 40, 2 ** 40], 0, 8)}}`, EIGHT),
    "it claims 8 (at byte 13)",
  ],
  ["an overlap", file(`{"x":${entry("F32", [2], 0, 8)},"y":${entry("F32", [1], 4, 8)}}`, EIGHT), '"x" and "y" overlap'],
  ["a gap", file(`{"x":${entry("F32", [1], 4, 8)}}`, EIGHT), '4 bytes before the tensor "x"'],
  ["bytes behind the last", file(`{"x":${entry("F32", [1], 0, 4)}}`, EIGHT), "4 bytes at the end"],
  ["bytes of nobody", file("{}", EIGHT), "8 bytes at the end"],
  ["metadata of numbers", file('{"__metadata__":{"a":1}}'), "__metadata__ is no object of texts"],
]

test.each(LIES)("%s is refused", (_, bytes, words) => {
  const read = readSafetensors(bytes)
  const problem = "problem" in read ? read.problem : "nothing was wrong"
  expect(problem).toContain(words)
  // Where in the file, always.
  expect(problem).toMatch(/\bbyte \d/)
})

describe("numbers that cannot be kept", () => {
  it("are refused: whole ones beyond 2^53, and too many axes", () => {
    const big = Buffer.alloc(8)
    big.writeBigInt64LE(2n ** 53n + 1n)
    expect(tensorIn({ dtype: "I64", shape: [1], bytes: big })).toEqual({ problem: expect.stringContaining("2^53") })
    expect(tensorIn({ dtype: "F64", shape: Array(9).fill(1), bytes: EIGHT })).toEqual({
      problem: "it has 9 axes; the limit is 8",
    })
  })
})

test("any cut and any changed byte of a file is read or refused, never thrown", () => {
  const bytes = Buffer.from(PYTHON, "hex")
  let [refused, read] = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    for (const damaged of [
      bytes.subarray(0, at),
      Buffer.concat([bytes.subarray(0, at), Buffer.of((bytes[at]! + 1) % 256), bytes.subarray(at + 1)]),
    ]) {
      const answer = readSafetensors(damaged)
      if ("problem" in answer) refused += 1
      else read += 1
    }
  }
  expect(refused).toBeGreaterThan(bytes.length)
  expect(read).toBeGreaterThan(30)
})
