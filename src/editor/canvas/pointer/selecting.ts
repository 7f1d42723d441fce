// Selecting, which needs nothing but the session: it is there with the first picture.

import type { EdgeChange, NodeChange } from "@xyflow/react"
import { useSession } from "../../../state/session.ts"
import type { FlowEdge, FlowNode } from "../flow/elements.ts"
import { takeChanges, useFlow } from "../flow/nodesAndEdges.ts"

export function takeSizesAndSelection(changes: readonly NodeChange<FlowNode>[]): void {
  takeChanges(changes)
  const selected = changes.filter((change) => change.type === "select")
  if (selected.length === 0) return
  const { nodes, select } = useSession.getState()
  const members = selected.flatMap(({ id, selected }) => membersOf(id).map((one) => ({ id: one, selected })))
  select({ nodes: merge(nodes, members) })
}

/** The nodes that something drawn stands for: itself, or all inside the card of a group. */
export function membersOf(id: string): readonly string[] {
  return useFlow.getState().byId.get(id)?.data.face.members ?? [id]
}

export function takeSelection(changes: readonly EdgeChange<FlowEdge>[]): void {
  const selected = changes.filter((change) => change.type === "select")
  if (selected.length === 0) return
  const { wires, select } = useSession.getState()
  select({ wires: merge(wires, selected) })
}

function merge(
  old: readonly string[],
  changes: readonly { readonly id: string; readonly selected: boolean }[],
): readonly string[] {
  const chosen = new Set(old)
  for (const { id, selected } of changes) {
    if (selected) chosen.add(id)
    else chosen.delete(id)
  }
  return [...chosen]
}
