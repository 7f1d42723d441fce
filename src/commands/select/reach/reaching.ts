// What feeds the selected nodes, and what they feed.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useSession } from "../../../state/session.ts"

/** Adds to the selection every node that can be reached from it, in document order. */
export function selectReached(reach: (analysis: Analysis, from: readonly string[]) => ReadonlySet<string>): void {
  const { analysis } = useAnalysis.getState()
  const { nodes, select } = useSession.getState()
  const reached = reach(analysis, nodes)
  const ids = analysis.document.nodes.map(({ id }) => id)
  select({ nodes: ids.filter((id) => reached.has(id)), wires: [] })
}
