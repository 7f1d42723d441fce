import { keepLearned, useTraining } from "../../state/training.ts"
import type { Command } from "../command.ts"

export const keep: Command = {
  id: "train.keep",
  label: "Keep what was learned",
  icon: "save",
  keywords: ["weights", "values", "learned params", "write back"],
  edits: true,
  enabled: () => (useTraining.getState().progress?.step ?? 0) > 0,
  run: keepLearned,
}
