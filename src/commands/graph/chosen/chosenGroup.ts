// Which group a command means: the innermost one that holds all that is selected.

import type { GroupDocument } from "../../../graph/document.ts"
import { closeGroup, expandGroup } from "../../../graph/drawing/room.ts"
import { fold, groupsAround } from "../../../graph/edit/fold.ts"
import { findNode } from "../../../graph/edit/update.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"

export function groupOfSelection(): GroupDocument | null {
  const { document } = useDocument.getState()
  const [first, ...others] = useSession.getState().nodes
  if (first === undefined || document.groups === undefined) return null
  const groups = new Map(document.groups.map((group) => [group.id, group]))
  const around = (id: string) => groupsAround(groups, findNode(document, id)?.group)
  const all = others.map((id) => new Set(around(id)))
  const shared = around(first).filter((group) => all.every((one) => one.has(group)))
  // Of a card only the group itself can be meant, though its members may all be in a group deeper inside.
  return shared.findLast(({ collapsed }) => collapsed === true) ?? shared[0] ?? null
}

/** The collapsed groups whose cards are selected. */
export function selectedCards(): readonly GroupDocument[] {
  const chosen = new Set(useSession.getState().nodes)
  const { cards } = fold(useDocument.getState().document)
  return cards.filter(({ members }) => members.every((id) => chosen.has(id))).map(({ group }) => group)
}

/** Neighbours make way for what opens, and come back when it closes. */
export function collapseGroup({ id, label }: GroupDocument, collapsed: boolean): void {
  const { analysis } = useAnalysis.getState()
  const change = collapsed ? closeGroup : expandGroup
  const words = `${collapsed ? "Collapse" : "Expand"} ${label ?? id}`
  useCamera.getState().glide(() => edit(words, (document) => change(document, id, analysis)))
}
