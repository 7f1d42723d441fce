// Which group a command means: the innermost one that holds all that is selected.

import { askLayout, isLong } from "../../../engine/layout/ask.ts"
import type { GroupDocument } from "../../../graph/document.ts"
import { arranged, arrangement, question, USUAL_WINDOW } from "../../../graph/drawing/arranging.ts"
import { closeGroup, expandGroup } from "../../../graph/drawing/room.ts"
import { fold, groupsAround } from "../../../graph/edit/fold.ts"
import { setGroup } from "../../../graph/edit/groupEdits.ts"
import { findNode } from "../../../graph/edit/update.ts"
import { layout } from "../../../graph/layout/layout.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { noteClosed, openedAgain } from "./closedLast.ts"

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

/** Groups close to one card each, or open. In an automatic layout all is laid out anew, else neighbours make way, and come back. */
export async function collapseGroups(groups: readonly GroupDocument[], collapsed: boolean): Promise<void> {
  const [first] = groups
  if (first === undefined) return
  const { analysis } = useAnalysis.getState()
  const { document } = useDocument.getState()
  const { glide, size } = useCamera.getState()
  const what = groups.length === 1 ? (first.label ?? first.id) : `${groups.length} groups`
  const words = `${collapsed ? "Collapse" : "Expand"} ${what}`
  const direction = arrangement(document)
  if (direction === null) {
    const change = collapsed ? closeGroup : expandGroup
    const restored = collapsed ? null : openedAgain(groups, document)
    const next = restored ?? groups.reduce((all, { id }) => change(all, id, analysis), document)
    if (collapsed) noteClosed(groups, document, next)
    glide(() => edit(words, () => next))
    return
  }
  const folded = groups.reduce((all, { id }) => setGroup(all, id, { collapsed }), document)
  const asked = question(analysis, folded, { window: size() ?? USUAL_WINDOW, direction })
  const places = isLong(asked) ? await askLayout(asked) : layout(asked.boxes, asked.joins, asked.options)
  if (useDocument.getState().document !== document) return
  glide(() => edit(words, () => arranged(folded, places, direction)))
}
