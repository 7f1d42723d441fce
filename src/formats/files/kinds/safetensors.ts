import { isSafetensors, numbersOf, readSafetensors, tensorIn } from "../../arrays/safetensors.ts"
import type { FileKind } from "../fileKind.ts"

export const safetensors: FileKind = {
  kind: "safetensors",
  title: "tensors (.safetensors)",
  recognise: ({ bytes }) => isSafetensors(bytes),
  read: (bytes) => {
    const read = readSafetensors(bytes)
    if ("problem" in read) return read
    const arrays = [...read.tensors].map(([name, stored]) => ({
      name,
      shape: stored.shape,
      dtype: numbersOf(stored.dtype),
      read: (examples: number | null) => {
        const [rows = 1, ...each] = stored.shape
        if (examples === null || examples >= rows || stored.shape.length === 0) return tensorIn(stored)
        const bytes = stored.bytes.subarray(0, (stored.bytes.length / rows) * examples)
        return tensorIn({ ...stored, shape: [examples, ...each], bytes })
      },
    }))
    return { holds: "arrays", arrays }
  },
}
