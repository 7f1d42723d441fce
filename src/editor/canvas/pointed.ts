// The wires that somebody points at, or that belong to the one selected node: these keep flowing after a pass.

import { create } from "zustand"
import { useAnalysis } from "../../state/analysis.ts"
import { useSession } from "../../state/session.ts"

interface PointedState {
  readonly wires: ReadonlySet<string>
}

export const pointedWires = create<PointedState>()(() => ({ wires: new Set() }))

function ask(): void {
  const { hovered, nodes, wires } = useSession.getState()
  const { analysis } = useAnalysis.getState()
  const node = hovered !== null && "node" in hovered ? hovered.node : nodes.length === 1 ? nodes[0] : undefined
  const around =
    node === undefined ? [] : [...(analysis.leaving.get(node) ?? []), ...(analysis.entering.get(node) ?? [])]
  const pointed = hovered !== null && "wire" in hovered ? [hovered.wire] : [...wires, ...around.map(({ id }) => id)]
  const old = pointedWires.getState().wires
  if (old.size === pointed.length && pointed.every((id) => old.has(id))) return
  pointedWires.setState({ wires: new Set(pointed) })
}

useSession.subscribe((state, before) => {
  if (state.hovered !== before.hovered || state.nodes !== before.nodes || state.wires !== before.wires) ask()
})
