// What can be done here: by right click, long press, the menu key or Shift F10, on a node, a wire or the empty canvas.
// The lines are commands; they mean the selection, so what is pointed at is selected first.

import { ContextMenu } from "@base-ui/react/context-menu"
import { Menu } from "@base-ui/react/menu"
import { ChevronRight } from "lucide-react"
import type { ReactNode, Ref } from "react"
import { isHidden } from "../../../commands/allowed.ts"
import type { Command } from "../../../commands/command.ts"
import { commandNamed } from "../../../commands/registry.ts"
import { CommandItem } from "../../parts/CommandItem.tsx"
import styles from "../../parts/styles/menu.module.css"
import type { Target } from "./pointAt.ts"

/** Lines, with a rule between lists; a name with lines of its own is a menu beside. */
type Lines = readonly (readonly (Command | { readonly label: string; readonly commands: readonly Command[] })[])[]

const named = (...ids: string[]): readonly Command[] => ids.map(commandNamed)
const SELECT = {
  label: "Select",
  commands: named("select.upstream", "select.downstream", "select.sameKind", "select.invert", "edit.selectAll"),
}
const ARRANGE = {
  label: "Align and distribute",
  commands: named(
    "arrange.left",
    "arrange.centre",
    "arrange.right",
    "arrange.top",
    "arrange.middle",
    "arrange.bottom",
    "arrange.spreadAcross",
    "arrange.spreadDown",
  ),
}
const EXPLAIN = named("inspect.why", "inspect.derive", "inspect.compare")
const TRY = {
  label: "Run from here",
  commands: named("inspect.startHere", "inspect.pauseHere", "inspect.sweepThis", "check.gradients"),
}
const EXPORT = {
  label: "Export",
  commands: named("file.exportTo", "file.exportPictureCopy", "file.saveFile", "file.share"),
}
const COPYING = named("edit.copy", "edit.cut", "edit.duplicate", "edit.duplicateJoined")
const REMOVING = named("edit.removeAndHeal", "edit.remove")

const LINES: Readonly<Record<Target, Lines>> = {
  node: [
    EXPLAIN,
    [TRY, ...named("graph.openIntoParts", "graph.closeParts", "view.weightLines")],
    named("edit.connect", "edit.replace", "edit.rename"),
    [...COPYING, ...named("graph.group")],
    [SELECT],
    REMOVING,
  ],
  several: [
    named("graph.group", "graph.openIntoParts", "graph.closeParts"),
    COPYING,
    [ARRANGE, SELECT, ...named("view.tidy", "view.fitSelection")],
    REMOVING,
  ],
  group: [
    named("graph.expand", "graph.collapse", "graph.ungroup", "graph.closeParts"),
    [...COPYING, ...named("graph.group")],
    [ARRANGE, SELECT],
    REMOVING,
  ],
  wire: [named("inspect.why", "inspect.compare"), named("edit.insertOnWire"), named("edit.remove")],
  canvas: [
    named("edit.insert", "edit.paste"),
    named("run.forward", "run.backward", "check.gradients"),
    [...named("edit.selectAll", "select.lasso"), SELECT],
    named("view.tidy", "view.tidyDown", "view.fitAll"),
    [EXPORT, ...named("edit.search", "help.keys")],
  ],
}

export function CanvasMenu({
  target,
  opener,
}: {
  readonly target: Target
  /** Opens the menu at an event of its own. */
  readonly opener: Ref<HTMLDivElement>
}) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger ref={opener} />
      <Popup>
        {shownLines(target).map((lines, i) => (
          <Lines key={`${target} ${lines.length} ${lines.map(keyOf).join(" ")}`} lines={lines} ruled={i > 0} />
        ))}
      </Popup>
    </ContextMenu.Root>
  )
}

/** A layer that was not opened cannot be closed, and few have weights to draw as lines: no need to say why. */
const UNSAID = new Set(["graph.closeParts", "view.weightLines"])

function applies(command: Command): boolean {
  return !UNSAID.has(command.id) || command.enabled()
}

/** Without the commands that the document hides, and without lists that this leaves empty. */
function shownLines(target: Target): Lines {
  return LINES[target]
    .map((lines) =>
      lines.filter((line) => ("commands" in line ? !line.commands.every(isHidden) : !isHidden(line) && applies(line))),
    )
    .filter((lines) => lines.length > 0)
}

function Lines({ lines, ruled }: { readonly lines: Lines[number]; readonly ruled: boolean }) {
  return (
    <>
      {ruled ? <Menu.Separator className={styles.separator} /> : null}
      {lines.map((line) =>
        "commands" in line ? (
          <Menu.SubmenuRoot key={line.label}>
            <Menu.SubmenuTrigger className={styles.item}>
              <span className={styles.label}>{line.label}</span>
              <ChevronRight size={14} aria-hidden="true" />
            </Menu.SubmenuTrigger>
            <Popup>
              {line.commands.map((command) => (
                <CommandItem key={command.id} command={command} explains />
              ))}
            </Popup>
          </Menu.SubmenuRoot>
        ) : (
          <CommandItem key={line.id} command={line} explains />
        ),
      )}
    </>
  )
}

function keyOf(line: Lines[number][number]): string {
  return "commands" in line ? line.label : line.id
}

function Popup({ children }: { readonly children: ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner className={styles.positioner} align="start" sideOffset={2}>
        <Menu.Popup className={styles.popup}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}
