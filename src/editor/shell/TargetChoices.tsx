// The nodes that backward could start at, where a run went forward alone because nothing says which.

import { cutMiddle } from "../../formula/cutMiddle.ts"
import { targetChoices } from "../../graph/analysis/target.ts"
import { setTarget } from "../../graph/edit/edit.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { useLockWords } from "../parts/Editable.tsx"
import styles from "./StatusLine.module.css"

/** More than these are chosen in the inspector of a node or of the document. */
const MOST_CHOICES = 4

/** A press each. */
export function TargetChoices() {
  const structure = useAnalysis((state) => state.structure)
  const locked = useLockWords()
  return targetChoices(structure)
    .slice(0, MOST_CHOICES)
    .map((id) => (
      <button
        key={id}
        type="button"
        className={styles.stop}
        disabled={locked !== null}
        title={locked ?? `Let backward start at ${id}`}
        onClick={() => edit("Choose a target", (d) => setTarget(d, id))}
      >
        {cutMiddle(id, 24)}
      </button>
    ))
}
