// The way out where an epoch's last batch is too small to be computed: one press, one change that can be undone.

import { Wrench } from "lucide-react"
import { setPart } from "../../../../graph/edit/nodeReferences.ts"
import { edit } from "../../../../state/document.ts"
import { say } from "../../../../state/messages.ts"
import { useTraining } from "../../../../state/training/training.ts"
import { Editable } from "../../../parts/Editable.tsx"
import styles from "../../../parts/Repairs.module.css"

const LABEL = "Drop the last batch"

export function DropLast() {
  const offered = useTraining(
    ({ status, stale }) =>
      !stale && status.kind === "refused" && status.problems.some(({ path }) => path === "/training/drop_last"),
  )
  if (!offered) return null
  const drop = () => {
    edit(LABEL, (document) => setPart(document, "training", { ...document.training, drop_last: true }))
    say("drop_last is set: examples that would not fill the last batch are left out. Undo takes it back.")
  }
  return (
    <div className={styles.repairs}>
      <Editable>
        <button type="button" className={styles.repair} onClick={drop}>
          <Wrench size={12} aria-hidden="true" />
          {LABEL}
        </button>
      </Editable>
    </div>
  )
}
