import { isNpy, storedNpy } from "../../arrays/npy.ts"
import type { FileKind } from "../fileKind.ts"

export const npy: FileKind = {
  kind: "npy",
  title: "a NumPy array (.npy)",
  recognise: ({ bytes }) => isNpy(bytes),
  read: (bytes) => {
    const stored = storedNpy(bytes)
    return "problem" in stored ? stored : { holds: "arrays", arrays: [{ ...stored, name: "" }] }
  },
}
