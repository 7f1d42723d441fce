// Opening layers into parts and closing them again: which of the selected nodes it means, and what is selected after it.

import { keptTensors } from "../../../engine/pass/tensors.ts"
import { analyze } from "../../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import { findNode } from "../../../graph/edit/update.ts"
import { closeParts } from "../../../graph/parts/close.ts"
import { openIntoParts } from "../../../graph/parts/open.ts"
import { openable } from "../../../graph/parts/registry.ts"
import { ops } from "../../../ops/registry.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { warn } from "../../../state/messages.ts"
import { useSession } from "../../../state/session.ts"

/** The selected nodes that have parts. */
export function openableSelection(): readonly string[] {
  const { document } = useDocument.getState()
  return useSession.getState().nodes.filter((id) => openable.has(findNode(document, id)?.op ?? ""))
}

/** Why nothing opens, in words. */
export function partsNeeded(): string {
  const { document } = useDocument.getState()
  const kinds = useSession.getState().nodes.map((id) => findNode(document, id)?.op ?? "unreadable")
  const titles = [...new Set(kinds.map((kind) => ops.get(kind)?.title ?? kind))]
  if (titles.length === 0) return "Select a layer first."
  return titles.length === 1
    ? `${titles[0]} does not open: it is one op, without parts.`
    : `None of these opens: ${titles.slice(0, 4).join(", ")} are single ops, without parts.`
}

/** The innermost opened group around the first selected node. */
export function openedAround(): string | null {
  const { document } = useDocument.getState()
  const [id] = useSession.getState().nodes
  const groups = new Map(document.groups?.map((group) => [group.id, group]))
  const seen = new Set<string>()
  let at = id === undefined ? undefined : findNode(document, id)?.group
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    const group = groups.get(at)
    if (group?.openedFrom !== undefined) return at
    at = group?.parent ?? undefined
  }
  return null
}

/** Opens every selected node that has parts, in one edit; the parts are selected. */
export function openSelection(): void {
  const chosen = openableSelection()
  const { document } = useDocument.getState()
  const { mode } = useSession.getState()
  let next = document
  for (const id of chosen) {
    const analysis = analyze(next, ops, mode)
    const node = analysis.nodes.get(id)
    if (node === undefined) continue
    // In float64, so that the parts hold the very numbers that either precision would draw.
    const kept = node.state === "ok" ? keptTensors(node, null, document.seed ?? 0, "float64").params : undefined
    const opened = openIntoParts(next, analysis, id, kept)
    if ("sentence" in opened) {
      warn(opened.sentence)
      return
    }
    next = opened
  }
  const label = chosen.length === 1 ? `Open ${chosen[0]} into parts` : `Open ${chosen.length} nodes into parts`
  const parts = newNodes(document, next)
  edit(label, () => next, { select: { nodes: parts, wires: [] } })
  useCamera.getState().camera?.include(parts)
}

/** Closes the opened group around the selection; the node that comes back is selected. */
export function closeAround(): void {
  const group = openedAround()
  if (group === null) return
  const { document } = useDocument.getState()
  const closed = closeParts(document, group)
  if ("sentence" in closed) {
    warn(closed.sentence)
    return
  }
  const nodes = newNodes(document, closed)
  edit(`Close ${nodes[0] ?? group}`, () => closed, { select: { nodes, wires: [] } })
}

function newNodes(before: GradwireDocument, after: GradwireDocument): string[] {
  const kinds = new Map(before.nodes.map((entry) => [entry.id, "op" in entry ? entry.op : null]))
  // Attention's dropout keeps the name of its node, so a name alone does not tell.
  return after.nodes.flatMap((entry) => ("op" in entry && kinds.get(entry.id) !== entry.op ? [entry.id] : []))
}
