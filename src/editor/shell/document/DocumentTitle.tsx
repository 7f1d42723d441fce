import { useRef } from "react"
import { setTitle } from "../../../graph/edit/edit.ts"
import { MAX_TITLE } from "../../../graph/limits.ts"
import { edit, endGesture, startGesture, useDocument } from "../../../state/document.ts"
import { useLockWords } from "../../parts/Editable.tsx"
import styles from "./DocumentTitle.module.css"

/** The title where it stands: click and type. Enter keeps it, Escape puts back what was there. */
export function DocumentTitle() {
  const title = useDocument((state) => state.document.title ?? "")
  const locked = useLockWords()
  const before = useRef(title)
  const write = (text: string): void => edit("Rename the graph", (d) => setTitle(d, text), { key: "title" })
  return (
    <span className={styles.field} data-text={title || "Untitled"}>
      <input
        className={styles.input}
        aria-label="Title of the graph"
        value={title}
        placeholder="Untitled"
        readOnly={locked !== null}
        title={locked ?? undefined}
        maxLength={MAX_TITLE}
        spellCheck={false}
        size={1}
        onFocus={() => {
          startGesture()
          before.current = title
        }}
        onBlur={endGesture}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") write(before.current)
          if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur()
        }}
      />
    </span>
  )
}
