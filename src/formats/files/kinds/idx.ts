// IDX, the format of MNIST: two zero bytes, the kind of number, the number of axes, their sizes, then the numbers, all with the
// largest byte first.

import { MAX_RANK } from "../../../graph/limits.ts"
import { count } from "../../../graph/problem.ts"
import { formatShape } from "../../../tensor/tensor.ts"
import { float32, float64, int8, int16, int32, uint8 } from "../../arrays/numberKinds.ts"
import { storedNumbers } from "../../arrays/storedNumbers.ts"
import type { FileKind } from "../fileKind.ts"

const KINDS = new Map([
  [0x08, uint8],
  [0x09, int8],
  [0x0b, int16],
  [0x0c, int32],
  [0x0d, float32],
  [0x0e, float64],
])

export const idx: FileKind = {
  kind: "idx",
  title: "an IDX file (MNIST)",
  recognise: ({ bytes }) => {
    const axes = bytes[3] ?? 0
    return bytes[0] === 0 && bytes[1] === 0 && KINDS.has(bytes[2] ?? 0) && axes > 0 && axes <= 32
  },
  read: (bytes) => {
    const kind = KINDS.get(bytes[2] ?? 0)
    const axes = bytes[3] ?? 0
    const start = 4 + 4 * axes
    if (kind === undefined || bytes.length < start) return { problem: "the IDX file ends within its header" }
    if (axes > MAX_RANK) return { problem: `the IDX file has ${axes} axes; the limit is ${MAX_RANK}` }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis, false))
    const wanted = shape.reduce((product, n) => product * n, kind.bytes)
    if (bytes.length - start !== wanted) {
      return {
        problem: `the IDX file claims ${formatShape(shape)}, ${count(wanted)} bytes, and holds ${count(bytes.length - start)}`,
      }
    }
    const read = storedNumbers({ view, start, kind, shape, little: false })
    return { holds: "arrays", arrays: [{ name: "", shape, dtype: kind.name, read }] }
  },
}
