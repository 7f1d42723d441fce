// Reads a safetensors file with mistrust: whatever its header claims is compared with the bytes before anything is made.

import { browserLimits, MAX_RANK } from "../../graph/limits.ts"
import { count, quote } from "../../graph/problem.ts"
import { isFault, type Member, scan } from "../../graph/text/scan.ts"
import type { Json } from "../../ops/attributes/attrs.ts"
import { formatShape, type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import {
  bfloat16,
  boolean,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  type NumberKind,
  readNumbers,
  uint8,
  uint16,
  uint32,
  uint64,
} from "./numberKinds.ts"

const KINDS = new Map([
  ["F64", float64],
  ["F32", float32],
  ["F16", float16],
  ["BF16", bfloat16],
  ["I64", int64],
  ["I32", int32],
  ["I16", int16],
  ["I8", int8],
  ["U64", uint64],
  ["U32", uint32],
  ["U16", uint16],
  ["U8", uint8],
  ["BOOL", boolean],
])

/** Where the header begins. */
const HEADER = 8
/** The format's own limit. */
const LONGEST_HEADER = 100_000_000

/** A tensor of a file, its numbers not yet read. */
export interface StoredTensor {
  /** As the format writes it: `F32`. */
  readonly dtype: string
  readonly shape: Shape
  /** A view of the file's bytes. */
  readonly bytes: Uint8Array
}
interface ReadFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>
  readonly metadata: ReadonlyMap<string, string>
}
type Problem = { readonly problem: string }

/** Whether bytes begin as a safetensors file does: a length, then an object. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[8] !== 0x7b) return false
  const length = lengthOf(bytes)
  return length >= 2n && length <= BigInt(LONGEST_HEADER)
}

function lengthOf(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true)
}

/** What a file holds by name, or what is wrong with it and at which byte of it. No tensor is copied. */
export function readSafetensors(bytes: Uint8Array): ReadFile | Problem {
  if (bytes.length < HEADER)
    return { problem: `the file ends at byte ${bytes.length}, within the length of its header` }
  const length = lengthOf(bytes)
  if (length > BigInt(LONGEST_HEADER)) {
    const claim = `the header claims ${length} bytes (at byte 0)`
    return { problem: `${claim}; at most ${count(LONGEST_HEADER)} are allowed` }
  }
  const end = HEADER + Number(length)
  if (end > bytes.length) {
    const claim = `the header claims ${count(end - HEADER)} bytes (at byte 0)`
    return { problem: `${claim}, the file has ${count(bytes.length - HEADER)} behind its length` }
  }
  const header = readHeader(bytes.subarray(HEADER, end))
  if ("problem" in header) return header
  return withPlaces(header, bytes.subarray(end), end)
}

interface Header {
  readonly members: readonly Member[]
  /** The byte of the file at an offset in the header's text. */
  readonly byteAt: (offset: number) => number
}

function readHeader(header: Uint8Array): Header | Problem {
  let text: string
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header)
  } catch {
    return { problem: `the header (from byte ${HEADER}) is no UTF-8 text` }
  }
  const byteAt = (offset: number): number => HEADER + new TextEncoder().encode(text.slice(0, offset)).length
  if (!text.startsWith("{")) return { problem: `the header does not begin with { (at byte ${HEADER})` }
  const read = scan(text, browserLimits.depth)
  if (isFault(read)) {
    return { problem: `the header is no JSON: ${read.sentence} (at byte ${count(byteAt(read.offset))})` }
  }
  const [fault] = read.faults
  if (fault === undefined) return { members: read.members, byteAt }
  return { problem: `the header: ${fault.sentence} (at byte ${count(byteAt(fault.offset))})` }
}

interface Span {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Every tensor's bytes; together they are all of the data, without a gap or an overlap. `first`: where the data begin. */
function withPlaces({ members, byteAt }: Header, data: Uint8Array, first: number): ReadFile | Problem {
  const tensors = new Map<string, StoredTensor>()
  const spans: Span[] = []
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const { key: name, value, valueStart } of members) {
    const where = (): string => `(at byte ${count(byteAt(valueStart))})`
    if (name === "__metadata__") {
      const read = readMetadata(value)
      if (read === null) return { problem: `__metadata__ is no object of texts ${where()}` }
      metadata = read
      continue
    }
    const entry = readEntry(name, value, data.length)
    if ("problem" in entry) return { problem: `${entry.problem} ${where()}` }
    tensors.set(name, { dtype: entry.dtype, shape: entry.shape, bytes: data.subarray(entry.start, entry.end) })
    spans.push(entry)
  }
  const problem = spansProblem(spans, data.length, first)
  return problem === null ? { tensors, metadata } : { problem }
}

function readMetadata(value: Json): ReadonlyMap<string, string> | null {
  if (!isObject(value)) return null
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string")
  return texts.length === Object.keys(value).length ? new Map(texts) : null
}

function readEntry(
  name: string,
  value: Json,
  most: number,
): (Span & { readonly dtype: string; readonly shape: Shape }) | Problem {
  const of = `the tensor ${quote(name)}`
  if (!isObject(value)) return { problem: `${of} is no object` }
  const { dtype, shape, data_offsets: offsets, ...others } = value
  const [odd] = Object.keys(others)
  if (odd !== undefined) return { problem: `${of} has a field ${quote(odd)}, which the format does not know` }
  const kind = typeof dtype === "string" ? KINDS.get(dtype) : undefined
  if (typeof dtype !== "string" || kind === undefined) {
    const found = typeof dtype === "string" ? quote(dtype) : "nothing"
    return { problem: `${of} has the dtype ${found}; ${[...KINDS.keys()].join(", ")} are read` }
  }
  if (!isCounts(shape)) return { problem: `${of} has no shape of whole numbers from 0` }
  if (!isCounts(offsets) || offsets.length !== 2) return { problem: `${of} has no data_offsets, two whole numbers` }
  const [start = 0, end = 0] = offsets
  if (start > end || end > most) {
    return { problem: `${of} claims the bytes ${count(start)} to ${count(end)}, the file has ${count(most)} of data` }
  }
  const wanted = shape.reduce((product, n) => product * n, kind.bytes)
  if (end - start !== wanted) {
    return {
      problem: `${of}, ${formatShape(shape)} of ${dtype}, takes ${count(wanted)} bytes, it claims ${count(end - start)}`,
    }
  }
  return { name, start, end, dtype, shape }
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isCounts(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0)
}

function spansProblem(spans: readonly Span[], length: number, first: number): string | null {
  const where = (at: number): string => `(at byte ${count(first + at)})`
  let [at, last] = [0, ""]
  for (const { name, start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at) return `the tensors ${quote(last)} and ${quote(name)} overlap ${where(start)}`
    if (start > at) return `${count(start - at)} bytes before the tensor ${quote(name)} belong to none ${where(at)}`
    at = end
    last = name
  }
  return at === length ? null : `${count(length - at)} bytes at the end belong to no tensor ${where(at)}`
}

/** What a dtype of the format is called elsewhere: `F16` is `float16`. */
export function numbersOf(dtype: string): string {
  return kindOf(dtype).name
}

function kindOf(dtype: string): NumberKind {
  const kind = KINDS.get(dtype)
  if (kind === undefined) throw new Error(`${dtype} was read from a header and is no dtype`)
  return kind
}

/** A stored tensor's numbers: float64, or float32 where they were that. */
export function tensorIn({ dtype, shape, bytes }: StoredTensor): Tensor | Problem {
  if (shape.length > MAX_RANK) return { problem: `it has ${shape.length} axes; the limit is ${MAX_RANK}` }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = readNumbers(kindOf(dtype), view, 0, sizeOf(shape), true)
  if ("problem" in data) return data
  return { shape, data: dtype === "F32" ? Float32Array.from(data) : data }
}
