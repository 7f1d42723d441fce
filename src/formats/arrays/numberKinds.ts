// How binary files write numbers: floats of 16, 32 and 64 bits, whole numbers and truths, of either byte order.

/** Reads the number that begins at a byte. */
type ReadNumber = (view: DataView, at: number, little: boolean) => number

export interface NumberKind {
  /** As NumPy and PyTorch call it. */
  readonly name: string
  readonly bytes: number
  readonly read: ReadNumber
  /** Whole numbers that may lie beyond 2^53, where floats cannot tell them apart. */
  readonly wide?: boolean
}

export const float16: NumberKind = {
  name: "float16",
  bytes: 2,
  read: (view, at, little) => half(view.getUint16(at, little)),
}
/** The upper half of a float of 32 bits. */
export const bfloat16: NumberKind = {
  name: "bfloat16",
  bytes: 2,
  read: (view, at, little) => brain(view.getUint16(at, little)),
}
export const float32: NumberKind = {
  name: "float32",
  bytes: 4,
  read: (view, at, little) => view.getFloat32(at, little),
}
export const float64: NumberKind = {
  name: "float64",
  bytes: 8,
  read: (view, at, little) => view.getFloat64(at, little),
}
export const int8: NumberKind = { name: "int8", bytes: 1, read: (view, at) => view.getInt8(at) }
export const int16: NumberKind = { name: "int16", bytes: 2, read: (view, at, little) => view.getInt16(at, little) }
export const int32: NumberKind = { name: "int32", bytes: 4, read: (view, at, little) => view.getInt32(at, little) }
export const int64: NumberKind = {
  name: "int64",
  bytes: 8,
  read: (view, at, little) => Number(view.getBigInt64(at, little)),
  wide: true,
}
export const uint8: NumberKind = { name: "uint8", bytes: 1, read: (view, at) => view.getUint8(at) }
export const uint16: NumberKind = { name: "uint16", bytes: 2, read: (view, at, little) => view.getUint16(at, little) }
export const uint32: NumberKind = { name: "uint32", bytes: 4, read: (view, at, little) => view.getUint32(at, little) }
export const uint64: NumberKind = {
  name: "uint64",
  bytes: 8,
  read: (view, at, little) => Number(view.getBigUint64(at, little)),
  wide: true,
}
export const boolean: NumberKind = { name: "bool", bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) }

/** `size` numbers from byte `start` on, or that some of them cannot be told apart here. */
export function readNumbers(
  kind: NumberKind,
  view: DataView,
  start: number,
  size: number,
  little: boolean,
): Float64Array | { readonly problem: string } {
  const data = new Float64Array(size)
  for (let i = 0; i < size; i++) data[i] = kind.read(view, start + i * kind.bytes, little)
  if (kind.wide === true && !data.every(Number.isSafeInteger)) {
    return { problem: "it holds whole numbers beyond 2^53, which cannot be told apart here" }
  }
  return data
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

const WORD = new DataView(new ArrayBuffer(4))

function brain(bits: number): number {
  WORD.setUint16(0, bits)
  WORD.setUint16(2, 0)
  return WORD.getFloat32(0)
}
