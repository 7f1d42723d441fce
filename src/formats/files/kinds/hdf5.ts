import type { FileKind } from "../fileKind.ts"

export const hdf5: FileKind = {
  kind: "hdf5",
  title: "an HDF5 file (.h5)",
  recognise: ({ latin }) => latin.startsWith("\u0089HDF\r\n\u001a\n"),
  read: () => ({ problem: 'it is an HDF5 file; save arrays with np.save("a.npy", file["name"][:])' }),
}
