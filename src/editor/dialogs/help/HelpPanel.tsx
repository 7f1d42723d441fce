// What every sign on the screen means, beside the graph that shows them. This folder is words and signs; it shows no state
// and changes none.

import { Dialog } from "@base-ui/react/dialog"
import { keys } from "../../../commands/help/keys.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import { GRAPH_CHAPTERS } from "./graphChapters.tsx"
import styles from "./HelpPanel.module.css"
import { WORK_CHAPTERS } from "./workChapters.tsx"

export function HelpPanel() {
  const open = useSession((state) => state.dialog === "help")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root
      modal={false}
      disablePointerDismissal
      open={open}
      onOpenChange={(now) => setDialog(now ? "help" : null)}
    >
      <Dialog.Portal>
        <Dialog.Popup className={`${dialog.popup} ${styles.panel}`} data-corner="right">
          <div className={styles.head}>
            <Dialog.Title className={dialog.title}>Help</Dialog.Title>
            <Dialog.Close render={<Button look="icon" />} aria-label="Close">
              ×
            </Dialog.Close>
          </div>
          {[...GRAPH_CHAPTERS, ...WORK_CHAPTERS].map(({ title, lines }) => (
            <section key={title} className={styles.chapter}>
              <h3>{title}</h3>
              <dl>
                {lines.map(({ sign, name, words }) => (
                  <div key={name}>
                    <dt>
                      <span className={styles.sign} aria-hidden="true">
                        {sign}
                      </span>
                      {name}
                    </dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
          <div>
            <CommandButton command={keys} />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
