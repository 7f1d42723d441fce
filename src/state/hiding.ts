// What the open document asks not to be shown: `view.hide`, names of panels and of commands. A sender's wish for one
// graph, e.g. a teacher's: what this screen remembers of panels stays as it was. Names that mean nothing are passed over.

import type { View } from "../graph/document.ts"
import { useDocument } from "./document.ts"

/** A part of the window that can be hidden, by the name that documents use. */
export interface WindowPart {
  readonly name: string
  readonly label: string
  /** Goes with this part. */
  readonly within?: string
  /** Commands that mean nothing without it: ids, or a whole group as `player.`. */
  readonly commands?: readonly string[]
}

export const PARTS: readonly WindowPart[] = [
  { name: "palette", label: "Library" },
  { name: "outline", label: "Outline", commands: ["view.outline"] },
  { name: "inspector", label: "Inspector", commands: ["view.toggleInspector", "edit.rename"] },
  {
    name: "numbers",
    label: "Numbers in the inspector",
    within: "inspector",
    commands: ["inspect.why", "inspect.compare"],
  },
  { name: "formulas", label: "Formulas", within: "inspector", commands: ["inspect.derive"] },
  {
    name: "gradients",
    label: "Gradients",
    commands: [
      "run.backward",
      "view.chipGradient",
      "view.overlayGradient",
      "check.",
      "view.checks",
      "inspect.derive",
      "inspect.startHere",
    ],
  },
  { name: "repairs", label: "Repairs of problems" },
  { name: "drawer", label: "Drawer", commands: ["view.toggleDrawer"] },
  {
    name: "layers",
    label: "Layer table",
    within: "drawer",
    commands: ["view.layers", "view.overlayParams", "view.overlayMacs", "view.overlayMemory"],
  },
  { name: "player", label: "Player", within: "drawer", commands: ["player.", "view.player", "inspect.pauseHere"] },
  { name: "charts", label: "Charts", within: "drawer", commands: ["view.charts"] },
  {
    name: "training",
    label: "Training",
    within: "drawer",
    commands: [
      "train.",
      "view.training",
      "view.curves",
      "view.memory",
      "view.surface",
      "view.mistakes",
      "view.filters",
    ],
  },
  { name: "sweep", label: "Sweep", within: "drawer", commands: ["sweep.", "view.sweep", "inspect.sweepThis"] },
  { name: "checks", label: "Gradient checks", within: "drawer", commands: ["check.", "view.checks"] },
  { name: "plan", label: "Plan of the run", within: "drawer", commands: ["view.plan", "run.measure"] },
  { name: "story", label: "Story", within: "drawer", commands: ["view.story"] },
  { name: "problems", label: "Problems", within: "drawer", commands: ["view.problems"] },
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

type Hide = View["hide"]

/** They share the left panel: it is there for either. */
const SIDE = ["palette", "outline"]

/** A file may hold many names, and every component asks. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>()

function namesIn(hide: readonly string[]): ReadonlySet<string> {
  const known = sets.get(hide)
  if (known !== undefined) return known
  const names = new Set(hide)
  sets.set(hide, names)
  return names
}

/** Whether a part of the window is not to be shown. */
export function hidesPart(hide: Hide, name: string): boolean {
  if (hide === undefined || hide.length === 0) return false
  const names = namesIn(hide)
  if (names.has(name)) return true
  // Checks are about gradients and nothing else.
  if (name === "checks" && names.has("gradients")) return true
  const around = byName.get(name)?.within
  return around !== undefined && names.has(around)
}

/** Whether a command is not to be offered: by its own name, or because the part that it is for is hidden. */
export function hidesCommand(hide: Hide, id: string): boolean {
  if (hide === undefined || hide.length === 0 || ALWAYS.has(id)) return false
  if (id === "view.togglePalette") return namesIn(hide).has(id) || SIDE.every((name) => hidesPart(hide, name))
  const isFor = ({ commands = [] }: WindowPart): boolean => commands.some((one) => one === id || isGroup(one, id))
  return namesIn(hide).has(id) || PARTS.some((part) => isFor(part) && hidesPart(hide, part.name))
}

/** Whether a name in `hide` hides that command; the ways out cannot be hidden. */
export function mayHide(id: string): boolean {
  return !ALWAYS.has(id)
}

/** What the open document names. */
export function hiddenNames(): readonly string[] {
  return useDocument.getState().document.view?.hide ?? []
}

/** Of the open document. */
export function partHidden(name: string): boolean {
  return hidesPart(hiddenNames(), name)
}

/** For components: whether a part of the window is not to be shown. */
export function usePartHidden(name: string): boolean {
  return useDocument(({ document }) => hidesPart(document.view?.hide, name))
}

/** For what stands outside the inspector as well: whether formulas are hidden by name, not only along with the inspector. */
export function useFormulasHidden(): boolean {
  return useDocument(({ document }) => document.view?.hide?.includes("formulas") === true)
}

/** The left panel goes if both of its lists are hidden. */
export function useLeftHidden(): boolean {
  return useDocument(({ document }) => SIDE.every((name) => hidesPart(document.view?.hide, name)))
}

function isGroup(name: string, id: string): boolean {
  return name.endsWith(".") && id.startsWith(name)
}
