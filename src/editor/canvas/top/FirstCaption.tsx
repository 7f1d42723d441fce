import X from "lucide-react/icons/x"
import { dataSources } from "../../../engine/data/registry.ts"
import { useDocument } from "../../../state/document.ts"
import { closeHint } from "../../../state/run/hints.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./FirstCaption.module.css"
import { type Caption, useCaption } from "./useCaption.ts"

/** Fingers have no keys; then the button is named. */
const TOUCH = matchMedia("(pointer: coarse)").matches

/** In their order. */
const CAPTIONS: readonly Caption[] = ["draw", "backward"]

const WORDS: Readonly<Record<Caption, { readonly words: string; readonly more: string }>> = {
  draw: { words: "Draw on the Input", more: "Every map answers while you draw." },
  backward: {
    words: TOUCH ? "Send the gradient back (←)" : "Send the gradient back (B)",
    more: "Below the picture: where a brighter cell raises the score.",
  },
}

/** What a first visit is told, above the graph: each goes for good once it is done or closed. */
export function FirstCaption() {
  const caption = useCaption()
  const drawn = useDocument(({ document }) => dataSources.get(document.data?.source.kind ?? "")?.drawn)
  const busy = useSession((state) => state.dialog !== null)
  if (caption === null || busy) return null
  const { more } = WORDS[caption]
  const words = caption === "draw" && drawn !== undefined ? `Draw ${drawn}` : WORDS[caption].words
  return (
    <aside className={styles.caption} aria-label="Hint" data-overlay="true">
      <p role="status">
        <small>
          {CAPTIONS.indexOf(caption) + 1} of {CAPTIONS.length}
        </small>{" "}
        <strong>{words}</strong> <span>{more}</span>
      </p>
      <Button look="icon" size="small" aria-label={`Close the hint: ${words}`} onClick={() => closeHint(caption)}>
        <X size={13} aria-hidden="true" />
      </Button>
    </aside>
  )
}
