import { torchrunFolder } from "../../torch/torchrun.ts"
import type { ExportFormat } from "../exportFormat.ts"

export const torchrun: ExportFormat = {
  kind: "torchrun",
  title: "PyTorch, many machines",
  about: "The same with train.py: the document's training on as many processes as torchrun starts, and its data.",
  shelf: "code",
  rank: 2,
  ending: null,
  mode: "train",
  dtype: "float64",
  switches: [],
  write: torchrunFolder,
}
