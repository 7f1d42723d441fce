import { commandNamed } from "../../commands/registry.ts"
import type { Mode } from "../../ops/op.ts"
import { useSession } from "../../state/session.ts"
import { useHidden } from "../parts/useEnabled.ts"
import styles from "./ModeSwitch.module.css"

const MODES: readonly { readonly mode: Mode; readonly word: string; readonly tip: string }[] = [
  { mode: "train", word: "Train", tip: "Dropout drops, batch norm uses the batch’s own statistics" },
  { mode: "eval", word: "Eval", tip: "Dropout does nothing, batch norm uses its running statistics" },
]

export function ModeSwitch() {
  const mode = useSession((state) => state.mode)
  const setMode = useSession((state) => state.setMode)
  const hidden = useHidden(commandNamed("run.toggleMode"))
  if (hidden) return null
  return (
    <fieldset className={styles.switch} aria-label="Mode">
      {MODES.map((choice) => (
        <button
          key={choice.mode}
          type="button"
          className={styles.mode}
          aria-pressed={mode === choice.mode}
          title={choice.tip}
          onClick={() => setMode(choice.mode)}
        >
          {choice.word}
        </button>
      ))}
    </fieldset>
  )
}
