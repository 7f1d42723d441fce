// Quiet words on the first visit, one at a time. Each goes for good once it is closed or done.

import X from "lucide-react/icons/x"
import { useDocument } from "../../../state/document.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { closeHint, HINTS, type Hint, useHints } from "../../../state/run/hints.ts"
import { useSession } from "../../../state/session.ts"
import { useCaption, useNextCaption } from "../../canvas/top/useCaption.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./Hints.module.css"

/** Fingers have no keys; then the sign on the button is named. */
const TOUCH = matchMedia("(pointer: coarse)").matches

const WORDS: Readonly<Record<Hint, { readonly key: string; readonly words: string }>> = {
  draw: { key: "✎", words: "Draw on the Input: every map answers" },
  backward: { key: TOUCH ? "←" : "B", words: "Send the gradient back" },
  number: { key: TOUCH ? "Tap" : "Click", words: "A node to see its tensors; a number to see how it was computed" },
  wire: { key: "Drag", words: "From a port to empty canvas to add a layer that fits" },
}

export function Hints() {
  const gone = useHints((state) => state.gone)
  const busy = useSession((state) => state.dialog !== null)
  const inspector = !usePartHidden("inspector")
  const numbers = !usePartHidden("numbers")
  const caption = useCaption()
  const draws = useNextCaption() === "draw"
  const idle: Readonly<Record<Hint, boolean>> = {
    draw: !draws,
    backward: usePartHidden("gradients"),
    number: !inspector || !numbers,
    wire: useDocument((state) => state.lock !== null),
  }
  const hint = HINTS.find((hint) => !gone.includes(hint) && !idle[hint])
  if (hint === undefined || busy || caption !== null) return null
  return (
    <aside className={styles.hint} aria-label="Hint" data-overlay="true">
      <kbd>{WORDS[hint].key}</kbd>
      <span>{WORDS[hint].words}</span>
      <Button
        look="icon"
        size="small"
        aria-label={`Close the hint: ${WORDS[hint].words}`}
        onClick={() => closeHint(hint)}
      >
        <X size={13} aria-hidden="true" />
      </Button>
    </aside>
  )
}
