// What a user can do, as one object: menus, toolbar, keyboard and search read the same ones. `icon` names a picture that
// the editor knows; commands know stores and graphs, not React.

export type IconName =
  | "add"
  | "backward"
  | "check"
  | "closeParts"
  | "copy"
  | "cut"
  | "dark"
  | "delete"
  | "duplicate"
  | "eval"
  | "first"
  | "fit"
  | "forward"
  | "last"
  | "new"
  | "open"
  | "openParts"
  | "panel"
  | "paste"
  | "play"
  | "redo"
  | "save"
  | "select"
  | "share"
  | "step"
  | "stepBack"
  | "stop"
  | "tidy"
  | "train"
  | "type"
  | "undo"
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
  readonly enabled: () => boolean
  readonly run: () => void | Promise<void>
}

export function labelOf(command: Command): string {
  return typeof command.label === "string" ? command.label : command.label()
}
