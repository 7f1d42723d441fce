// Writes NumPy's .npy file as np.save does: version 1, the header padded so that the numbers begin at a multiple of 64.

import { dtypeOf, type Tensor } from "../../tensor/tensor.ts"

const ALIGNED = 64
/** Magic word, version, and the length of the header. */
const FIXED = 10

/** The array in its own precision, row-major, the smallest byte first. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const single = dtypeOf(tensor) === "float32"
  const width = single ? 4 : 8
  const head = headerOf(tensor.shape, single ? "<f4" : "<f8")
  const bytes = new Uint8Array(head.length + width * tensor.data.length)
  bytes.set(head)
  const view = new DataView(bytes.buffer, head.length)
  for (const [i, x] of tensor.data.entries()) {
    if (single) view.setFloat32(4 * i, x, true)
    else view.setFloat64(8 * i, x, true)
  }
  return bytes
}

function headerOf(shape: readonly number[], descr: string): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ")
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`
  const length = Math.ceil((FIXED + text.length + 1) / ALIGNED) * ALIGNED - FIXED
  const words = new TextEncoder().encode(`${text.padEnd(length - 1)}\n`)
  return Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, length & 255, length >> 8, ...words)
}
