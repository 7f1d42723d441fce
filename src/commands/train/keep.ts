import { keepLearned, useTraining } from "../../state/training/training.ts"
import type { Command } from "../command.ts"

export const keep: Command = {
  id: "train.keep",
  label: "Keep what was learned",
  icon: "save",
  keywords: ["weights", "values", "learned params", "write back"],
  edits: true,
  needs: "Train first, then pause.",
  enabled: () => {
    const { status, progress, kept } = useTraining.getState()
    return kept !== null || (status.kind === "live" && (progress?.step ?? 0) > 0)
  },
  run: keepLearned,
}
