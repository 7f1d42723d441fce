// The share link: the whole document in an address. It is made on the spot, copied, and said how long it is. What it is
// sent with (the view, the seed, read-only, hidden panels) belongs to the link alone.

import { Dialog } from "@base-ui/react/dialog"
import { useEffect, useMemo, useState } from "react"
import { saveSent } from "../../../commands/file/saving/savingFile.ts"
import { optionsOf, type SendOptions, sent } from "../../../commands/file/saving/sharing.ts"
import { type Link, writeLink } from "../../../formats/links/link.ts"
import { writeCount } from "../../../formula/number.ts"
import type { GradwireDocument } from "../../../graph/document.ts"
import type { Problem } from "../../../graph/problem.ts"
import { useCamera } from "../../../state/camera.ts"
import { useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { SendChoices } from "./SendChoices.tsx"
import styles from "./SharePanel.module.css"

export function SharePanel() {
  const open = useSession((state) => state.dialog === "share")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root modal={false} open={open} onOpenChange={(now) => setDialog(now ? "share" : null)}>
      <Dialog.Portal>
        <Dialog.Popup className={dialog.popup} data-corner="right">
          <Dialog.Title className={dialog.title}>Share this graph</Dialog.Title>
          <Dialog.Description className={quiet.text}>
            The link carries the whole document after the #. Nothing is stored on a server; whoever opens it gets a
            copy.
          </Dialog.Description>
          {open ? <Share /> : null}
          <Dialog.Close render={<Button look="icon" />} className={dialog.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Share() {
  const document = useDocument((state) => state.document)
  const [options, setOptions] = useState(() => optionsOf(document))
  const travelling = useMemo(() => sent(document, options), [document, options])
  return (
    <>
      <ShareLink document={travelling} onCopy={() => setOptions(lookedAgain(options))} />
      <SendChoices options={options} seed={document.seed ?? 0} onChange={setOptions} />
      <div className={styles.file}>
        <Button look="firm" size="large" onClick={() => void saveSent(travelling)}>
          Save as a file
        </Button>
        <span>The same graph, sent the same way, as a file to attach.</span>
      </div>
    </>
  )
}

/** Who has moved the view since then means where it is now. */
function lookedAgain(options: SendOptions): SendOptions {
  const place = useCamera.getState().camera?.place()
  return options.camera === null || place === undefined ? options : { ...options, camera: place }
}

interface LinkProps {
  readonly document: GradwireDocument
  /** Before the link is copied again. */
  readonly onCopy: () => void
}

function ShareLink({ document, onCopy }: LinkProps) {
  const made: Link | Problem = useMemo(() => writeLink(document, location.href.replace(/[?#].*$/s, "")), [document])
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no")
  const text = "link" in made ? made.link : null
  const copy = () => {
    if (text === null) return
    navigator.clipboard.writeText(text).then(
      () => setCopied("yes"),
      () => setCopied("refused"),
    )
  }
  // Copied at once: that is what one opens this for.
  useEffect(copy, [text])
  if (!("link" in made)) return <p className={dialog.problem}>{made.sentence}</p>
  return (
    <>
      <div className={dialog.row}>
        <input readOnly aria-label="Link" value={made.link} onFocus={(event) => event.target.select()} />
        <Button
          look="strong"
          size="large"
          onClick={() => {
            copy()
            onCopy()
          }}
        >
          Copy
        </Button>
      </div>
      <p className={quiet.text} role="status">
        {copied === "yes"
          ? "Copied. "
          : copied === "refused"
            ? "The browser refused to copy; select the link and copy it. "
            : ""}
        {writeCount(made.characters)} characters.
      </p>
      {made.warning === null ? null : <p className={dialog.warning}>{made.warning.sentence}</p>}
    </>
  )
}
