// .npy files: what NumPy writes is read back, and files that are not whole are refused by name.

import { expect, it } from "vitest"
import { readNpy } from "../../src/formats/arrays/npy.ts"

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

/** The bytes of each number the other way round. */
function swapped(data: ArrayBuffer, size: number): ArrayBuffer {
  const bytes = new Uint8Array(data)
  return Uint8Array.from(bytes, (_, i) => bytes[i - (i % size) + (size - 1 - (i % size))]!).buffer
}

it.each([
  ["<f8", Float64Array.from(six).buffer],
  ["<f4", Float32Array.from(six).buffer],
  ["<i4", Int32Array.from(six).buffer],
  ["<i8", BigInt64Array.from(six, BigInt).buffer],
  ["|i1", Int8Array.from(six).buffer],
  ["|u1", Uint8Array.from(six).buffer],
  ["<i2", Int16Array.from(six).buffer],
  ["<u2", Uint16Array.from(six).buffer],
  ["<u4", Uint32Array.from(six).buffer],
  ["<u8", BigUint64Array.from(six, BigInt).buffer],
  ["<f2", Uint16Array.from([0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600]).buffer],
  [">f8", swapped(Float64Array.from(six).buffer, 8)],
  [">f4", swapped(Float32Array.from(six).buffer, 4)],
  [">i4", swapped(Int32Array.from(six).buffer, 4)],
])("reads %s", (descr, data) => {
  for (const version of [1, 2, 3]) {
    const read = readNpy(file(header(descr, "(2, 3)"), data, version))
    expect(read).toEqual({ shape: [2, 3], data: Float64Array.from(six) })
  }
})

it("reads half precision to its ends, and booleans", () => {
  const bits = Uint16Array.from([0x0001, 0x8400, 0x7bff, 0x7c00, 0xfc00, 0x7e00])
  const read = readNpy(file(header("<f2", "(6,)"), bits.buffer))
  expect(read).toMatchObject({ data: Float64Array.of(2 ** -24, -(2 ** -14), 65504, Infinity, -Infinity, Number.NaN) })
  expect(readNpy(file(header("|b1", "(3,)"), Uint8Array.of(0, 1, 1).buffer))).toMatchObject({
    data: Float64Array.of(0, 1, 1),
  })
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
  ["another file", new TextEncoder().encode("GIF89a something"), "does not begin"],
  ["a zip", new TextEncoder().encode("PK\u0003\u0004 something"), "np.save"],
  ["a pickle", Uint8Array.of(0x80, 4, 0x95), "pickle"],
  ["nothing", new Uint8Array(), "empty"],
  ["a file cut in its header", file(header("<f8", "(2, 3)"), new ArrayBuffer(0)).slice(0, 30), "within its header"],
  ["a file cut before its header", file(header("<f8", "(2, 3)"), new ArrayBuffer(0)).slice(0, 8), "within its header"],
  [
    "a file cut in its numbers",
    file(header("<f8", "(2, 3)"), new ArrayBuffer(40)),
    "wants 48 bytes, the file holds 40",
  ],
  ["too many numbers", file(header("<f8", "(2,)"), new ArrayBuffer(40)), "wants 16 bytes, the file holds 40"],
  ["complex numbers", file(header("<c16", "(1,)"), new ArrayBuffer(16)), "complex"],
  ["objects", file(header("|O", "(1,)"), new ArrayBuffer(8)), "Python objects"],
  ["long doubles", file(header("<f16", "(1,)"), new ArrayBuffer(16)), "numbers of this type"],
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
