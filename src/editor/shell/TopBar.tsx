// The bar over the window: the document, what runs it, the panels. This folder is the frame around the parts of the window;
// it knows commands, not what they do.

import { commandNamed } from "../../commands/registry.ts"
import { CommandButton } from "../parts/CommandButton.tsx"
import { useRoving } from "../parts/window/useRoving.ts"
import { DocumentTitle } from "./document/DocumentTitle.tsx"
import { MenuButton } from "./document/MenuButton.tsx"
import { SavedState } from "./document/SavedState.tsx"
import { ModeSwitch } from "./ModeSwitch.tsx"
import { Sheets } from "./sheets/Sheets.tsx"
import styles from "./TopBar.module.css"

const forward = commandNamed("run.forward")
const backward = commandNamed("run.backward")
const step = commandNamed("player.step")
const share = commandNamed("file.share")
const undo = commandNamed("edit.undo")
const guide = commandNamed("help.guide")
const redo = commandNamed("edit.redo")

export function TopBar({ narrow }: { readonly narrow: boolean }) {
  const roving = useRoving("across")
  return (
    <header className={styles.bar} data-region="header">
      <h1 className={styles.wordmark} translate="no">
        Grad<span className={styles.wire}>wire</span>
      </h1>
      <div className={styles.document}>
        <DocumentTitle />
        <MenuButton />
        <span className={styles.saved}>
          <SavedState />
        </span>
      </div>
      {/* One stop of the Tab key; arrows go on from there. */}
      <div className={styles.tools} role="toolbar" aria-label="Edit, run, share" {...roving}>
        <div className={`${styles.group} ${styles.roomy}`}>
          <CommandButton command={undo} look="icon" />
          <CommandButton command={redo} look="icon" />
        </div>
        <div className={styles.group}>
          {narrow ? null : <ModeSwitch />}
          <CommandButton command={forward} look="value">
            <span className={styles.word}>Forward</span>
          </CommandButton>
          <CommandButton command={backward} look="gradient">
            <span className={styles.word}>Backward</span>
          </CommandButton>
          <span className={styles.roomy}>
            <CommandButton command={step} look={narrow ? "icon" : "plain"}>
              Next op
            </CommandButton>
          </span>
          <span className={styles.share}>
            <CommandButton command={share} look={narrow ? "plain" : "strong"}>
              <span className={styles.word}>Share</span>
            </CommandButton>
          </span>
        </div>
        {narrow ? null : <CommandButton command={guide} look="icon" />}
        {narrow ? <Sheets /> : null}
      </div>
    </header>
  )
}
