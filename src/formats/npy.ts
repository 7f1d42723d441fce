// NumPy's .npy file: a magic word, a version, a header that is a Python dict as text, then the numbers. Floats, integers and
// booleans of either byte order are read; anything else is refused by name. Nothing in the header is evaluated.

import { browserLimits } from "../graph/limits.ts"
import { permute } from "../tensor/permute.ts"
import { formatShape, type Shape, sizeOf, type Tensor } from "../tensor/tensor.ts"

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** NumPy's own limit on what it reads without being told to trust the file. */
const LONGEST_HEADER = 10_000
const MOST_AXES = 32

type Read = (view: DataView, at: number, little: boolean) => number
/** By NumPy's letter and number of bytes, without the byte order. */
const KINDS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ["f2", (view, at, little) => half(view.getUint16(at, little))],
  ["f4", (view, at, little) => view.getFloat32(at, little)],
  ["f8", (view, at, little) => view.getFloat64(at, little)],
  ["i1", (view, at) => view.getInt8(at)],
  ["i2", (view, at, little) => view.getInt16(at, little)],
  ["i4", (view, at, little) => view.getInt32(at, little)],
  ["i8", (view, at, little) => Number(view.getBigInt64(at, little))],
  ["u1", (view, at) => view.getUint8(at)],
  ["u2", (view, at, little) => view.getUint16(at, little)],
  ["u4", (view, at, little) => view.getUint32(at, little)],
  ["u8", (view, at, little) => Number(view.getBigUint64(at, little))],
  ["b1", (view, at) => (view.getUint8(at) === 0 ? 0 : 1)],
])
/** What other letters stand for. */
const REFUSED: { readonly [letter: string]: string } = {
  c: "complex numbers",
  O: "Python objects",
  U: "texts",
  S: "texts",
  M: "dates",
  m: "durations",
  V: "records",
}

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023]
  const size =
    exponent === 31
      ? fraction === 0
        ? Number.POSITIVE_INFINITY
        : Number.NaN
      : exponent === 0
        ? fraction * 2 ** -24
        : (1 + fraction / 1024) * 2 ** (exponent - 15)
  return bits >> 15 === 1 ? -size : size
}

interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: Shape
}

/** Whether bytes begin as a .npy file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, at) => bytes[at] === byte)
}

/** The array in float64 and row-major order, or what is wrong with the file. */
export function readNpy(bytes: Uint8Array): Tensor | { readonly problem: string } {
  if (!isNpy(bytes)) return { problem: `this is no .npy file: ${otherFile(bytes)}` }
  if (bytes.length > browserLimits.fileBytes) {
    return { problem: `the file has ${bytes.length} bytes; at most ${browserLimits.fileBytes} are read` }
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = headerText(view)
  if ("problem" in found) return found
  const header = readHeader(found.text)
  if ("problem" in header) return header
  return readData(view, found.end, header)
}

function otherFile(bytes: Uint8Array): string {
  if (bytes.length === 0) return "it is empty"
  if (isZip(bytes)) return `it is a zip, as .npz and .pt files are; ${SAVE_ONE}`
  if (bytes[0] === 0x80 && (bytes[1] ?? 9) <= 5) return `it is a Python pickle; ${SAVE_ONE}`
  return "it does not begin with \\x93NUMPY"
}

const SAVE_ONE = 'save one array with np.save("a.npy", a), from PyTorch with a.detach().numpy()'

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

function headerText(view: DataView): { readonly text: string; readonly end: number } | { readonly problem: string } {
  const wide = view.byteLength > 6 && view.getUint8(6) >= 2
  const start = wide ? 12 : 10
  if (view.byteLength < start) return { problem: "the file ends within its header" }
  const version = view.getUint8(6)
  if (version < 1 || version > 3) return { problem: `version ${version} of .npy is not known; 1 to 3 are` }
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true)
  if (length > LONGEST_HEADER)
    return { problem: `the header claims ${length} bytes; at most ${LONGEST_HEADER} are read` }
  if (view.byteLength < start + length) return { problem: "the file ends within its header" }
  const text = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length))
  return { text, end: start + length }
}

function readHeader(text: string): Header | { readonly problem: string } {
  const descr = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(text)?.[1]
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text)?.[1]
  const axes = /['"]shape['"]\s*:\s*\(([0-9,\sL]*)\)/.exec(text)?.[1]
  if (descr === undefined) return { problem: "the header names no plain number type (descr); records are not read" }
  if (fortran === undefined) return { problem: "the header does not say fortran_order" }
  if (axes === undefined) return { problem: "the header has no shape" }
  const shape = axes
    .split(",")
    .map((axis) => axis.replace("L", "").trim())
    .filter((axis) => axis !== "")
    .map(Number)
  if (shape.length > MOST_AXES || !shape.every(Number.isSafeInteger)) {
    return { problem: `the shape (${axes.slice(0, 60)}) cannot be read` }
  }
  return { descr, fortran: fortran === "True", shape }
}

function readData(view: DataView, start: number, header: Header): Tensor | { readonly problem: string } {
  const { descr, fortran, shape } = header
  const [order, letter = "", bytes = ""] = [descr[0], descr[1], descr.slice(2)]
  const read = KINDS.get(letter + bytes)
  if (read === undefined) {
    const what = REFUSED[letter] ?? "numbers of this type"
    return { problem: `"${descr.slice(0, 20)}": ${what} are not read; save with .astype("<f8")` }
  }
  const size = sizeOf(shape)
  const wanted = size * Number(bytes)
  if (view.byteLength - start !== wanted) {
    const held = view.byteLength - start
    return { problem: `shape ${formatShape(shape)} of ${descr} wants ${wanted} bytes, the file holds ${held}` }
  }
  const data = Float64Array.from({ length: size }, (_, i) => read(view, start + i * Number(bytes), order !== ">"))
  if (bytes === "8" && letter !== "f" && !data.every(Number.isSafeInteger)) {
    return { problem: "it holds whole numbers beyond 2^53, which cannot be told apart here" }
  }
  if (!fortran || shape.length < 2) return { shape, data }
  const backwards = shape.map((_, axis) => shape.length - 1 - axis)
  return permute({ shape: [...shape].reverse(), data }, backwards)
}
