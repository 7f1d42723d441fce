// Every shortcut on one sheet, read from the commands themselves, with the few gestures that are no commands.

import { Dialog } from "@base-ui/react/dialog"
import { isHidden } from "../../../commands/allowed.ts"
import { type Command, labelOf } from "../../../commands/command.ts"
import { commands } from "../../../commands/registry.ts"
import { writeShortcut } from "../../../commands/shortcut.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { isMac } from "../../parts/mac.ts"
import dialog from "../../parts/styles/dialog.module.css"
import styles from "./KeySheet.module.css"

/** Words over the folders that commands live in; a folder without words comes last under its own name. */
const TITLES: Readonly<Record<string, string>> = {
  edit: "Edit and wire",
  select: "Select",
  arrange: "Arrange",
  graph: "Groups and parts",
  run: "Run",
  player: "Player",
  view: "View",
  file: "File",
  help: "Help",
}
const GESTURES: readonly (readonly [words: string, what: string])[] = [
  ["Drag from a port to empty canvas", "Add an op that fits there"],
  ["Drag a node onto a wire", "Put it between"],
  ["Drag the end of a wire", "Move it, or cut it"],
  ["Shift drag", "Select in a box"],
  ["Alt drag on the canvas", "Select with a lasso"],
  ["Alt drag a node", "Copy it"],
  ["Double click on the canvas, or Tab after a click", "Add a node"],
  ["Right click, long press, Shift F10", "What can be done here"],
]
/** What keys do in lists of buttons: the library, the bar at the top. */
const STOPS: readonly (readonly [keys: string, what: string])[] = [
  ["Tab", "To the next list, field or card"],
  ["↑ ↓ ← →", "Inside the library and the bar at the top"],
  ["Home, End", "To the first and the last"],
  ["Page Up, Page Down", "To the shelf before and after"],
  ["Letters", "To what begins with them in the library"],
]

/** Where the canvas or the bar under it has the focus. */
const PLAYBACK: readonly (readonly [keys: string, what: string])[] = [
  ["Space", "Pause anywhere, and go on"],
  ["← →", "A step back, a step on"],
  ["Esc", "To its end; once more to leave it"],
]

export function KeySheet() {
  const open = useSession((state) => state.dialog === "keys")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root modal={false} open={open} onOpenChange={(now) => setDialog(now ? "keys" : null)}>
      <Dialog.Portal>
        <Dialog.Popup className={`${dialog.popup} ${styles.sheet}`}>
          <Dialog.Title className={dialog.title}>Keyboard shortcuts</Dialog.Title>
          <div className={styles.columns}>{open ? <Sections /> : null}</div>
          <Dialog.Close render={<Button look="icon" />} className={dialog.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Sections() {
  return (
    <>
      {byFolder().map(([folder, list]) => (
        <section key={folder} className={styles.section}>
          <h3>{TITLES[folder] ?? folder.charAt(0).toUpperCase() + folder.slice(1)}</h3>
          <dl>
            {list.map((command) => (
              <div key={command.id}>
                <dt>{labelOf(command)}</dt>
                <dd>
                  {(command.shortcuts ?? []).slice(0, 2).map((shortcut) => (
                    <kbd key={shortcut}>{writeShortcut(shortcut, isMac())}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Words title="Moving the focus" lines={STOPS} />
      <Words title="While a pass is played" lines={PLAYBACK} />
      <Words title="With the pointer" lines={GESTURES} />
    </>
  )
}

function Words({ title, lines }: { readonly title: string; readonly lines: typeof GESTURES }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      <dl>
        {lines.map(([words, what]) => (
          <div key={words} data-stacked="">
            <dt>{what}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function byFolder(): readonly (readonly [folder: string, list: readonly Command[]])[] {
  const folders = new Map<string, Command[]>()
  for (const command of commands.values()) {
    if (!command.shortcuts?.length || isHidden(command)) continue
    const folder = command.id.slice(0, command.id.indexOf("."))
    folders.set(folder, [...(folders.get(folder) ?? []), command])
  }
  const order = Object.keys(TITLES)
  const place = (folder: string): number => (order.includes(folder) ? order.indexOf(folder) : order.length)
  return [...folders].sort(([a], [b]) => place(a) - place(b))
}
