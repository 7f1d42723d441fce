// What a command about numbers means: the one selected node or wire, and the tensor of it that is looked at.

import type { Analysis, NodeAnalysis } from "../../../graph/analysis/analysis.ts"
import { primaryOutput } from "../../../graph/analysis/ports.ts"
import { placeName, type Wire } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { tensorIn } from "../../../state/run/reading.ts"
import { useRun } from "../../../state/run/run.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { type TensorChoice, useSession } from "../../../state/session.ts"

/** The selected node, if it is one alone and can be read. */
export function chosenNode(): NodeAnalysis | null {
  const { nodes } = useSession.getState()
  const [id] = nodes
  return nodes.length === 1 && id !== undefined ? (useAnalysis.getState().analysis.nodes.get(id) ?? null) : null
}

function chosenWire(): Wire | null {
  const { nodes, wires } = useSession.getState()
  if (nodes.length > 0 || wires.length !== 1) return null
  return useAnalysis.getState().analysis.wires.find(({ id }) => id === wires[0]) ?? null
}

/** The place where a wire to the next node would start: `split:output[0]` of a list. Null without outputs. */
export function outputOf({ id, op }: NodeAnalysis): string | null {
  const port = op === null ? null : primaryOutput(op)
  if (op === null || port === null) return null
  return placeName(op.outputs[port]?.list === true ? { node: id, port, index: 0 } : { node: id, port })
}

/** Why no number is meant, in words; null if one is. */
export function numbersNeeded(): string | null {
  if (chosenNode() === null && chosenWire() === null) return "Select one node or one wire first."
  const { phase, result } = useRun.getState()
  return phase === "none" || result === null ? "Run Forward first." : null
}

interface Subject {
  readonly place: TensorChoice
  readonly tensor: RunTensor
}

/**
 * The tensor that is meant: what the inspector shows, else the node's output or what flows along the wire; its gradient, if
 * there is one. Null if nothing there has a number.
 */
export async function chosenTensor(): Promise<Subject | null> {
  // What finds tensors of a run comes with what explains them.
  const { cellTensor } = await import("../../../engine/explain/explain.ts")
  const { result, phase } = useRun.getState()
  const { analysis } = useAnalysis.getState()
  if (result === null || phase === "none") return null
  for (const place of candidates(analysis, phase === "backward")) {
    const tensor = tensorIn(result, (run) => cellTensor(analysis, run, place))
    if (tensor !== undefined) return { place, tensor }
  }
  return null
}

function candidates(analysis: Analysis, gradients: boolean): readonly TensorChoice[] {
  const node = chosenNode()
  const name = node === null ? chosenWire()?.id : outputOf(node)
  if (name == null) return []
  const { tensor: looked } = useSession.getState()
  const own: readonly TensorChoice[] = [
    ...(gradients ? [{ name, side: "gradient" } as const] : []),
    { name, side: "value" },
  ]
  return looked !== null && belongs(analysis, looked.name, node, name) ? [looked, ...own] : own
}

/** Whether what was looked at is of what is selected now. */
function belongs(analysis: Analysis, looked: string, node: NodeAnalysis | null, name: string): boolean {
  if (node === null) return looked === name
  const entering = analysis.entering.get(node.id) ?? []
  return (
    looked.startsWith(`${node.id}:`) || looked.startsWith(`${node.id}.`) || entering.some(({ id }) => id === looked)
  )
}
