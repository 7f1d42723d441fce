// A zip of .npy files, as np.savez writes it; other zips (spreadsheets, PyTorch's files) are told apart by what is inside.

import { quote } from "../../../graph/problem.ts"
import { storedNpy } from "../../arrays/npy.ts"
import type { FileKind, FileProblem, StoredArray } from "../fileKind.ts"
import { readEntry, type ZipEntry, zipEntries } from "../zip.ts"

export const npz: FileKind = {
  kind: "npz",
  title: "NumPy arrays (.npz)",
  recognise: ({ bytes }) => bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5),
  read: (bytes) => {
    const entries = zipEntries(bytes)
    if ("problem" in entries) return entries
    const npys = entries.filter(({ name }) => name.endsWith(".npy"))
    if (npys.length === 0) return otherZip(entries)
    const arrays: StoredArray[] = []
    for (const entry of npys) {
      const unpacked = readEntry(bytes, entry)
      const stored = "problem" in unpacked ? unpacked : storedNpy(unpacked.bytes)
      if ("problem" in stored) return { problem: `${quote(entry.name)} in it: ${stored.problem}` }
      arrays.push({ ...stored, name: entry.name.replace(/\.npy$/, "") })
    }
    return { holds: "arrays", arrays }
  },
}

function otherZip(entries: readonly ZipEntry[]): FileProblem {
  const has = (part: RegExp): boolean => entries.some(({ name }) => part.test(name))
  if (has(/^xl\//)) return { problem: "it is an Excel workbook (.xlsx); save the sheet as CSV" }
  if (has(/(?:^|\/)data\.pkl$/)) {
    const advice = 'save arrays with np.save("a.npy", a.numpy())'
    return { problem: `it is a PyTorch file (.pt), which holds Python objects; ${advice}`, pickled: true }
  }
  if (has(/^content\.xml$/)) return { problem: "it is an OpenDocument file; save the sheet as CSV" }
  if (entries.length === 0) return { problem: "it is an empty zip" }
  const some = entries.slice(0, 3).map(({ name }) => quote(name))
  const more = entries.length > 3 ? ", …" : ""
  return { problem: `it is a zip of ${some.join(", ")}${more}, without a .npy file; unpack it first` }
}
