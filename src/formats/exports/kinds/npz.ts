import { writeNpy } from "../../arrays/writeNpy.ts"
import { writeZip } from "../../files/writeZip.ts"
import { weightsFormat } from "../stateDict.ts"

export const npz = weightsFormat(
  {
    kind: "npz",
    title: "npz",
    about: "The same for NumPy: np.load(FILE) holds an array for each name.",
    rank: 2,
  },
  (tensors) => [
    writeZip(
      tensors.map(({ name, tensor }) => ({ path: `${name}.npy`, bytes: writeNpy(tensor) })),
      false,
    ),
  ],
)
