// Files of weights: read as NumPy writes them, written as NumPy writes them, and pickles refused with their cure.

import { expect, test } from "vitest"
import { writeNpy } from "../../../src/formats/arrays/writeNpy.ts"
import { writeSafetensors } from "../../../src/formats/arrays/writeSafetensors.ts"
import { writeZip } from "../../../src/formats/files/writeZip.ts"
import { readWeights, type WeightFile } from "../../../src/formats/weights/weightFile.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { npyFile, zipFile } from "../files/makers.ts"
import { NUMPY } from "./numpyFile.ts"

function open(bytes: Uint8Array): WeightFile {
  const file = readWeights(bytes)
  if ("problem" in file) throw new Error(file.problem)
  return file
}
const refusal = (bytes: Uint8Array): string => {
  const file = readWeights(bytes)
  return "problem" in file ? file.problem : "nothing was wrong"
}
const scalar: Tensor = { shape: [], data: Float32Array.of(0) }
const safetensors = (...names: readonly string[]): Uint8Array =>
  Buffer.concat([...writeSafetensors(names.map((name) => ({ name, tensor: scalar })))])

test("NumPy's .npz: every array by its name, half precision widened exactly, whole numbers as floats", () => {
  const { tensors, title } = open(NUMPY)
  expect(title).toBe("NumPy arrays (.npz)")
  expect(tensors.map(({ name, shape, dtype }) => ({ name, shape, dtype }))).toEqual([
    { name: "fc.weight", shape: [2, 3], dtype: "float32" },
    { name: "fc.bias", shape: [2], dtype: "float16" },
    { name: "n", shape: [], dtype: "int64" },
  ])
  expect(tensors.map(({ read }) => read())).toEqual([
    { shape: [2, 3], data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) },
    { shape: [2], data: Float32Array.of(1, -2) },
    { shape: [], data: Float64Array.of(7) },
  ])
})

// np.save of NumPy 1.24.
const SAVED: readonly (readonly [what: string, tensor: Tensor, hex: string])[] = [
  [
    "float32 1×3",
    { shape: [1, 3], data: Float32Array.of(0.5, Number.NaN, -2) },
    "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028312c2033292c207d202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020200a0000003f0000c07f000000c0",
  ],
  [
    "a float64 scalar",
    { shape: [], data: Float64Array.of(3.25) },
    "934e554d5059010076007b276465736372273a20273c6638272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028292c207d20202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020200a0000000000000a40",
  ],
  [
    "float64 of one axis",
    { shape: [2], data: Float64Array.of(0, 0) },
    "934e554d5059010076007b276465736372273a20273c6638272c2027666f727472616e5f6f72646572273a2046616c73652c20277368617065273a2028322c292c207d2020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020200a00000000000000000000000000000000",
  ],
]
test.each(SAVED)("%s is written byte by byte as NumPy writes it", (_, tensor, hex) => {
  expect(Buffer.from(writeNpy(tensor)).toString("hex")).toBe(hex)
})

test("what is written as .npz is read back, the same bytes every time", () => {
  const tensors: readonly Tensor[] = [
    { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    { shape: [0, 3], data: new Float32Array() },
    { shape: [], data: Float64Array.of(-0) },
  ]
  const files = tensors.map((tensor, i) => ({ path: `block/${i}.weight.npy`, bytes: writeNpy(tensor) }))
  const bytes = writeZip(files, false)
  expect(Buffer.from(writeZip(files, false)).equals(bytes)).toBe(true)
  const read = open(bytes).tensors
  expect(read.map(({ name }) => name)).toEqual(["block/0.weight", "block/1.weight", "block/2.weight"])
  expect(read.map((one) => one.read())).toEqual(tensors)
})

test("safetensors are sorted by name: here layer 2 stands before layer 10 again", () => {
  const file = open(safetensors("net.10.weight", "net.2.weight", "net.1.weight"))
  expect(file.tensors.map(({ name }) => name)).toEqual(["net.1.weight", "net.2.weight", "net.10.weight"])
})

test("of a file of numbers the params and the buffers before the run are weights, the rest is counted", () => {
  const names = [
    "value/x:value",
    "param/fc.weight",
    "buffer/bn.running_mean",
    "buffer_after/bn.running_mean",
    "grad/fc.weight",
  ]
  const file = open(safetensors(...names))
  expect(file.tensors.map(({ name }) => name)).toEqual(["bn.running_mean", "fc.weight"])
  expect(file.others).toBe(3)
})

test.each([
  ["a pickle", Uint8Array.of(0x80, 2, 0x7d, 0x71)],
  ["a .pt file", zipFile("archive/data.pkl", Uint8Array.of(0x80, 2))],
])("%s is refused with one line that makes an .npz of it", (_, bytes) => {
  expect(refusal(bytes)).toBe(
    "it is a Python pickle, which may run anything when it is read; in Python: " +
      'import numpy as np, torch; np.savez("W.npz", **{name: x.numpy() for name, x in torch.load("FILE", map_location="cpu").items()})',
  )
})

test.each([
  ["nothing", new Uint8Array(), "it is empty"],
  [
    "one array",
    npyFile("<f4", [1], new Uint8Array(4)),
    "a single array without a name; save arrays by name with np.savez",
  ],
  ["a document", Buffer.from('{"gradwire":1,"nodes":[]}'), "it is a Gradwire document, which holds no weights"],
  ["no tensors", safetensors(), "it holds no tensors"],
  ["a lying header", Buffer.concat([Buffer.from([200, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"x":')]), "(at byte 0)"],
])("%s is refused", (_, bytes, words) => {
  expect(refusal(bytes)).toContain(words)
})
