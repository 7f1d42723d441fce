import type { FileKind } from "../fileKind.ts"

export const pickle: FileKind = {
  kind: "pickle",
  title: "a Python pickle",
  recognise: ({ bytes }) => bytes[0] === 0x80 && (bytes[1] ?? 9) >= 2 && (bytes[1] ?? 9) <= 5,
  read: () => ({
    problem: 'it is a Python pickle, which may run anything when it is read; save arrays with np.save("a.npy", a)',
    pickled: true,
  }),
}
