// Everything about the document and the window that does not need a button of its own. The items are commands.

import { Menu } from "@base-ui/react/menu"
import { ChevronDown, ChevronRight } from "lucide-react"
import type { ReactNode } from "react"
import { commandNamed } from "../../../commands/registry.ts"
import { OVERLAYS as OVERLAY_NAMES } from "../../../graph/measure/overlay/parts.ts"
import { OVERLAY_TITLES } from "../../../graph/measure/overlay/words.ts"
import { overlayCommand } from "../../../state/run/heat.ts"
import { Button } from "../../parts/Button.tsx"
import { CommandItem } from "../../parts/CommandItem.tsx"
import styles from "../../parts/styles/menu.module.css"

const FILE = ["file.documents", "file.newDocument", "file.typeNetwork", "file.openFile", "file.examples"].map(
  commandNamed,
)
const KEEP = [
  "file.saveFile",
  "file.saveFileAs",
  "file.makeCopy",
  "file.exportTo",
  "file.loadWeights",
  "file.print",
  "file.share",
].map(commandNamed)
const EDIT = [
  "edit.undo",
  "edit.redo",
  "edit.copy",
  "edit.cut",
  "edit.paste",
  "edit.pasteJoined",
  "edit.duplicate",
  "edit.duplicateJoined",
  "edit.remove",
  "edit.selectAll",
  "graph.group",
  "graph.ungroup",
  "graph.collapse",
  "graph.expand",
  "graph.openIntoParts",
  "graph.closeParts",
  "check.gradients",
].map(commandNamed)
const RUN = ["run.forward", "run.backward", "run.stop", "player.step", "run.toggleMode"].map(commandNamed)
const VIEW = [
  "view.fitAll",
  "view.fitSelection",
  "view.zoomIn",
  "view.zoomOut",
  "view.tidy",
  "view.tidyDown",
  "view.toggleOrder",
  "view.togglePictures",
  "view.togglePredict",
  "view.present",
  "view.outline",
  "view.togglePalette",
  "view.toggleInspector",
  "view.toggleDrawer",
].map(commandNamed)

const OVERLAYS = (["none", ...OVERLAY_NAMES] as const).map((name) => ({
  command: commandNamed(overlayCommand(name)),
  words: name === "none" ? "None" : OVERLAY_TITLES[name],
}))

const THEMES = ["view.darkTheme", "view.lightTheme", "view.systemTheme"].map(commandNamed)

const HELP = ["help.guide", "help.keys"].map(commandNamed)

export function DocumentMenu({ opened }: { readonly opened: boolean }) {
  return (
    <Menu.Root defaultOpen={opened}>
      <Menu.Trigger render={<Button look="icon" />} aria-label="Graph menu">
        <ChevronDown size={15} aria-hidden="true" />
      </Menu.Trigger>
      <Popup>
        {FILE.map((command) => (
          <CommandItem key={command.id} command={command} />
        ))}
        <Menu.Separator className={styles.separator} />
        {KEEP.map((command) => (
          <CommandItem key={command.id} command={command} />
        ))}
        <Menu.Separator className={styles.separator} />
        <Submenu label="Edit">
          {EDIT.map((command) => (
            <CommandItem key={command.id} command={command} />
          ))}
        </Submenu>
        <Submenu label="Run">
          {RUN.map((command) => (
            <CommandItem key={command.id} command={command} />
          ))}
        </Submenu>
        <Submenu label="View">
          {VIEW.map((command) => (
            <CommandItem key={command.id} command={command} />
          ))}
          <Menu.Separator className={styles.separator} />
          <Submenu label="Overlay">
            {OVERLAYS.map(({ command, words }) => (
              <CommandItem key={command.id} command={command} words={words} />
            ))}
          </Submenu>
          {THEMES.map((command) => (
            <CommandItem key={command.id} command={command} />
          ))}
        </Submenu>
        <Menu.Separator className={styles.separator} />
        {HELP.map((command) => (
          <CommandItem key={command.id} command={command} />
        ))}
      </Popup>
    </Menu.Root>
  )
}

function Popup({ children, side = "bottom" }: { readonly children: ReactNode; readonly side?: "bottom" | "right" }) {
  return (
    <Menu.Portal>
      <Menu.Positioner className={styles.positioner} side={side} align="start" sideOffset={side === "bottom" ? 6 : 2}>
        <Menu.Popup className={styles.popup}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}

function Submenu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className={styles.item}>
        <span className={styles.label}>{label}</span>
        <ChevronRight size={14} aria-hidden="true" />
      </Menu.SubmenuTrigger>
      <Popup side="right">{children}</Popup>
    </Menu.SubmenuRoot>
  )
}
