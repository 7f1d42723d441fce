// Files are told apart by their bytes, in one list: what each holds, and what is refused with which words.

import { readdirSync, readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { writeSafetensors } from "../../../src/formats/arrays/writeSafetensors.ts"
import { readFile, recognise } from "../../../src/formats/files/recognise.ts"
import { writeLink } from "../../../src/formats/links/link.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { idxFile, npyFile, zipFile } from "./makers.ts"

const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const base64 = (words: string): Uint8Array => Buffer.from(words, "base64")
const F8 = new Uint8Array(new Float64Array([1, 2, 3, 4, 5, 6]).buffer)
const NPY = npyFile("<f8", [3, 2], F8)
const IDX = idxFile(8, [2, 2, 2], [0, 255, 1, 2, 3, 4, 5, 6])
const TENSORS = Buffer.concat([
  ...writeSafetensors([{ name: "x", tensor: { shape: [2], data: Float32Array.of(1, 2) } }]),
])
// Written by NumPy 1.24: np.savez_compressed(f, x=[[1.5, 2, 3]] four times, labels=[0, 1, 1, 0]).
const SAVEZ = base64(
  "UEsDBBQAAAAIAAAAIQBO+lkoVAAAAOAAAAAFABQAeC5ucHkBABAA4AAAAAAAAABUAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6CsaaOgq1CmQDLgYw+GEPoRkcIBSHA7XEAVBLAwQUAAAACAAAACEA0nCddksAAACgAAAACgAUAGxhYmVscy5ucHkBABAAoAAAAAAAAABLAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6mjoKtQoUAC4GKGBEo2EAAFBLAQIUAxQAAAAIAAAAIQBO+lkoVAAAAOAAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQIUAxQAAAAIAAAAIQDScJ12SwAAAKAAAAAKAAAAAAAAAAAAAACAAYsAAABsYWJlbHMubnB5UEsFBgAAAAACAAIAawAAABIBAAAAAA==",
)
const GALLERY = readFileSync(new URL("../../../graphs/batch-norm.json", import.meta.url))
const { document } = readDocument(GALLERY)
const made = document === null ? null : writeLink(document)

const KNOWN: readonly (readonly [kind: string, holds: string, bytes: Uint8Array])[] = [
  ["document", "document", GALLERY],
  ["document", "document", text('\uFEFF { "nodes": [], "gradwire": 1 }')],
  ["trainingLog", "log", text('{"step": 1, "epoch": 1, "loss": 1, "lr": 0.1, "nodes": {"fc": {"activation": 1}}}\n')],
  ["link", "link", text(made !== null && "link" in made ? made.link : "")],
  ["npy", "arrays", NPY],
  ["npz", "arrays", SAVEZ],
  ["npz", "arrays", zipFile("a.npy", NPY)],
  ["idx", "arrays", IDX],
  ["idx", "arrays", gzipSync(IDX)],
  ["npy", "arrays", gzipSync(NPY)],
  ["table", "text", gzipSync(text("a,b\n1,2"))],
  ["safetensors", "arrays", TENSORS],
  ["table", "text", text("a,b\n1,2\n")],
  ["table", "text", text("[[1, 2], [3, 4]]")],
  ["table", "text", text('{"x": [1, 2]}')],
  ["table", "text", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("1;2\n", "utf16le")])],
  ["table", "text", Buffer.from("Größe;Maß\n1;2\n", "latin1")],
  ["picture", "picture", Buffer.from("\x89PNG\r\n\x1a\n0000IHDR", "latin1")],
  ["picture", "picture", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ["picture", "picture", text("GIF89a1234")],
  ["picture", "picture", Buffer.from("RIFF\x10\0\0\0WEBPVP8 ", "latin1")],
]

test.each(KNOWN)("%s holds %s", (kind, holds, bytes) => {
  const read = readFile(bytes)
  expect("problem" in read ? read.problem : [read.kind.kind, read.holds]).toEqual([kind, holds])
})

test("every kind of the folder is recognised by some file here, and by its name alone never", () => {
  const folder = readdirSync(new URL("../../../src/formats/files/kinds/", import.meta.url)).map((name) =>
    name.replace(".ts", ""),
  )
  const seen = [...KNOWN.map(([, , bytes]) => bytes), ...REFUSED.map(([, bytes]) => bytes)].map(
    (bytes) => recognise(bytes)?.kind,
  )
  expect(folder.filter((kind) => !seen.includes(kind))).toEqual([])
})

const arraysOf = (bytes: Uint8Array) => {
  const read = readFile(bytes)
  if ("problem" in read) throw new Error(read.problem)
  return read.holds === "arrays" ? read.arrays : []
}

test("arrays are read whole, or only their first examples", () => {
  const [idx] = arraysOf(gzipSync(IDX))
  expect(idx).toMatchObject({ name: "", shape: [2, 2, 2], dtype: "uint8" })
  expect(idx?.read(null)).toEqual({ shape: [2, 2, 2], data: Float64Array.of(0, 255, 1, 2, 3, 4, 5, 6) })
  expect(idx?.read(1)).toEqual({ shape: [1, 2, 2], data: Float64Array.of(0, 255, 1, 2) })
  const [x, labels] = arraysOf(SAVEZ)
  expect([x?.name, x?.shape, labels?.name, labels?.shape]).toEqual(["x", [4, 3], "labels", [4]])
  expect(x?.read(2)).toEqual({ shape: [2, 3], data: Float64Array.of(1.5, 2, 3, 1.5, 2, 3) })
  expect(labels?.read(null)).toEqual({ shape: [4], data: Float64Array.of(0, 1, 1, 0) })
  expect(arraysOf(TENSORS)[0]?.read(1)).toEqual({ shape: [1], data: Float32Array.of(1) })
  const floats = idxFile(0x0d, [1], [0x3f, 0x80, 0, 0])
  expect(arraysOf(floats)[0]?.read(null)).toEqual({ shape: [1], data: Float64Array.of(1) })
})

// np.asfortranarray([[0, 1], [2, 3], [4, 5]]), by NumPy.
test("an array in Fortran's order is turned, also where only some is read", () => {
  const bytes = base64(
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMywgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAAAAAAAABAAAAAAAAAEEAAAAAAAADwPwAAAAAAAAhAAAAAAAAAFEA=",
  )
  expect(arraysOf(bytes)[0]?.read(2)).toEqual({ shape: [2, 2], data: Float64Array.of(0, 1, 2, 3) })
})

// np.save(f, np.array([1, "a", None], dtype=object)), by NumPy.
const PICKLED = base64(
  "k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqAA2NudW1weS5jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEA",
)
const many = (n: number): number[] => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const REFUSED: readonly (readonly [what: string, bytes: Uint8Array, words: string])[] = [
  ["nothing", new Uint8Array(), "it is empty"],
  ["a pickle", Buffer.from([0x80, 4, 0x95, 1]), "it is a Python pickle, which may run anything"],
  ["an array of Python objects", PICKLED, "Python objects are not read"],
  [
    "a zip with an array of Python objects",
    zipFile("a.npy", PICKLED),
    '"a.npy" in it: "|O": Python objects are not read',
  ],
  ["a PyTorch file", zipFile("model/data.pkl", text("x")), "it is a PyTorch file (.pt)"],
  ["a workbook", zipFile("xl/workbook.xml", text("x")), "save the sheet as CSV"],
  ["an old workbook", Buffer.from("d0cf11e0a1b11ae100", "hex"), "save the sheet as CSV"],
  ["some other zip", zipFile("notes.txt", text("x")), 'it is a zip of "notes.txt", without a .npy file'],
  ["HDF5", Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), "it is an HDF5 file"],
  ["MATLAB", text("MATLAB 5.0 MAT-file, 2026"), "it is a MATLAB file"],
  ["Parquet", text("PAR1\x15\x04"), "it is a Parquet file"],
  ["an ONNX model", Buffer.from([8, 7, 0x12, 7]), "it looks like an ONNX model"],
  ["a web page", text("<!DOCTYPE html><p>404"), "it looks like a web page (HTML)"],
  ["a PDF", text("%PDF-1.7 1"), "it looks like a PDF file"],
  ["a pointer of Git LFS", text("version https://git-lfs.github.com/spec/v1\nsize 1"), "git lfs pull"],
  ["words", text("hello world"), "it is text without a number in it"],
  ["what nobody knows", Buffer.from([1, 2, 3, 4, 0, 0]), "it begins with the bytes 01 02 03 04 00 00"],
  ["an IDX header cut short", Uint8Array.from([0, 0, 8, 3, 0, 0]), "ends within its header"],
  ["an IDX file that claims more", idxFile(8, [1000, 28, 28], [1, 2]), "claims 1000×28×28, 784,000 bytes, and holds 2"],
  [
    "an IDX file that claims all memory",
    Uint8Array.from([0, 0, 8, 3, ...many(2 ** 32 - 1), ...many(2 ** 32 - 1), ...many(9), 1]),
    "the IDX file claims",
  ],
  ["an IDX file with bytes behind", idxFile(8, [1], [1, 2]), "1 bytes, and holds 2"],
  ["an IDX file of too many axes", idxFile(8, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1]), "9 axes; the limit is 8"],
  ["an .npy file that claims more", npyFile("<f8", [1e9], F8), "wants 8000000000 bytes, the file holds 48"],
  ["a packed file cut short", gzipSync(IDX).subarray(0, 30), "the packed file"],
  ["a packed file with nothing in it", Buffer.from([0x1f, 0x8b, 8]), "ends too early"],
  ["a packed file with a changed byte", changed(gzipSync(IDX), 14), "the packed file"],
  ["a packed file with another checksum", changed(gzipSync(IDX), -6), "does not agree with its checksum"],
  ["a file packed twice", gzipSync(gzipSync(IDX)), "it is packed twice"],
  ["a pickle in a packed file", gzipSync(Buffer.from([0x80, 4, 0x95])), "it is a Python pickle"],
  ["a zip cut short", SAVEZ.subarray(0, 200), "the zip is damaged or incomplete"],
  ["a zip whose entry has another checksum", zipFile("a.npy", NPY, { crc: 1 }), "the zip is damaged"],
  ["a zip whose entry is larger than it claims", zipFile("a.npy", NPY, { size: 10 }), "the zip is damaged"],
  [
    "a zip that claims gigabytes",
    zipFile("a.npy", NPY, { size: 2 ** 32 - 1 }),
    "claims 4,294,967,295 bytes; at most 268,435,456",
  ],
  ["an encrypted zip", zipFile("a.npy", NPY, { encrypted: true }), "is encrypted"],
  ["a zip of another method", zipFile("a.npy", NPY, { method: 14 }), "packed by method 14"],
]

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const place = at < 0 ? copy.length + at : at
  copy[place] = ((copy[place] ?? 0) + 1) % 256
  return copy
}

test.each(REFUSED)("%s is refused", (_, bytes, words) => {
  const read = readFile(bytes)
  expect("problem" in read ? read.problem : `it was read: ${read.kind.kind}`).toContain(words)
})

test("any cut and any changed byte of these files is read or refused, never thrown", () => {
  let tried = 0
  for (const whole of [NPY, IDX, gzipSync(IDX), SAVEZ, zipFile("a.npy", NPY), TENSORS]) {
    for (let at = 0; at < whole.length; at += 1) {
      for (const damaged of [whole.subarray(0, at), changed(whole, at)]) {
        const read = readFile(damaged)
        if ("holds" in read && read.holds === "arrays") for (const array of read.arrays) array.read(1)
        tried += 1
      }
    }
  }
  expect(tried).toBeGreaterThan(1500)
})
