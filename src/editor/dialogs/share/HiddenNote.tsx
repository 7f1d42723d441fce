import { labelOf } from "../../../commands/command.ts"
import { commands } from "../../../commands/registry.ts"
import { useDocument } from "../../../state/document.ts"
import { mayHide, PARTS } from "../../../state/hiding.ts"
import { say } from "../../../state/messages.ts"
import styles from "./SharePanel.module.css"

const NOTHING: readonly string[] = []

/** One quiet line that the sender of a document left panels or commands out, and which. */
export function HiddenNote() {
  const hide = useDocument((state) => state.document.view?.hide ?? NOTHING)
  const panels = PARTS.filter(({ name }) => hide.includes(name)).map(({ label }) => label)
  const orders = [...commands.values()].filter(({ id }) => hide.includes(id) && mayHide(id)).map(labelOf)
  if (panels.length + orders.length === 0) return null
  const counted = [count(panels.length, "panel"), count(orders.length, "command")].filter((text) => text !== "")
  const which = [...panels, ...orders].join(", ")
  return (
    <button
      type="button"
      className={styles.hiddenNote}
      title={which}
      onClick={() => say(`Hidden by the sender: ${which}.`)}
    >
      The sender hid {counted.join(" and ")}.
    </button>
  )
}

function count(n: number, word: string): string {
  return n === 0 ? "" : `${n} ${word}${n === 1 ? "" : "s"}`
}
