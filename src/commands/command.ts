// What a user can do, as one object: menus, toolbar, keyboard and search read the same ones. `icon` names a picture that
// the editor knows; this folder knows stores and graphs, not React.

export type IconName =
  | "add"
  | "alignBottom"
  | "alignCentre"
  | "alignLeft"
  | "alignMiddle"
  | "alignRight"
  | "alignTop"
  | "backward"
  | "check"
  | "closeParts"
  | "copy"
  | "collapse"
  | "compare"
  | "cut"
  | "dark"
  | "delete"
  | "derive"
  | "duplicate"
  | "eval"
  | "expand"
  | "first"
  | "fit"
  | "forward"
  | "gallery"
  | "group"
  | "heal"
  | "heat"
  | "help"
  | "lasso"
  | "last"
  | "light"
  | "nudge"
  | "new"
  | "open"
  | "openParts"
  | "panel"
  | "paste"
  | "pause"
  | "picture"
  | "play"
  | "present"
  | "redo"
  | "rename"
  | "replace"
  | "save"
  | "search"
  | "select"
  | "share"
  | "spreadAcross"
  | "spreadDown"
  | "sweep"
  | "system"
  | "step"
  | "stepBack"
  | "stop"
  | "tidy"
  | "train"
  | "type"
  | "undo"
  | "units"
  | "ungroup"
  | "why"
  | "wire"
  | "zoomIn"
  | "zoomOut"

export interface Command {
  /** `edit.undo`: the folder and the file. */
  readonly id: string
  readonly label: string | (() => string)
  readonly icon: IconName
  /** Other words that people search for. */
  readonly keywords?: readonly string[]
  /** `Mod+Z`: Mod is ⌘ on a Mac, Ctrl elsewhere. The first one is shown. */
  readonly shortcuts?: readonly string[]
  /** The browser's own copy, cut and paste events do it; the shortcut is only shown. */
  readonly native?: boolean
  /** Heard only while the canvas or nothing has the focus: keys that lists and fields need for themselves. */
  readonly where?: "canvas"
  /** It changes the document: refused, with the reason, where that is read-only. */
  readonly edits?: true
  /** Where lists say nothing yet, the most used come first: 100 is done all the time. */
  readonly use?: number
  /** What it waits for while `enabled` says no, as a sentence: `Select a node first.` Menus, search and its key say it. */
  readonly needs?: string | (() => string)
  readonly enabled: () => boolean
  /** `pressed`: the shortcut that called it, if one did. */
  readonly run: (pressed?: string) => void | Promise<void>
}

export function labelOf(command: Command): string {
  return typeof command.label === "string" ? command.label : command.label()
}
