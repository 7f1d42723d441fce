import type { ReactNode } from "react"
import { batchMark } from "../../../graph/measure/notation.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { hidesCommand } from "../../../state/hiding.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { currentStep } from "../../../state/player/progress.ts"
import { type ChipKind, useSession } from "../../../state/session.ts"
import styles from "./Legend.module.css"

const KINDS: readonly {
  readonly kind: ChipKind
  readonly command: string
  readonly word: string
  readonly tip: string
}[] = [
  { kind: "shape", command: "view.chipShape", word: "Shapes", tip: "The shape of what each wire carries" },
  {
    kind: "value",
    command: "view.chipValue",
    word: "Values",
    tip: "Each value, or the root mean square (RMS) of several; wider wires carry larger ones",
  },
  {
    kind: "gradient",
    command: "view.chipGradient",
    word: "Gradients",
    tip: "What came back along each wire, or the root mean square (RMS) of several; dashed where it is zero",
  },
]

/** What the chips on the wires say, and the switch for it. The player decides by itself. */
export function Legend({ children }: { readonly children: ReactNode }) {
  const chip = useSession((state) => state.chip)
  const playing = usePlayer((state) => currentStep(state) !== null)
  const hide = useDocument((state) => state.document.view?.hide)
  const kinds = KINDS.filter(({ command }) => !hidesCommand(hide, command))
  const setChip = useSession((state) => state.setChip)
  return (
    <div className={styles.corner} data-corner="true">
      {playing ? null : (
        <fieldset className={styles.legend} data-overlay="true">
          <legend className={styles.hidden}>On the wires</legend>
          {kinds.map(({ kind, word, tip }) => (
            <button
              key={kind}
              type="button"
              className={styles.kind}
              data-kind={kind}
              aria-pressed={chip === kind}
              title={tip}
              onClick={() => setChip(kind)}
            >
              {word}
            </button>
          ))}
          {chip === "shape" ? <BatchMark /> : null}
        </fieldset>
      )}
      <div className={styles.overlays} data-playing={playing || undefined}>
        {children}
      </div>
    </div>
  )
}

/** The size of the batch, where shapes are those of one example. */
function BatchMark() {
  const batch = useAnalysis(({ structure }) => batchMark(structure))
  return batch === null ? null : (
    <span className={styles.batch} title="Shapes are those of one example; a batch holds so many.">
      {batch}
    </span>
  )
}
