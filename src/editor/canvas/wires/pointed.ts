// The wires that somebody points at, or that belong to selected nodes: these keep flowing after a pass.

import { create } from "zustand"
import { useAnalysis } from "../../../state/analysis.ts"
import { useSession } from "../../../state/session.ts"

interface PointedState {
  readonly wires: ReadonlySet<string>
}

export const pointedWires = create<PointedState>()(() => ({ wires: new Set() }))

function ask(): void {
  const { hovered, nodes, wires } = useSession.getState()
  const { analysis } = useAnalysis.getState()
  const centres = hovered !== null && "node" in hovered ? [hovered.node] : nodes
  const around = centres.flatMap((node) => [
    ...(analysis.leaving.get(node) ?? []),
    ...(analysis.entering.get(node) ?? []),
  ])
  const all = hovered !== null && "wire" in hovered ? [hovered.wire] : [...wires, ...around.map(({ id }) => id)]
  // A wire between two selected nodes is met twice.
  const pointed = new Set(all)
  const old = pointedWires.getState().wires
  if (old.size === pointed.size && all.every((id) => old.has(id))) return
  pointedWires.setState({ wires: pointed })
}

useSession.subscribe((state, before) => {
  if (state.hovered !== before.hovered || state.nodes !== before.nodes || state.wires !== before.wires) ask()
})
