// Load weights: the panel. It shows what goes where before anything is changed.

import { Dialog } from "@base-ui/react/dialog"
import { lazy, Suspense, useRef } from "react"
import { useSession } from "../../../state/session.ts"
import { useWeightsOffer } from "../../../state/training/weightsOffer.ts"
import { Button } from "../../parts/Button.tsx"
import { Boundary } from "../../parts/boundary/Boundary.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import styles from "./WeightsPanel.module.css"

const WeightsForm = lazy(async () => ({ default: (await import("./WeightsForm.tsx")).WeightsForm }))

export function WeightsPanel() {
  const open = useSession((state) => state.dialog === "weights")
  const setDialog = useSession((state) => state.setDialog)
  const offer = useWeightsOffer((state) => state.offer)
  const popup = useRef<HTMLDivElement>(null)
  const close = (): void => {
    setDialog(null)
    useWeightsOffer.setState({ offer: null })
  }
  return (
    <Dialog.Root open={open && offer !== null} onOpenChange={(now) => (now ? undefined : close())}>
      <Dialog.Portal>
        <Dialog.Popup ref={popup} initialFocus={popup} className={`${dialog.popup} ${styles.panel}`}>
          <Dialog.Title className={dialog.title}>Load weights</Dialog.Title>
          {offer === null ? null : (
            <Boundary what="Load weights">
              <Suspense fallback={<div className={styles.rows} />}>
                <WeightsForm offer={offer} onDone={close} />
              </Suspense>
            </Boundary>
          )}
          <Dialog.Close render={<Button look="icon" />} className={dialog.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
