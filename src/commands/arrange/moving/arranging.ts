// Aligning, distributing and nudging the selected nodes: where they are drawn, as one edit.

import type { Point } from "../../../graph/document.ts"
import { type Alignment, align, distribute } from "../../../graph/edit/arrange.ts"
import { moveShown } from "../../../graph/edit/fold.ts"
import type { NodeBox } from "../../../state/camera.ts"
import { edit } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import type { Command, IconName } from "../../command.ts"
import { shownBoxes } from "./shown.ts"

/** In canvas units; with Shift ten times as far. */
const NUDGE = 1

function chosenBoxes(): ReadonlyMap<string, NodeBox> {
  return shownBoxes(useSession.getState().nodes)
}

/** A command that lines the selected nodes up. */
export function aligning(name: string, how: Alignment, label: string, shortcut: string, icon: IconName): Command {
  return {
    id: `arrange.${name}`,
    label,
    icon,
    keywords: ["align", "line up"],
    shortcuts: [shortcut],
    edits: true,
    needs: "Select at least two nodes first.",
    enabled: () => useSession.getState().nodes.length > 1,
    run: () => edit(label, (document) => moveShown(document, align(chosenBoxes(), how))),
  }
}

/** A command that makes the gaps between the selected nodes equal. */
export function distributing(
  name: string,
  way: "across" | "down",
  label: string,
  shortcut: string,
  icon: IconName,
): Command {
  return {
    id: `arrange.${name}`,
    label,
    icon,
    keywords: ["distribute", "space evenly"],
    shortcuts: [shortcut],
    edits: true,
    needs: "Select at least three nodes first.",
    enabled: () => useSession.getState().nodes.length > 2,
    run: () => edit(label, (document) => moveShown(document, distribute(chosenBoxes(), way))),
  }
}

/** A command that moves the selected nodes a little; the presses of one key in a row are one edit. */
export function nudging(name: string, key: string, [dx, dy]: Point, label: string): Command {
  return {
    id: `arrange.${name}`,
    label,
    icon: "nudge",
    keywords: ["nudge", "move", "arrow keys"],
    shortcuts: [key, `Shift+${key}`],
    where: "canvas",
    edits: true,
    needs: "Select a node first.",
    enabled: () => useSession.getState().nodes.length > 0,
    run: (pressed = key) => {
      const far = pressed.includes("Shift") ? NUDGE * 10 : NUDGE
      const { nodes } = useSession.getState()
      const places = new Map([...chosenBoxes()].map(([id, { x, y }]) => [id, [x + dx * far, y + dy * far] as Point]))
      edit(nodes.length === 1 ? `Move ${nodes[0]}` : `Move ${nodes.length} nodes`, (d) => moveShown(d, places), {
        key: `nudge ${nodes.join(" ")}`,
      })
    },
  }
}
