// Tensors as documents write them: nested arrays (a scalar is a bare number), or packed in base64 with a shape. Reading
// trusts nothing: a literal comes from a file as it stands. This folder makes tensors of what a document says and back; it
// runs no op, and what a node does with its values is not its business.

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
import type { ValueLiteral } from "../document.ts"
import { MAX_LITERAL_ELEMENTS, MAX_RANK, MAX_TENSOR_ELEMENTS, MAX_WRITTEN_ELEMENTS } from "../limits.ts"
import { count, show } from "../problem.ts"
import { encodingFault, isPacked, packValue, unpack } from "./packed.ts"
import { cell, cellFault, isValueProblem, problem, type ValueProblem } from "./valueProblem.ts"

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
  if (isPacked(literal)) return unpack(literal, shape, dtype)
  // literalShape has seen that it is a number or an array.
  if (size > MAX_LITERAL_ELEMENTS) return tooMany(size, MAX_LITERAL_ELEMENTS, " as nested arrays; write it as base64")
  const data = allocate(size, dtype)
  const fault = fill(data, literal, shape, [], { at: 0 })
  return fault ?? { shape, data }
}

/** The shape of a literal, by the first element of each level; whether the rest agrees is found by `readValue`. */
export function literalShape(literal: ValueLiteral | Json): Shape | ValueProblem {
  if (isPacked(literal)) {
    const { shape } = literal
    const twice = encodingFault(literal)
    if (twice !== null) return problem(twice)
    if (!shape.every(isSize)) {
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

function tooMany(size: number, most: number, advice = ""): ValueProblem {
  return problem(`${count(size)} elements are more than the limit of ${count(most)}${advice}`)
}

function tooDeep(rank: number): ValueProblem {
  return problem(`${rank} or more axes are more than the limit of ${MAX_RANK}`)
}

function isSize(n: unknown): n is number {
  return typeof n === "number" && Number.isSafeInteger(n) && n >= 0
}
