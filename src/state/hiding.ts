// What the open document asks not to be shown: `view.hide`, names of panels and of commands. A sender's wish for one
// graph, e.g. a teacher's: what this screen remembers of panels stays as it was. Names that mean nothing are passed over.

import type { GradwireDocument } from "../graph/document.ts"
import { useDocument } from "./document.ts"

/** A part of the window that can be hidden, by the name that documents use. */
export interface Part {
  readonly name: string
  readonly label: string
  /** Goes with this part. */
  readonly within?: string
  /** Commands that mean nothing without it: ids, or a whole group as `player.`. */
  readonly commands?: readonly string[]
}

export const PARTS: readonly Part[] = [
  { name: "palette", label: "Library", commands: ["view.togglePalette"] },
  { name: "outline", label: "Outline", commands: ["view.outline"] },
  { name: "inspector", label: "Inspector", commands: ["view.toggleInspector"] },
  { name: "numbers", label: "Numbers in the inspector", within: "inspector" },
  { name: "formulas", label: "Formulas in the inspector", within: "inspector" },
  { name: "gradients", label: "Gradients", commands: ["run.backward", "view.chipGradient", "check."] },
  { name: "repairs", label: "Repairs of problems" },
  { name: "drawer", label: "Drawer", commands: ["view.toggleDrawer"] },
  { name: "layers", label: "Layer table", within: "drawer" },
  { name: "player", label: "Player", within: "drawer", commands: ["player."] },
  { name: "charts", label: "Charts", within: "drawer" },
  { name: "checks", label: "Gradient checks", within: "drawer", commands: ["check."] },
  { name: "problems", label: "Problems", within: "drawer" },
]
const byName = new Map(PARTS.map((part) => [part.name, part]))

/** The ways out, and what makes a graph one's own: no document can hide these. */
const ALWAYS = new Set([
  "file.documents",
  "file.newDocument",
  "file.openFile",
  "file.saveFile",
  "file.saveFileAs",
  "file.makeCopy",
  "file.takeOver",
  "edit.undo",
  "edit.redo",
  "run.stop",
  "help.guide",
  "help.keys",
])

/** Whether a part of the window is not to be shown. */
export function hidesPart(document: GradwireDocument, name: string): boolean {
  const hide = document.view?.hide
  if (hide === undefined || hide.length === 0) return false
  if (hide.includes(name)) return true
  // Checks are about gradients and nothing else.
  if (name === "checks" && hide.includes("gradients")) return true
  const around = byName.get(name)?.within
  return around !== undefined && hide.includes(around)
}

/** Whether a command is not to be offered: by its own name, or because the part that it is for is hidden. */
export function hidesCommand(document: GradwireDocument, id: string): boolean {
  const hide = document.view?.hide
  if (hide === undefined || hide.length === 0 || ALWAYS.has(id)) return false
  const isFor = ({ commands = [] }: Part): boolean => commands.some((one) => one === id || isGroup(one, id))
  return hide.includes(id) || PARTS.some((part) => isFor(part) && hidesPart(document, part.name))
}

/** Whether a name in `hide` hides that command; the ways out cannot be hidden. */
export function mayHide(id: string): boolean {
  return !ALWAYS.has(id)
}

/** Of the open document. */
export function partHidden(name: string): boolean {
  return hidesPart(useDocument.getState().document, name)
}

/** For components: whether a part of the window is not to be shown. */
export function usePartHidden(name: string): boolean {
  return useDocument(({ document }) => hidesPart(document, name))
}

function isGroup(name: string, id: string): boolean {
  return name.endsWith(".") && id.startsWith(name)
}
