// Type a network: the course's shorthand becomes a new document.

import { Dialog } from "@base-ui/react/dialog"
import { useState } from "react"
import { openDocument } from "../../../commands/file/opening/opening.ts"
import { buildFromShorthand, SHORTHAND_EXAMPLES } from "../../../formats/shorthand/shorthand.ts"
import { recall, remember } from "../../../state/remembered.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"

const EXAMPLE = "INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3"

export function BuildPanel() {
  const open = useSession((state) => state.dialog === "build")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root modal={false} open={open} onOpenChange={(now) => setDialog(now ? "build" : null)}>
      <Dialog.Portal>
        <Dialog.Popup className={styles.popup}>
          <Dialog.Title className={styles.title}>Type a network</Dialog.Title>
          <Dialog.Description className={quiet.text}>
            Layers separated by commas, as the homework writes them. It opens as a new document.
          </Dialog.Description>
          {open ? <BuildForm onDone={() => setDialog(null)} /> : null}
          <Dialog.Close render={<Button look="icon" />} className={styles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function BuildForm({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState(rememberedText)
  const built = buildFromShorthand(text)
  const build = () => {
    if (!("document" in built)) return
    openDocument(built.document)
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        build()
      }}
    >
      <textarea
        rows={3}
        aria-label="Layers"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          remember("typed", event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey) return
          event.preventDefault()
          build()
        }}
      />
      {"problem" in built ? (
        <p className={styles.problem} role="alert">
          {built.problem.sentence}
        </p>
      ) : null}
      {"notes" in built
        ? built.notes.map(({ sentence }) => (
            <p key={sentence} className={quiet.text} role="status">
              {sentence}
            </p>
          ))
        : null}
      <p className={quiet.text}>Known: {SHORTHAND_EXAMPLES.join(", ")}.</p>
      <Button look="strong" size="large" type="submit" disabled={"problem" in built}>
        Build
      </Button>
    </form>
  )
}

function rememberedText(): string {
  const kept = recall("typed")
  return typeof kept === "string" && kept.trim() !== "" ? kept : EXAMPLE
}
