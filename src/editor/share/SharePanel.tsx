// The share link: the whole document in an address. It is made on the spot, copied, and said how long it is.

import { Dialog } from "@base-ui/react/dialog"
import { useEffect, useState } from "react"
import { saveFile } from "../../commands/file/saveFile.ts"
import { type Link, writeLink } from "../../formats/link.ts"
import { writeCount } from "../../formula/number.ts"
import type { Problem } from "../../graph/problem.ts"
import { useDocument } from "../../state/document.ts"
import { useSession } from "../../state/session.ts"
import styles from "../dialog.module.css"

export function SharePanel() {
  const open = useSession((state) => state.dialog === "share")
  const setDialog = useSession((state) => state.setDialog)
  return (
    <Dialog.Root modal={false} open={open} onOpenChange={(now) => setDialog(now ? "share" : null)}>
      <Dialog.Portal>
        <Dialog.Popup className={styles.popup} data-corner="right">
          <Dialog.Title className={styles.title}>Share this graph</Dialog.Title>
          <Dialog.Description className={styles.about}>
            The link carries the whole document after the #. Nothing is stored on a server; whoever opens it gets a
            copy.
          </Dialog.Description>
          {open ? <ShareLink /> : null}
          <Dialog.Close className={styles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function ShareLink() {
  const document = useDocument((state) => state.document)
  const made: Link | Problem = writeLink(document, location.href.replace(/[?#].*$/s, ""))
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
  if (!("link" in made)) {
    return (
      <>
        <p className={styles.problem}>{made.sentence}</p>
        <button type="button" className={styles.button} onClick={() => void saveFile.run()}>
          Save as a file
        </button>
      </>
    )
  }
  return (
    <>
      <div className={styles.row}>
        <input readOnly aria-label="Link" value={made.link} onFocus={(event) => event.target.select()} />
        <button type="button" className={styles.strong} onClick={copy}>
          Copy
        </button>
      </div>
      <p className={styles.about} role="status">
        {copied === "yes"
          ? "Copied. "
          : copied === "refused"
            ? "The browser refused to copy; select the link and copy it. "
            : ""}
        {writeCount(made.characters)} characters.
      </p>
      {made.warning === null ? null : (
        <>
          <p className={styles.warning}>{made.warning.sentence}</p>
          <button type="button" className={styles.button} onClick={() => void saveFile.run()}>
            Save as a file instead
          </button>
        </>
      )}
    </>
  )
}
