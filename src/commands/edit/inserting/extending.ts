// What is added from the library goes on where the selection ends.

import { primaryOutput } from "../../../graph/analysis/ports.ts"
import { type GradwireDocument, readNodes } from "../../../graph/document.ts"
import { wholeGroups } from "../../../graph/edit/copies.ts"
import type { Source } from "../../../graph/wire.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useSession } from "../../../state/session.ts"

/** The primary output of the selected node; of a whole group, as of a block, that of the only node that feeds no other. */
export function endOfSelection(): Source | undefined {
  const { analysis } = useAnalysis.getState()
  const chosen = new Set(useSession.getState().nodes)
  if (chosen.size > 1 && !isOneGroup(analysis.document, chosen)) return undefined
  const ends = [...chosen].filter(
    (id) => !(analysis.leaving.get(id) ?? []).some(({ to }) => to.node !== id && chosen.has(to.node)),
  )
  const [id] = ends
  const op = ends.length === 1 && id !== undefined ? analysis.nodes.get(id)?.op : null
  const port = op ? primaryOutput(op) : null
  if (op === null || op === undefined || id === undefined || port === null) return undefined
  return op.outputs[port]?.list === true ? { node: id, port, index: 0 } : { node: id, port }
}

function isOneGroup(document: GradwireDocument, chosen: ReadonlySet<string>): boolean {
  const groups = wholeGroups(document, chosen)
  const outermost = groups.filter(({ parent }) => !groups.some(({ id }) => id === parent))
  const inside = new Set(groups.map(({ id }) => id))
  return (
    outermost.length === 1 && readNodes(document).every(({ id, group }) => !chosen.has(id) || inside.has(group ?? ""))
  )
}
