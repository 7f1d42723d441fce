import { useDocument } from "../../state/document.ts"
import styles from "./SavedState.module.css"

/** Whether what is seen is kept in this browser. */
export function SavedState() {
  const saved = useDocument((state) => state.saved === state.document)
  return (
    <output
      className={styles.state}
      title={saved ? "Kept in this browser" : "Changes are kept a moment after they are made"}
    >
      {saved ? "Saved" : "Edited"}
    </output>
  )
}
