import { nodeName } from "../../graph/analysis/nodeName.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { say } from "../../state/messages.ts"
import { useRun } from "../../state/run/run.ts"
import { useSession } from "../../state/session.ts"
import type { Command } from "../command.ts"
import { chosenNode, outputOf } from "./chosen/subject.ts"

export const derive: Command = {
  id: "inspect.derive",
  label: "Derive the gradient",
  icon: "derive",
  keywords: ["chain rule", "derivation", "derivative", "proof", "by hand", "symbolic", "backpropagation step by step"],
  shortcuts: ["D"],
  use: 62,
  needs: () => missing() ?? "",
  enabled: () => missing() === null,
  run: () => {
    const node = chosenNode()
    const { result } = useRun.getState()
    const { analysis } = useAnalysis.getState()
    if (node === null || result === null) return
    const names = [outputOf(node) ?? "", ...node.params.map(({ name }) => `${node.id}.${name}`)]
    if (!names.some((name) => result.has("gradient", name))) {
      say(`No gradient reaches ${nodeName(analysis, node.id)}: the target does not depend on it.`)
      return
    }
    useSession.getState().setDerivation({ node: node.id, gradient: null })
  },
}

function missing(): string | null {
  if (chosenNode() === null) return "Select one node first."
  return useRun.getState().phase === "backward" ? null : "Run Backward first."
}
