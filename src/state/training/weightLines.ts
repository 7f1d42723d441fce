// Which layers have their weights drawn as lines beside their cards: of the open document, for this visit.

import { create } from "zustand"
import { linearUnits } from "../../graph/drawing/tile/weightLines.ts"
import { useAnalysis } from "../analysis.ts"
import { useDocument } from "../document.ts"
import { useSession } from "../session.ts"

export const useWeightLines = create<{ readonly nodes: readonly string[] }>()(() => ({ nodes: [] }))

/** The one selected layer whose weights can be drawn so; null without one. */
export function layerOfLines(): string | null {
  const [id, ...others] = useSession.getState().nodes
  const { structure } = useAnalysis.getState()
  return id !== undefined && others.length === 0 && linearUnits(structure, id) !== null ? id : null
}

export function toggleWeightLines(id: string): void {
  useWeightLines.setState(({ nodes }) => ({
    nodes: nodes.includes(id) ? nodes.filter((other) => other !== id) : [...nodes, id],
  }))
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) useWeightLines.setState({ nodes: [] })
})
