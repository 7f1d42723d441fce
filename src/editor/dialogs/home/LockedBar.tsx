import { makeCopy } from "../../../commands/file/makeCopy.ts"
import { downloadOpen } from "../../../commands/file/saving/savingFile.ts"
import { takeOver } from "../../../commands/file/takeOver.ts"
import { useDocument } from "../../../state/document.ts"
import { LOCK_WORDS } from "../../../state/status.ts"
import styles from "./Home.module.css"

/** Why the open graph cannot be changed here, and what can be done about it. */
export function LockedBar() {
  const lock = useDocument((state) => state.lock)
  if (lock === null) return null
  return (
    <section className={styles.bar} aria-label="Why this graph cannot be changed">
      <span role="status">{lock === "given" ? "This graph came as read-only." : LOCK_WORDS[lock]}</span>
      {lock === "tab" ? (
        <button type="button" onClick={() => void takeOver.run()}>
          Take over
        </button>
      ) : null}
      {lock === "newer" ? (
        <button type="button" onClick={downloadOpen}>
          Download
        </button>
      ) : (
        <button type="button" onClick={() => void makeCopy.run()}>
          {lock === "given" ? "Make a copy to edit" : "Make a copy"}
        </button>
      )}
    </section>
  )
}
