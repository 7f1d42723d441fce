// NumPy's .npy file: a magic word, a version, a header that is a Python dict as text, then the numbers. Floats, integers and
// booleans of either byte order are read; anything else is refused by name. Nothing in the header is evaluated.

import { browserLimits } from "../../graph/limits.ts"
import { formatShape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import {
  boolean,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
} from "./numberKinds.ts"
import { storedNumbers } from "./storedNumbers.ts"

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** NumPy's own limit on what it reads without being told to trust the file. */
const LONGEST_HEADER = 10_000
const MOST_AXES = 32

/** By NumPy's letter and number of bytes, without the byte order. */
const KINDS = new Map([
  ["f2", float16],
  ["f4", float32],
  ["f8", float64],
  ["i1", int8],
  ["i2", int16],
  ["i4", int32],
  ["i8", int64],
  ["u1", uint8],
  ["u2", uint16],
  ["u4", uint32],
  ["u8", uint64],
  ["b1", boolean],
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
  if (bytes.length > browserLimits.fileBytes) {
    return { problem: `the file has ${bytes.length} bytes; at most ${browserLimits.fileBytes} are read` }
  }
  const stored = storedNpy(bytes)
  return "problem" in stored ? stored : stored.read(null)
}

/** What the header says, held against the file's size; the numbers, or the first examples of them, are read on request. */
export function storedNpy(bytes: Uint8Array): Stored | { readonly problem: string } {
  if (!isNpy(bytes)) return { problem: `this is no .npy file: ${otherFile(bytes)}` }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = headerText(view)
  if ("problem" in found) return found
  const header = readHeader(found.text)
  if ("problem" in header) return header
  return storedData(view, found.end, header)
}

interface Stored {
  readonly shape: Shape
  /** What its numbers are: `float16`, `uint8`. */
  readonly dtype: string
  readonly read: (examples: number | null) => Tensor | { readonly problem: string }
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

function storedData(view: DataView, start: number, header: Header): Stored | { readonly problem: string } {
  const { descr, fortran, shape } = header
  const [order, letter = "", bytes = ""] = [descr[0], descr[1], descr.slice(2)]
  const kind = KINDS.get(letter + bytes)
  if (kind === undefined) {
    const what = REFUSED[letter] ?? "numbers of this type"
    return { problem: `"${descr.slice(0, 20)}": ${what} are not read; save with .astype("<f8")` }
  }
  const wanted = sizeOf(shape) * kind.bytes
  if (view.byteLength - start !== wanted) {
    const held = view.byteLength - start
    return { problem: `shape ${formatShape(shape)} of ${descr} wants ${wanted} bytes, the file holds ${held}` }
  }
  const read = storedNumbers({ view, start, kind, shape, little: order !== ">", fortran })
  return { shape, dtype: kind.name, read }
}
