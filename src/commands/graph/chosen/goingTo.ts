// To a node wherever it is: closed groups around it are opened, it is selected, and the view shows it.

import { groupsAround } from "../../../graph/edit/fold.ts"
import { findNode } from "../../../graph/edit/update.ts"
import { useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { collapseGroups } from "./chosenGroup.ts"

/** Where the document cannot be changed, the card of the group that it is in is shown instead. */
export async function goToNode(id: string): Promise<void> {
  const { document, lock } = useDocument.getState()
  const groups = new Map((document.groups ?? []).map((group) => [group.id, group]))
  const around = groupsAround(groups, findNode(document, id)?.group)
  const closed = around.filter(({ collapsed }) => collapsed === true)
  if (lock === null) await collapseGroups(closed.toReversed(), false)
  useSession.getState().select({ nodes: [id], wires: [] })
  useCamera.getState().camera?.reveal(id)
}
