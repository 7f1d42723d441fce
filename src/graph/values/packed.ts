// Tensors in base64 beside their shape: little-endian floats ("f32", "f64") as they are, or bytes ("i8", signed, or "u8")
// that a scale and an offset make numbers of: value = scale · byte + offset. A byte a number is a quarter of a float32, and
// enough for params that were learned and for the greys of a picture.

import { addressOf } from "../../tensor/address.ts"
import { allocate, type Dtype, dtypeOf, formatShape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { ValueLiteral } from "../document.ts"
import { count, show } from "../problem.ts"
import { fromBase64, toBase64 } from "./base64.ts"
import { cell, cellFault, problem, type ValueProblem } from "./valueProblem.ts"

/** How a number is read from bytes, and how many bytes it takes. */
const ENCODINGS = {
  f32: { width: 4, read: (view: DataView, at: number) => view.getFloat32(at, true) },
  f64: { width: 8, read: (view: DataView, at: number) => view.getFloat64(at, true) },
  i8: { width: 1, read: (view: DataView, at: number) => view.getInt8(at) },
  u8: { width: 1, read: (view: DataView, at: number) => view.getUint8(at) },
} as const
type Encoding = keyof typeof ENCODINGS
const NAMES: readonly Encoding[] = ["f32", "f64", "i8", "u8"]

/** An object with a shape and text in at least one encoding; `encodingFault` says whether it is one. */
export type Packed = { readonly shape: readonly unknown[]; readonly scale?: unknown; readonly offset?: unknown } & {
  readonly [encoding in Encoding]?: unknown
}

/** True for an object that is meant as a packed tensor, whatever else may be wrong with it. */
export function isPacked(literal: unknown): literal is Packed {
  if (typeof literal !== "object" || literal === null || Array.isArray(literal)) return false
  const held: Partial<Packed> = literal
  return Array.isArray(held.shape) && encodingsOf(held).length > 0
}

/** True for bytes with a scale: what a Gradwire of the first format would not read. */
export function isQuantised(literal: unknown): boolean {
  return isPacked(literal) && encodingsOf(literal).some((encoding) => ENCODINGS[encoding].width === 1)
}

/** What forbids to read a packed tensor, before its text is looked at; null if nothing does. */
export function encodingFault(literal: Packed): string | null {
  const encodings = encodingsOf(literal)
  if (encodings.length > 1) {
    return `the numbers are written ${encodings.length} times, as ${encodings.map((one) => `"${one}"`).join(" and ")}; expected one of them`
  }
  if (!isQuantised(literal)) return null
  const { scale, offset } = literal
  if (!isNumber(scale) || scale <= 0) return `"scale" is ${found(scale)}, expected a finite number above 0`
  return offset === undefined || isNumber(offset) ? null : `"offset" is ${found(offset)}, expected a finite number`
}

/** The tensor of a packed literal without a fault. Its text must hold exactly `shape`. */
export function unpack(literal: Packed, shape: Shape, dtype: Dtype): Tensor | ValueProblem {
  const [encoding = "f32"] = encodingsOf(literal)
  const { width, read } = ENCODINGS[encoding]
  const size = sizeOf(shape)
  const text = literal[encoding]
  const bytes = typeof text === "string" ? fromBase64(text) : null
  if (bytes === null) return problem("expected base64 text (A–Z, a–z, 0–9, + and /), found other characters")
  if (bytes.length !== size * width) {
    const [expected, found] = [inBytes(size * width), inBytes(bytes.length)]
    return problem(`${formatShape(shape)} in ${encoding} takes ${expected}, found ${found}`, { expected, found })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = allocate(size, dtype)
  const [scale, offset] = width > 1 ? [1, 0] : [Number(literal.scale), Number(literal.offset ?? 0)]
  for (let i = 0; i < size; i++) {
    const value = width > 1 ? read(view, width * i) : scale * read(view, i) + offset
    const fault = cellFault(value, data)
    if (fault !== null) return problem(`${cell(addressOf(shape, i))} ${fault}`)
    data[i] = value
  }
  return { shape, data }
}

/** A tensor in base64, in its own precision. */
export function packValue(tensor: Tensor): ValueLiteral {
  const single = dtypeOf(tensor) === "float32"
  const width = single ? 4 : 8
  const bytes = new Uint8Array(tensor.data.length * width)
  const view = new DataView(bytes.buffer)
  for (const [i, value] of tensor.data.entries()) {
    if (single) view.setFloat32(4 * i, value, true)
    else view.setFloat64(8 * i, value, true)
  }
  const text = toBase64(bytes)
  return single ? { shape: tensor.shape, f32: text } : { shape: tensor.shape, f64: text }
}

/** The largest signed byte that has its negative. */
const MOST = 127
/** Digits of a scale: a rounding far below that of the bytes. */
const DIGITS = 6

/**
 * A tensor of finite numbers in signed bytes around 0: each is off by at most half of max|x| / 127. Symmetric, as PyTorch's
 * quantised weights are, so that a zero stays one.
 */
export function quantiseValue({ shape, data }: Tensor): ValueLiteral {
  let largest = 0
  for (const value of data) largest = Math.max(largest, Math.abs(value))
  const scale = largest === 0 ? 1 : Number((largest / MOST).toPrecision(DIGITS))
  const bytes = Int8Array.from(data, (value) => Math.max(-MOST, Math.min(MOST, Math.round(value / scale))))
  return { shape, i8: toBase64(new Uint8Array(bytes.buffer)), scale }
}

/** Steps between black and white. */
const GREYS = 255
const TOLERANCE = 1e-6

/** Numbers that are all greys of a byte, k / 255, as such bytes; null where some number is none. */
export function greyValue({ shape, data }: Tensor): ValueLiteral | null {
  const bytes = Uint8Array.from(data, (value) => Math.round(GREYS * value))
  const isGrey = data.every((value: number, i: number) => Math.abs(GREYS * value - (bytes[i] ?? 0)) < TOLERANCE)
  return isGrey ? { shape, u8: toBase64(bytes), scale: 1 / GREYS } : null
}

function encodingsOf(literal: Partial<Packed>): readonly Encoding[] {
  return NAMES.filter((name) => typeof literal[name] === "string")
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

/** As a file writes it; what JSON cannot write, by its name. */
function found(value: unknown): string {
  return value === undefined ? "missing" : typeof value === "number" ? String(value) : show(value)
}

function inBytes(size: number): string {
  return `${count(size)} bytes`
}
