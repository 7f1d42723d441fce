// What an empty canvas says: that its nodes are being laid out, or three ways to begin. The canvas under it stays free to be
// double-clicked and dropped on.

import { labelOf } from "../../commands/command.ts"
import { insert } from "../../commands/edit/insert.ts"
import { examples } from "../../commands/file/examples.ts"
import { typeNetwork } from "../../commands/file/typeNetwork.ts"
import { count } from "../../graph/problem.ts"
import { usePlacing } from "../../state/places/placing.ts"
import { Button } from "../parts/Button.tsx"
import { Editable } from "../parts/Editable.tsx"
import styles from "./EmptyNote.module.css"

const WAYS = [insert, typeNetwork, examples]

export function EmptyNote() {
  const laidOut = usePlacing(({ count }) => count)
  if (laidOut > 0)
    return (
      <div className={styles.note} role="status">
        <p className={styles.head}>Laying out {count(laidOut)} nodes…</p>
      </div>
    )
  return (
    <div className={styles.note}>
      <p className={styles.head}>Nothing is drawn yet</p>
      <p>Click an op of the library, drag it here, or double-click where it should stand.</p>
      <Editable>
        <div className={styles.ways}>
          {WAYS.map((command) => (
            <Button look="firm" size="large" key={command.id} onClick={() => void command.run()}>
              {labelOf(command)}
            </Button>
          ))}
        </div>
      </Editable>
    </div>
  )
}
