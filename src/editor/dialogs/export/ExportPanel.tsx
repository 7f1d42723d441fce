// Export: the panel. What is in it writes formats and draws pictures, which nobody needs before; so it comes when it is opened.
// This folder shows what leaves; what a format says is its own affair (formats/exports).

import { Dialog } from "@base-ui/react/dialog"
import { lazy, Suspense, useRef } from "react"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { Boundary } from "../../parts/boundary/Boundary.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./ExportPanel.module.css"

const ExportForm = lazy(async () => ({ default: (await import("./ExportForm.tsx")).ExportForm }))

export function ExportPanel() {
  const open = useSession((state) => state.dialog === "export")
  const setDialog = useSession((state) => state.setDialog)
  const popup = useRef<HTMLDivElement>(null)
  return (
    // It stays while something else is selected on the canvas: that changes the picture.
    <Dialog.Root
      modal={false}
      disablePointerDismissal
      open={open}
      onOpenChange={(now) => setDialog(now ? "export" : null)}
    >
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          initialFocus={popup}
          className={`${dialog.popup} ${styles.panel}`}
          data-corner="right"
        >
          <Dialog.Title className={dialog.title}>Export</Dialog.Title>
          <Dialog.Description className={quiet.text}>
            The graph as it is, for a paper, a page, or a program of others. Nothing here changes it.
          </Dialog.Description>
          {open ? (
            <Boundary what="Export">
              <Suspense fallback={<div className={styles.preview} />}>
                <ExportForm />
              </Suspense>
            </Boundary>
          ) : null}
          <Dialog.Close render={<Button look="icon" />} className={dialog.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
