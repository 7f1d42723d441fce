// The bar over the window: the document, what runs it, the panels. This folder is the frame around the parts of the window;
// it knows commands, not what they do.

import { redo } from "../../commands/edit/redo.ts"
import { undo } from "../../commands/edit/undo.ts"
import { share } from "../../commands/file/share.ts"
import { guide } from "../../commands/help/guide.ts"
import { step } from "../../commands/player/step.ts"
import { backward } from "../../commands/run/backward.ts"
import { forward } from "../../commands/run/forward.ts"
import { PicturedButton } from "../parts/PicturedButton.tsx"
import { useRoving } from "../parts/window/useRoving.ts"
import { BarIcon } from "./BarIcon.tsx"
import { DocumentTitle } from "./document/DocumentTitle.tsx"
import { MenuButton } from "./document/MenuButton.tsx"
import { SavedState } from "./document/SavedState.tsx"
import { ModeSwitch } from "./ModeSwitch.tsx"
import { Sheets } from "./sheets/Sheets.tsx"
import styles from "./TopBar.module.css"

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
          <PicturedButton Icon={BarIcon} command={undo} look="icon" />
          <PicturedButton Icon={BarIcon} command={redo} look="icon" />
        </div>
        <div className={styles.group}>
          {narrow ? null : <ModeSwitch />}
          <PicturedButton Icon={BarIcon} command={forward} look="value">
            <span className={styles.word}>Forward</span>
          </PicturedButton>
          <PicturedButton Icon={BarIcon} command={backward} look="gradient">
            <span className={styles.word}>Backward</span>
          </PicturedButton>
          <span className={styles.roomy}>
            <PicturedButton Icon={BarIcon} command={step} look={narrow ? "icon" : "plain"}>
              <span className={styles.step}>Next op</span>
            </PicturedButton>
          </span>
          <span className={styles.share}>
            <PicturedButton Icon={BarIcon} command={share} look={narrow ? "plain" : "strong"}>
              <span className={styles.word}>Share</span>
            </PicturedButton>
          </span>
        </div>
        {narrow ? null : <PicturedButton Icon={BarIcon} command={guide} look="icon" />}
        {narrow ? <Sheets /> : null}
      </div>
    </header>
  )
}
