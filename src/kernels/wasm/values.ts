// Expressions of WebAssembly with their types: `f32x4.add(a, b)` is the code that leaves the sum of two vectors of four
// numbers. The compiler refuses to add a pointer to a vector. Opcodes: core specification 2.0, section 5.4, and for relaxed
// multiply-add the relaxed SIMD proposal. This folder is an assembler: it knows no kernel.

import { float32Bytes, float64Bytes, signed, unsigned } from "./bytes.ts"

/** Types of numbers on the stack. Pointers and counters are i32. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128"

/** Code that leaves one number of a type. */
export interface Value<T extends ValueType> {
  readonly type: T
  readonly code: readonly number[]
}

/** A variable of a function. Reading it is a value. */
export interface Local<T extends ValueType> extends Value<T> {
  readonly index: number
}

type Pointer = Value<"i32">

function value<T extends ValueType>(type: T, ...pieces: readonly (number | readonly number[])[]): Value<T> {
  // Plans write hundreds of thousands of these: `flat` would take half of the time.
  const code: number[] = []
  for (const piece of pieces) {
    if (typeof piece === "number") code.push(piece)
    else for (const byte of piece) code.push(byte)
  }
  return { type, code }
}

/** A local by its number. */
export function localAt<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: [0x20, ...unsigned(index)] }
}

const simd = (opcode: number): readonly number[] => [0xfd, ...unsigned(opcode)]
/** log₂ of the alignment and the offset; kernels promise no more than that numbers are aligned to 4 bytes. */
const memory = (offset: number, align: number): readonly number[] => [align, ...unsigned(offset)]

function unary<A extends ValueType, T extends ValueType>(_from: A, to: T, ...opcode: readonly number[]) {
  return (x: Value<A>): Value<T> => value(to, x.code, opcode)
}
function binary<A extends ValueType, T extends ValueType>(_from: A, to: T, ...opcode: readonly number[]) {
  return (x: Value<A>, y: Value<A>): Value<T> => value(to, x.code, y.code, opcode)
}
function ternary(...opcode: readonly number[]) {
  return (x: Value<"v128">, y: Value<"v128">, z: Value<"v128">): Value<"v128"> =>
    value("v128", x.code, y.code, z.code, opcode)
}

/** Pointers, counters and comparisons (0 or 1). */
export const i32 = {
  constant: (n: number): Value<"i32"> => value("i32", 0x41, signed(n)),
  add: binary("i32", "i32", 0x6a),
  mul: binary("i32", "i32", 0x6c),
  and: binary("i32", "i32", 0x71),
  or: binary("i32", "i32", 0x72),
  xor: binary("i32", "i32", 0x73),
  shiftLeft: binary("i32", "i32", 0x74),
  /** Zeros come in from the left. */
  shiftRight: binary("i32", "i32", 0x76),
  /** Signed. */
  less: binary("i32", "i32", 0x48),
  unequal: binary("i32", "i32", 0x47),
  /** Without what is behind the point; NaN is 0. */
  fromF32: unary("f32", "i32", 0xfc, 0),
  load: (at: Pointer, offset = 0): Value<"i32"> => value("i32", at.code, 0x28, memory(offset, 2)),
}

/** A pointer some bytes further. */
export function beyond(at: Pointer, bytes: number): Pointer {
  return bytes === 0 ? at : i32.add(at, i32.constant(bytes))
}

/** Single numbers of 32 bits. */
export const f32 = {
  load: (at: Pointer, offset = 0): Value<"f32"> => value("f32", at.code, 0x2a, memory(offset, 2)),
  constant: (x: number): Value<"f32"> => value("f32", 0x43, float32Bytes(x)),
  fromF64: unary("f64", "f32", 0xb6),
}

/** Single numbers of 64 bits: sums. */
export const f64 = {
  constant: (x: number): Value<"f64"> => value("f64", 0x44, float64Bytes(x)),
  load: (at: Pointer, offset = 0): Value<"f64"> => value("f64", at.code, 0x2b, memory(offset, 2)),
  add: binary("f64", "f64", 0xa0),
  sub: binary("f64", "f64", 0xa1),
  mul: binary("f64", "f64", 0xa2),
  div: binary("f64", "f64", 0xa3),
  sqrt: unary("f64", "f64", 0x9f),
  max: binary("f64", "f64", 0xa5),
  fromF32: unary("f32", "f64", 0xbb),
  /** Of 32 bits without a sign. */
  fromU32: unary("i32", "f64", 0xb8),
  /** 1 where x ≥ y, else 0. */
  atLeast: binary("f64", "i32", 0x66),
}

/** Four numbers of 32 bits. */
export const f32x4 = {
  constant: (x: number): Value<"v128"> => {
    const bytes = float32Bytes(x)
    return value("v128", simd(12), bytes, bytes, bytes, bytes)
  },
  splat: unary("f32", "v128", ...simd(0x13)),
  equal: binary("v128", "v128", ...simd(0x41)),
  unequal: binary("v128", "v128", ...simd(0x42)),
  /** Of each pair, all bits where x < y, none elsewhere; none where either is NaN. */
  less: binary("v128", "v128", ...simd(0x43)),
  greater: binary("v128", "v128", ...simd(0x44)),
  atMost: binary("v128", "v128", ...simd(0x45)),
  atLeast: binary("v128", "v128", ...simd(0x46)),
  /** The nearest whole number, the even one of two. */
  nearest: unary("v128", "v128", ...simd(0x6a)),
  abs: unary("v128", "v128", ...simd(0xe0)),
  negate: unary("v128", "v128", ...simd(0xe1)),
  sqrt: unary("v128", "v128", ...simd(0xe3)),
  add: binary("v128", "v128", ...simd(0xe4)),
  sub: binary("v128", "v128", ...simd(0xe5)),
  mul: binary("v128", "v128", ...simd(0xe6)),
  div: binary("v128", "v128", ...simd(0xe7)),
  /** NaN where either is. */
  min: binary("v128", "v128", ...simd(0xe8)),
  max: binary("v128", "v128", ...simd(0xe9)),
  /** y where y < x, else x: NaN in x stays. */
  pseudoMin: binary("v128", "v128", ...simd(0xea)),
  /** y where x < y, else x: NaN in x stays. */
  pseudoMax: binary("v128", "v128", ...simd(0xeb)),
  /** x·y + z, rounded once or twice as the machine likes. */
  relaxedMultiplyAdd: ternary(...simd(0x105)),
  fromI32: unary("v128", "v128", ...simd(0xfa)),
  /** Two numbers of 64 bits as the first two; the others are zeros. */
  fromF64: unary("v128", "v128", ...simd(0x5e)),
  /** Four numbers of 64 bits: the first two, and the last two. */
  fromPairs: (low: Value<"v128">, high: Value<"v128">): Value<"v128"> =>
    v128.lanes(f32x4.fromF64(low), f32x4.fromF64(high), [0, 1, 4, 5]),
}

/** Four whole numbers of 32 bits: places, and the bits of float32. */
export const i32x4 = {
  splat: unary("i32", "v128", ...simd(0x11)),
  lanes: (numbers: readonly number[]): Value<"v128"> => {
    const bytes = numbers.flatMap((n) => [0, 8, 16, 24].map((shift) => (n >> shift) & 0xff))
    return value("v128", simd(12), bytes)
  },
  constant: (n: number): Value<"v128"> => i32x4.lanes([n, n, n, n]),
  equal: binary("v128", "v128", ...simd(0x37)),
  shiftLeft: shift(0xab),
  /** The sign is kept. */
  shiftRight: shift(0xac),
  add: binary("v128", "v128", ...simd(0xae)),
  sub: binary("v128", "v128", ...simd(0xb1)),
  /** The whole part; 0 for NaN, the nearest there is for what is too large. */
  fromF32: unary("v128", "v128", ...simd(0xf8)),
  /** The same of two numbers of 64 bits; the other two are 0. */
  fromF64: unary("v128", "v128", ...simd(0xfc)),
}

function shift(opcode: number) {
  return (x: Value<"v128">, bits: number): Value<"v128"> => value("v128", x.code, 0x41, signed(bits), simd(opcode))
}

/** Two numbers of 64 bits: sums of vectors. */
export const f64x2 = {
  constant: (x: number): Value<"v128"> => value("v128", simd(12), float64Bytes(x), float64Bytes(x)),
  nearest: unary("v128", "v128", ...simd(0x94)),
  /** Of each pair, all bits where x = y, none elsewhere. */
  equal: binary("v128", "v128", ...simd(0x47)),
  unequal: binary("v128", "v128", ...simd(0x48)),
  less: binary("v128", "v128", ...simd(0x49)),
  greater: binary("v128", "v128", ...simd(0x4a)),
  abs: unary("v128", "v128", ...simd(0xec)),
  negate: unary("v128", "v128", ...simd(0xed)),
  add: binary("v128", "v128", ...simd(0xf0)),
  sub: binary("v128", "v128", ...simd(0xf1)),
  mul: binary("v128", "v128", ...simd(0xf2)),
  div: binary("v128", "v128", ...simd(0xf3)),
  sqrt: unary("v128", "v128", ...simd(0xef)),
  min: binary("v128", "v128", ...simd(0xf4)),
  max: binary("v128", "v128", ...simd(0xf5)),
  /** The first two of four numbers, without loss. */
  fromLow: unary("v128", "v128", ...simd(0x5f)),
  /** One of the two. */
  lane: (x: Value<"v128">, lane: 0 | 1): Value<"f64"> => value("f64", x.code, simd(0x21), lane),
  /** The last two. */
  fromHigh: (x: Value<"v128">): Value<"v128"> => f64x2.fromLow(v128.lanes(x, x, [2, 3, 0, 1])),
}

/** 128 bits, whatever they hold. */
export const v128 = {
  zero: value(
    "v128",
    simd(12),
    Array.from({ length: 16 }, () => 0),
  ),
  load: (at: Pointer, offset = 0): Value<"v128"> => value("v128", at.code, simd(0), memory(offset, 2)),
  /** One number of 32 bits, four times. */
  splatLoad: (at: Pointer, offset = 0): Value<"v128"> => value("v128", at.code, simd(9), memory(offset, 2)),
  /** One number of 64 bits, twice. */
  splatLoad64: (at: Pointer, offset = 0): Value<"v128"> => value("v128", at.code, simd(10), memory(offset, 2)),
  /** x with one of its four numbers read anew. */
  loadLane: (at: Pointer, offset: number, x: Value<"v128">, lane: number): Value<"v128"> =>
    value("v128", at.code, x.code, simd(0x56), memory(offset, 2), lane),
  /** 1 where any bit is set, else 0. */
  anyTrue: unary("v128", "i32", ...simd(0x53)),
  and: binary("v128", "v128", ...simd(0x4e)),
  /** Bits of x that mask does not have. */
  without: binary("v128", "v128", ...simd(0x4f)),
  or: binary("v128", "v128", ...simd(0x50)),
  /** Four numbers of eight: 0 to 3 are those of x, 4 to 7 those of y. */
  lanes: (x: Value<"v128">, y: Value<"v128">, picked: readonly [number, number, number, number]): Value<"v128"> =>
    value(
      "v128",
      x.code,
      y.code,
      simd(13),
      picked.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
    ),
  xor: binary("v128", "v128", ...simd(0x51)),
  /** Bits of x where mask has them, else those of y. */
  select: (x: Value<"v128">, y: Value<"v128">, mask: Value<"v128">): Value<"v128"> =>
    ternary(...simd(0x52))(x, y, mask),
}

const TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b }
const STORES: Readonly<Record<ValueType, readonly [opcode: readonly number[], align: number]>> = {
  i32: [[0x36], 2],
  i64: [[0x37], 2],
  f32: [[0x38], 2],
  f64: [[0x39], 2],
  v128: [simd(11), 2],
}

/** The byte that stands for a type. */
export function typeByte(type: ValueType): number {
  return TYPES[type]
}

/** Code that stores a value. */
export function storeCode(at: Pointer, offset: number, stored: Value<ValueType>): readonly number[] {
  const [opcode, align] = STORES[stored.type]
  return [...at.code, ...stored.code, ...opcode, ...memory(offset, align)]
}

/** Code that stores one of the four numbers of a vector. */
export function storeLaneCode(at: Pointer, offset: number, x: Value<"v128">, lane: number): readonly number[] {
  return [...at.code, ...x.code, ...simd(0x5a), ...memory(offset, 2), lane]
}
