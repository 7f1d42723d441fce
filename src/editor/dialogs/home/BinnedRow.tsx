import { useState } from "react"
import { destroyDocument, restoreDocument } from "../../../commands/file/opening/documents.ts"
import type { Head } from "../../../state/library/storage/records.ts"
import { BIN_TIME } from "../../../state/library/storedDocuments.ts"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./Home.module.css"
import { Thumbnail } from "./Thumbnail.tsx"

const DAY = 24 * 3_600_000

/** A deleted document: back, or away for good, which is asked twice. */
export function BinnedRow({ head }: { readonly head: Head }) {
  const [sure, setSure] = useState(false)
  const title = head.title || "Untitled"
  const days = Math.max(0, Math.ceil(((head.deleted ?? 0) + BIN_TIME - Date.now()) / DAY))
  return (
    <li className={styles.row}>
      <Thumbnail picture={head.picture} />
      <div className={styles.words}>
        <span className={styles.title}>
          <bdi>{title}</bdi>
        </span>
        <span className={quiet.text}>{days === 1 ? "goes in 1 day" : `goes in ${days} days`}</span>
      </div>
      <button type="button" className={styles.word} onClick={() => void restoreDocument(head.id)}>
        Restore<span className={styles.unseen}> {title}</span>
      </button>
      <button
        type="button"
        className={styles.word}
        data-tone="problem"
        onBlur={() => setSure(false)}
        onClick={() => (sure ? void destroyDocument(head.id) : setSure(true))}
      >
        {sure ? "Delete for good?" : "Delete now"}
      </button>
    </li>
  )
}
