// Writes a safetensors file: 8 bytes of the header's length, a JSON header with dtype, shape and place of every tensor, their
// bytes. It goes out tensor by tensor, so that the file may be larger than what the machine holds twice.

import type { Tensor } from "../../tensor/tensor.ts"

/** A tensor to be written. */
export interface NamedTensor {
  readonly name: string
  readonly tensor: Tensor
  /** Write as 64-bit whole numbers: class indices. */
  readonly whole?: boolean
}

/** Tensors of one kind under their names in a file: `grad/conv1.weight`. */
export function named(kind: string, tensors: ReadonlyMap<string, Tensor> = new Map()): readonly NamedTensor[] {
  return [...tensors].map(([name, tensor]) => ({ name: `${kind}/${name}`, tensor }))
}

/** Bytes in one piece. */
const PIECE = 2 ** 20

/**
 * The file piece by piece, in the order of Rust's and Python's package: whole numbers, floats of 8 bytes, then of 4, each by
 * name. The data begin at a multiple of 8, so every tensor is aligned. Throws if two tensors have one name.
 */
export function* writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: { readonly [key: string]: string } = {},
): Generator<Uint8Array> {
  const order = [...tensors].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
  if (new Set(order.map(({ name }) => name)).size < order.length) throw new Error("two tensors have one name")
  yield headerOf(order, metadata)
  for (const one of order) yield* bytesOf(one)
}

const DTYPES = ["I64", "F64", "F32"] as const

function dtypeOf({ tensor, whole }: NamedTensor): (typeof DTYPES)[number] {
  return whole === true ? "I64" : tensor.data instanceof Float64Array ? "F64" : "F32"
}

function rank(one: NamedTensor): number {
  return DTYPES.indexOf(dtypeOf(one))
}

function widthOf(one: NamedTensor): 4 | 8 {
  return dtypeOf(one) === "F32" ? 4 : 8
}

function headerOf(tensors: readonly NamedTensor[], metadata: { readonly [key: string]: string }): Uint8Array {
  let at = 0
  const entries = tensors.map((one) => {
    const start = at
    at += one.tensor.data.length * widthOf(one)
    return [one.name, { dtype: dtypeOf(one), shape: one.tensor.shape, data_offsets: [start, at] }] as const
  })
  const about = Object.keys(metadata).length === 0 ? [] : [["__metadata__", metadata] as const]
  const members = [...about, ...entries].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  const text = new TextEncoder().encode(`{${members.join(",")}}`)
  const length = Math.ceil(text.length / 8) * 8
  const header = new Uint8Array(8 + length).fill(0x20)
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true)
  header.set(text, 8)
  return header
}

function* bytesOf(one: NamedTensor): Generator<Uint8Array> {
  const { data } = one.tensor
  const [dtype, width] = [dtypeOf(one), widthOf(one)]
  for (let start = 0; start < data.length; start += PIECE / width) {
    const some = data.subarray(start, start + PIECE / width)
    const piece = new Uint8Array(some.length * width)
    const view = new DataView(piece.buffer)
    for (let i = 0; i < some.length; i++) {
      const x = some[i] ?? 0
      if (dtype === "I64") view.setBigInt64(8 * i, BigInt(x), true)
      else if (dtype === "F64") view.setFloat64(8 * i, x, true)
      else view.setFloat32(4 * i, x, true)
    }
    yield piece
  }
}
