// .npy files: what NumPy writes is read back, and files that are not whole are refused by name.

import { expect, it } from "vitest"
import { readNpy } from "../../src/formats/npy.ts"

function file(header: string, data: ArrayBuffer, version = 1): Uint8Array {
  const text = new TextEncoder().encode(`${header}\n`)
  const size = version === 1 ? 10 : 12
  const bytes = new Uint8Array(size + text.length + data.byteLength)
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0])
  const view = new DataView(bytes.buffer)
  if (version === 1) view.setUint16(8, text.length, true)
  else view.setUint32(8, text.length, true)
  bytes.set(text, size)
  bytes.set(new Uint8Array(data), size + text.length)
  return bytes
}
const header = (descr: string, shape: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`
const six = [1, 2, 3, 4, 5, 6]

it.each([
  ["<f8", Float64Array.from(six).buffer],
  ["<f4", Float32Array.from(six).buffer],
  ["<i4", Int32Array.from(six).buffer],
  ["<i8", BigInt64Array.from(six, BigInt).buffer],
])("reads %s", (descr, data) => {
  for (const version of [1, 2, 3]) {
    const read = readNpy(file(header(descr, "(2, 3)"), data, version))
    expect(read).toEqual({ shape: [2, 3], data: Float64Array.from(six) })
  }
})

it("turns Fortran order into rows", () => {
  const read = readNpy(file(header("<f8", "(2, 3)", "True"), Float64Array.from(six).buffer))
  expect(read).toEqual({ shape: [2, 3], data: Float64Array.from([1, 3, 5, 2, 4, 6]) })
})

it("reads a scalar and a vector", () => {
  expect(readNpy(file(header("<f8", "()"), Float64Array.of(7).buffer))).toEqual({
    shape: [],
    data: Float64Array.of(7),
  })
  expect(readNpy(file(header("<f8", "(2,)"), Float64Array.of(7, 8).buffer))).toMatchObject({ shape: [2] })
})

it.each([
  ["another file", new TextEncoder().encode("PK\u0003\u0004 something"), "does not begin"],
  ["nothing", new Uint8Array(), "does not begin"],
  ["a file cut in its header", file(header("<f8", "(2, 3)"), new ArrayBuffer(0)).slice(0, 30), "within its header"],
  ["a file cut before its header", file(header("<f8", "(2, 3)"), new ArrayBuffer(0)).slice(0, 8), "within its header"],
  [
    "a file cut in its numbers",
    file(header("<f8", "(2, 3)"), new ArrayBuffer(40)),
    "wants 48 bytes, the file holds 40",
  ],
  ["too many numbers", file(header("<f8", "(2,)"), new ArrayBuffer(40)), "wants 16 bytes, the file holds 40"],
  ["big-endian numbers", file(header(">f8", "(1,)"), new ArrayBuffer(8)), "big-endian"],
  ["objects", file(header("|O", "(1,)"), new ArrayBuffer(8)), "numbers of this type"],
  ["records", file("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,)}", new ArrayBuffer(8)), "records"],
  ["no shape", file("{'descr': '<f8', 'fortran_order': False}", new ArrayBuffer(8)), "no shape"],
  ["no order", file("{'descr': '<f8', 'shape': (1,)}", new ArrayBuffer(8)), "fortran_order"],
  ["a huge shape", file(header("<f8", "(99999999, 99999999)"), new ArrayBuffer(8)), "the file holds 8"],
  ["a long header", file(`${header("<f8", "(1,)")}${" ".repeat(20_000)}`, new ArrayBuffer(8)), "at most 10000"],
  ["a later version", file(header("<f8", "(1,)"), new ArrayBuffer(8), 9), "version 9"],
  ["whole numbers beyond 2^53", file(header("<i8", "(1,)"), BigInt64Array.of(2n ** 60n).buffer), "beyond 2^53"],
])("refuses %s", (_, bytes, words) => {
  const read = readNpy(bytes)
  expect("problem" in read ? read.problem : "was read").toContain(words)
})
