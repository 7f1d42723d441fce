// Tensors as documents write them: nested arrays (a scalar is a bare number), or base64 of little-endian floats with a
// shape. Reading trusts nothing: a literal comes from a file as it stands.

import type { Json } from "../../ops/attributes/attrs.ts"
import {
  allocate,
  type Dtype,
  dtypeOf,
  formatShape,
  type Shape,
  sameShape,
  sizeOf,
  type Tensor,
} from "../../tensor/tensor.ts"
import type { Code } from "../codes.ts"
import type { ValueLiteral } from "../document.ts"
import { MAX_LITERAL_ELEMENTS, MAX_RANK, MAX_TENSOR_ELEMENTS, MAX_WRITTEN_ELEMENTS } from "../limits.ts"
import { count, show } from "../problem.ts"
import { fromBase64, toBase64 } from "./base64.ts"

/** Why a literal is no tensor of the expected shape; the sentence starts after the name of the value. */
export interface ValueProblem {
  readonly code: Code
  readonly sentence: string
  readonly found?: string
  readonly expected?: string
}

/** True where a literal stands for no tensor of the shape. */
export function isValueProblem(answer: object): answer is ValueProblem {
  return "sentence" in answer
}

/**
 * The tensor a literal stands for, in the precision of `dtype`. Its shape must be exactly `expected`. Refused, with the
 * cell's index: anything but finite numbers, and numbers too large for `dtype`.
 */
export function readValue(literal: ValueLiteral | Json, expected: Shape, dtype: Dtype): Tensor | ValueProblem {
  const shape = literalShape(literal)
  if (isValueProblem(shape)) return shape
  if (!sameShape(shape, expected)) {
    const [wanted, found] = [formatShape(expected), formatShape(shape)]
    return problem(`expected ${wanted}, found ${found}`, { expected: wanted, found })
  }
  const size = sizeOf(shape)
  if (size > MAX_TENSOR_ELEMENTS) return tooMany(size, MAX_TENSOR_ELEMENTS)
  // literalShape has seen that it is a number, an array, or an object with a shape and text.
  const packed = isPacked(literal) ? literal : null
  if (packed !== null) return unpack(packed, shape, dtype)
  if (size > MAX_LITERAL_ELEMENTS) return tooMany(size, MAX_LITERAL_ELEMENTS, " as nested arrays; write it as base64")
  const data = allocate(size, dtype)
  const fault = fill(data, literal, shape, [], { at: 0 })
  return fault ?? { shape, data }
}

/** The shape of a literal, by the first element of each level; whether the rest agrees is found by `readValue`. */
export function literalShape(literal: ValueLiteral | Json): Shape | ValueProblem {
  if (isPacked(literal)) {
    const { shape } = literal
    if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
      return problem(`expected a shape of whole numbers from 0, found ${show(shape)}`)
    }
    return shape.length > MAX_RANK ? tooDeep(shape.length) : [...shape]
  }
  const shape: number[] = []
  let inner: unknown = literal
  while (Array.isArray(inner)) {
    shape.push(inner.length)
    if (shape.length > MAX_RANK) return tooDeep(shape.length)
    if (inner.length === 0) break
    inner = inner[0]
  }
  if (!Array.isArray(inner) && typeof inner !== "number" && shape.length === 0) {
    return problem(`expected a number, nested lists of numbers, or { "shape", "f32" } in base64, found ${show(inner)}`)
  }
  return shape
}

/** Writes a tensor: nested arrays with the shortest numbers that read back the same, or base64 above 4,096 elements. */
export function writeValue(tensor: Tensor): ValueLiteral {
  if (tensor.data.length > MAX_WRITTEN_ELEMENTS || !writable(tensor)) return packValue(tensor)
  const single = dtypeOf(tensor) === "float32"
  let at = 0
  const level = (axis: number): ValueLiteral => {
    const size = tensor.shape[axis]
    if (size === undefined) {
      const value = tensor.data[at++] ?? 0
      return single ? shortest(value) : value
    }
    return Array.from({ length: size }, () => level(axis + 1))
  }
  return level(0)
}

// Nested arrays cannot tell 0×3 from 0, so a tensor with an empty axis other than the last is packed.
function writable(tensor: Tensor): boolean {
  return tensor.shape.slice(0, -1).every((n) => n > 0)
}

/** The fewest digits that give the same float32. */
function shortest(value: number): number {
  // −0 has no digits to tell it from 0.
  if (value === 0) return value
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}

// ---- Nested arrays --------------------------------------------------------------------------------------------------

/** Copies numbers into `data`; recursion is as deep as the shape, at most 8. */
function fill(
  data: Tensor["data"],
  literal: unknown,
  shape: Shape,
  index: readonly number[],
  next: { at: number },
): ValueProblem | null {
  const size = shape[index.length]
  if (size === undefined) {
    const fault = cellFault(literal, data)
    if (fault !== null) return problem(`${cell(index)} ${fault}`)
    data[next.at++] = Number(literal)
    return null
  }
  if (!Array.isArray(literal)) return problem(`${cell(index)} should be a list of ${size}, found ${show(literal)}`)
  if (literal.length !== size) {
    return problem(`${cell(index)} has ${literal.length} elements, but ${cell(index.map(() => 0))} has ${size}`)
  }
  for (let i = 0; i < size; i++) {
    const fault = fill(data, literal[i], shape, [...index, i], next)
    if (fault !== null) return fault
  }
  return null
}

function cellFault(value: unknown, data: Tensor["data"]): string | null {
  if (typeof value !== "number") return `should be a number, found ${show(value)}`
  if (!Number.isFinite(value)) return `is ${value}, expected a finite number`
  if (data instanceof Float32Array && !Number.isFinite(Math.fround(value))) {
    return `is ${value}, too large for float32 (at most 3.4e38)`
  }
  return null
}

function cell(index: readonly number[]): string {
  return index.length === 0 ? "the value" : `element [${index.join(", ")}]`
}

// ---- Base64 ---------------------------------------------------------------------------------------------------------

type Packed = { readonly shape: readonly number[]; readonly f32?: string; readonly f64?: string }

function isPacked(literal: unknown): literal is Packed {
  if (typeof literal !== "object" || literal === null || Array.isArray(literal)) return false
  const { shape, f32, f64 } = literal as { shape?: unknown; f32?: unknown; f64?: unknown } // any object has these, perhaps undefined
  return Array.isArray(shape) && (typeof f32 === "string") !== (typeof f64 === "string")
}

function unpack(literal: Packed, shape: Shape, dtype: Dtype): Tensor | ValueProblem {
  const width = literal.f64 === undefined ? 4 : 8
  const size = sizeOf(shape)
  const bytes = fromBase64(literal.f64 ?? literal.f32 ?? "")
  if (bytes === null) return problem("expected base64 text (A–Z, a–z, 0–9, + and /), found other characters")
  if (bytes.length !== size * width) {
    const [wanted, found] = [`${count(size * width)} bytes`, `${count(bytes.length)} bytes`]
    return problem(`${formatShape(shape)} in f${8 * width} takes ${wanted}, found ${found}`, {
      expected: wanted,
      found,
    })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = allocate(size, dtype)
  for (let i = 0; i < size; i++) {
    const value = width === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true)
    const fault = cellFault(value, data)
    if (fault !== null) return problem(`${cell(indexOf(i, shape))} ${fault}`)
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

// ---- Words ----------------------------------------------------------------------------------------------------------

function indexOf(at: number, shape: Shape): number[] {
  const index: number[] = []
  let rest = at
  for (const n of shape.toReversed()) {
    index.unshift(rest % n)
    rest = Math.floor(rest / n)
  }
  return index
}

function problem(sentence: string, sides: { found?: string; expected?: string } = {}): ValueProblem {
  return { code: "GW-T104", sentence, ...sides }
}

function tooMany(size: number, most: number, advice = ""): ValueProblem {
  return problem(`${count(size)} elements are more than the limit of ${count(most)}${advice}`)
}

function tooDeep(rank: number): ValueProblem {
  return problem(`${rank} or more axes are more than the limit of ${MAX_RANK}`)
}
