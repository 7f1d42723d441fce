import { downloadDocuments, downloadOpen } from "../../../commands/file/saving/savingFile.ts"
import { unsavedDocuments, useLibrary } from "../../../state/library/library.ts"
import { statusWords } from "../../../state/status.ts"
import styles from "./SavedState.module.css"

/** Whether what is seen would survive the end of this page, and the way out if it would not. */
export function SavedState() {
  const status = useLibrary((state) => state.status)
  const words = statusWords(status)
  return (
    <span
      className={styles.state}
      data-kind={status.kind}
      data-tone={status.kind === "unsaved" ? "problem" : undefined}
    >
      <output className={styles.words} title={TIPS[status.kind]}>
        {words}
      </output>
      {status.kind === "unsaved" ? (
        <button type="button" className={styles.download} onClick={downloadWaiting}>
          Download
        </button>
      ) : null}
    </span>
  )
}

function downloadWaiting(): void {
  const waiting = unsavedDocuments()
  // Where there is no storage, nothing waits for one.
  if (waiting.length > 0) downloadDocuments(waiting)
  else downloadOpen()
}

const TIPS = {
  opening: "Looking into this browser’s storage",
  saving: "Changes are written half a second after they are made",
  saved: "Written to this browser’s storage",
  unsaved: "Your work is in this page alone; it is tried again by itself",
  reading: "Nothing is written from here",
} as const
