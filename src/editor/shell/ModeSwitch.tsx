import { toggleMode } from "../../commands/run/toggleMode.ts"
import type { Mode } from "../../ops/op.ts"
import { useSession } from "../../state/session.ts"
import switching from "../parts/styles/switch.module.css"
import { useHidden } from "../parts/useEnabled.ts"

const MODES: readonly { readonly mode: Mode; readonly word: string; readonly tip: string }[] = [
  { mode: "train", word: "Training mode", tip: "Dropout drops, batch norm uses the batch’s own statistics" },
  { mode: "eval", word: "Evaluation mode", tip: "Dropout does nothing, batch norm uses its running statistics" },
]

export function ModeSwitch() {
  const mode = useSession((state) => state.mode)
  const setMode = useSession((state) => state.setMode)
  const hidden = useHidden(toggleMode)
  if (hidden) return null
  return (
    <fieldset className={switching.switch} data-size="bar" aria-label="Mode">
      {MODES.map((choice) => (
        <button
          key={choice.mode}
          type="button"
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
