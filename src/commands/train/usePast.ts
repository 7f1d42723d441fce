import { useLearning } from "../../state/training/learning.ts"
import { usePastParams } from "../../state/training/scrubbing.ts"
import type { Command } from "../command.ts"

export const usePast: Command = {
  id: "train.usePast",
  label: "Train on from this step",
  icon: "save",
  keywords: ["use these params", "continue from here", "go back in the training", "earlier weights", "checkpoint"],
  edits: true,
  needs: "Go back to a step of the training first.",
  enabled: () => {
    const { at, past, visible } = useLearning.getState()
    return visible && at !== null && past?.step === at
  },
  run: usePastParams,
}
