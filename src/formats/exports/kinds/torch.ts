import { torchFolder } from "../../torch/export.ts"
import type { ExportFormat } from "../exportFormat.ts"

export const torch: ExportFormat = {
  kind: "torch",
  title: "PyTorch",
  about: "model.py as a person would write it, the numbers of a run, and check.py, which proves that they agree.",
  shelf: "code",
  rank: 1,
  ending: null,
  mode: "train",
  dtype: "float64",
  switches: [],
  write: torchFolder,
}
