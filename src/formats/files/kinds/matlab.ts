import type { FileKind } from "../fileKind.ts"

export const matlab: FileKind = {
  kind: "matlab",
  title: "a MATLAB file (.mat)",
  recognise: ({ latin }) => latin.startsWith("MATLAB 5.0 MAT-file"),
  read: () => ({
    problem: 'it is a MATLAB file; write the matrix with writematrix(A, "a.csv"), or scipy.io.loadmat and np.save',
  }),
}
