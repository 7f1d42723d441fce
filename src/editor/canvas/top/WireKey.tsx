import { widthOf } from "../../../graph/drawing/look.ts"
import { RMS_NOTE } from "../../../graph/drawing/text/rmsNote.ts"
import { RMS_MARK } from "../../../graph/drawing/text/tensorNumber.ts"
import { chipText } from "../../../graph/drawing/wires/chipSize.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { StepPhase } from "../../../state/player/playerSteps.ts"
import { currentStep, hueOf } from "../../../state/player/progress.ts"
import { useHeat } from "../../../state/run/heat.ts"
import { useSession } from "../../../state/session.ts"
import type { Drawn } from "../flow/drawn.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
import styles from "./WireKey.module.css"

/** How to read the wires, while they say more than shapes. */
export function WireKey() {
  const chip = useSession((state) => state.chip)
  const step = usePlayer(currentStep)
  const playing = step !== null
  const gradients = !usePartHidden("gradients")
  // One scale at a time: there is room for one beside a graph.
  const heated = useHeat((state) => state.heat !== null)
  if (heated || (!playing && chip === "shape")) return null
  return (
    <Key
      way={step?.phase ?? (chip === "gradient" ? "backward" : "forward")}
      gradients={gradients && (playing || chip === "gradient")}
    />
  )
}

/** Whether some chip has no room for the mark of its number. */
function hasUnmarked({ chips, looks }: Drawn): boolean {
  return [...chips].some(([wire, { width, scale }]) => {
    const text = looks.get(wire)?.chip ?? ""
    return chipText(text, width / scale) !== text
  })
}

interface KeyProps {
  readonly way: StepPhase
  readonly gradients: boolean
}

/** Samples of wires: what travels and which way, width for the size of the numbers, dashes for zero. */
function Key({ way, gradients }: KeyProps) {
  const unmarked = useFlow(hasUnmarked)
  const summed = useFlow(({ sums }) => sums.some(({ text }) => text.startsWith(RMS_MARK)))
  return (
    // Where the key has no room on the line it opens under its word.
    <div className={styles.fold}>
      <button type="button" className={styles.open} data-overlay="true">
        Key
      </button>
      <div className={styles.key} data-overlay="true" role="note" aria-label="How to read the wires">
        <span className={styles.sample} data-family={hueOf(way)}>
          <svg className={styles.way} width="26" height="8" aria-hidden="true">
            <path d="M1 4h24" strokeWidth="1.5" />
            <circle cx="9" cy="4" r="2.5" />
            <path d={way === "forward" ? "M20 1l4 3-4 3" : "M6 1L2 4l4 3"} />
          </svg>
          {way === "forward" ? "values" : "gradients"}
        </span>
        {WIDTHS.map((rms) => (
          <span key={rms} className={styles.sample}>
            <svg width="18" height="8" aria-hidden="true">
              <path d="M1 4h16" strokeWidth={widthOf(rms)} strokeLinecap="round" />
            </svg>
            {rms}
          </span>
        ))}
        <span className={styles.unit} title={`Root mean square: the root of the mean of the squares. ${RMS_NOTE}`}>
          {RMS_MARK}
          {summed && !unmarked ? <span className={styles.plain}>, which do not add</span> : null}
        </span>
        {unmarked ? (
          <span className={styles.sample}>
            <span className={styles.dotted}>0.5</span> {RMS_MARK} 0.5
          </span>
        ) : null}
        {gradients ? (
          <span className={styles.sample}>
            <svg width="22" height="8" aria-hidden="true">
              <path d="M1 4h20" strokeWidth="1.5" strokeDasharray="5 4" />
            </svg>
            zero gradient
          </span>
        ) : null}
      </div>
    </div>
  )
}

const WIDTHS = [0.001, 1, 1000] as const
