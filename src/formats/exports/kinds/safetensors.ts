import { writeSafetensors } from "../../arrays/writeSafetensors.ts"
import { weightsFormat } from "../stateDict.ts"

export const safetensors = weightsFormat(
  {
    kind: "safetensors",
    title: "safetensors",
    about: "Params and running statistics under PyTorch's names: model.load_state_dict(load_file(FILE)).",
    rank: 1,
  },
  // Loaders of PyTorch models ask for it.
  (tensors) => writeSafetensors(tensors, { format: "pt" }),
)
