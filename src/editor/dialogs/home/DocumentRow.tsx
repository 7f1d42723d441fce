import { CopyPlus, Pencil, Trash2 } from "lucide-react"
import { useState } from "react"
import { deleteDocument, duplicateDocument, renameDocument } from "../../../commands/file/opening/documents.ts"
import { openKept } from "../../../commands/file/opening/opening.ts"
import { MAX_TITLE } from "../../../graph/limits.ts"
import { count } from "../../../graph/problem.ts"
import { useLibrary } from "../../../state/library/library.ts"
import type { Head } from "../../../state/library/storage/records.ts"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./Home.module.css"
import { Thumbnail } from "./Thumbnail.tsx"
import { sizeText, whenText } from "./when.ts"

interface Props {
  readonly head: Head
  readonly onDone: () => void
}

export function DocumentRow({ head, onDone }: Props) {
  const open = useLibrary((state) => state.id === head.id)
  const [renaming, setRenaming] = useState(false)
  const title = head.title || "Untitled"
  const choose = async (): Promise<void> => {
    if (await openKept(head.id)) onDone()
  }
  return (
    <li className={styles.row} aria-current={open || undefined}>
      <button type="button" className={styles.open} aria-label={`Open ${title}`} onClick={() => void choose()}>
        <Thumbnail picture={head.picture} />
      </button>
      <div className={styles.words}>
        {renaming ? (
          <TitleField head={head} onDone={() => setRenaming(false)} />
        ) : (
          <button type="button" className={styles.title} tabIndex={-1} onClick={() => void choose()}>
            <bdi>{title}</bdi>
          </button>
        )}
        <span className={quiet.text}>{factsOf(head, open)}</span>
      </div>
      <button type="button" className={styles.act} aria-label={`Rename ${title}`} onClick={() => setRenaming(true)}>
        <Pencil size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={styles.act}
        aria-label={`Duplicate ${title}`}
        onClick={() => void duplicateDocument(head.id)}
      >
        <CopyPlus size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={styles.act}
        aria-label={`Delete ${title}`}
        onClick={() => void deleteDocument(head.id)}
      >
        <Trash2 size={15} aria-hidden="true" />
      </button>
    </li>
  )
}

/** Enter keeps what was typed, Escape does not. */
function TitleField({ head, onDone }: Props) {
  const [text, setText] = useState(head.title)
  const keep = (): void => {
    onDone()
    if (text.trim() !== head.title) void renameDocument(head.id, text.trim())
  }
  return (
    <input
      className={styles.field}
      aria-label="New title"
      value={text}
      maxLength={MAX_TITLE}
      // It was asked for by the button that it takes the place of.
      ref={(field) => field?.focus()}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep()
        if (event.key !== "Escape") return
        event.stopPropagation()
        onDone()
      }}
    />
  )
}

function factsOf({ nodes, bytes, changed }: Head, open: boolean): string {
  const size = nodes === 1 ? "1 node" : `${count(nodes)} nodes`
  const facts = [whenText(changed, Date.now()), size, sizeText(bytes)]
  return (open ? ["open", ...facts] : facts).join(" · ")
}
