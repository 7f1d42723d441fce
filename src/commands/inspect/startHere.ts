import { setTarget } from "../../graph/edit/edit.ts"
import { placeName } from "../../graph/wire.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import type { Command } from "../command.ts"
import { chosenNode, outputOf } from "./chosen/subject.ts"

export const startHere: Command = {
  id: "inspect.startHere",
  label: "Start backward here",
  icon: "backward",
  keywords: ["target", "loss of the graph", "backward from here", "call backward on"],
  edits: true,
  needs: () => missing() ?? "",
  enabled: () => missing() === null,
  run: () => {
    const node = chosenNode()
    const output = node === null ? null : outputOf(node)
    if (node !== null && output !== null) edit(`Start backward at ${node.id}`, (d) => setTarget(d, output))
  },
}

function missing(): string | null {
  const node = chosenNode()
  if (node === null) return "Select one node first."
  const output = outputOf(node)
  if (output === null) return `${node.id} has no output to start at.`
  const { target } = useAnalysis.getState().analysis
  return target !== null && placeName(target) === output ? "Backward starts here already." : null
}
