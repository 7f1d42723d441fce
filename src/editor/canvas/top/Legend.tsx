import type { ReactNode } from "react"
import { widthOf } from "../../../graph/drawing/look.ts"
import { RMS_MARK } from "../../../graph/drawing/text/tensorNumber.ts"
import { chipText } from "../../../graph/drawing/wires/chipSize.ts"
import { batchMark } from "../../../graph/measure/notation.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { hidesCommand, usePartHidden } from "../../../state/hiding.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { StepPhase } from "../../../state/player/playerSteps.ts"
import { currentStep, hueOf } from "../../../state/player/progress.ts"
import { useHeat } from "../../../state/run/heat.ts"
import { type ChipKind, useSession } from "../../../state/session.ts"
import type { Drawn } from "../flow/drawn.ts"
import { useFlow } from "../flow/nodesAndEdges.ts"
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
    tip: "Each value, or the root mean square (RMS) where there are several numbers; wider wires carry larger ones",
  },
  {
    kind: "gradient",
    command: "view.chipGradient",
    word: "Gradients",
    tip: "What came back along each wire, or its root mean square (RMS) where there are several numbers; dashed where it is zero",
  },
]

/** What the chips on the wires say, the switch for it, and how to read the wires. The player decides by itself. */
export function Legend({ children }: { readonly children: ReactNode }) {
  const chip = useSession((state) => state.chip)
  const step = usePlayer(currentStep)
  const playing = step !== null
  const gradients = !usePartHidden("gradients")
  const hide = useDocument((state) => state.document.view?.hide)
  const kinds = KINDS.filter(({ command }) => !hidesCommand(hide, command))
  // One scale at a time: there is room for one beside a graph.
  const heated = useHeat((state) => state.heat !== null)
  const setChip = useSession((state) => state.setChip)
  return (
    <div className={styles.corner}>
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
      {!heated && (playing || chip !== "shape") ? (
        <WireKey
          playing={playing}
          way={step?.phase ?? (chip === "gradient" ? "backward" : "forward")}
          gradients={gradients && (playing || chip === "gradient")}
        />
      ) : null}
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

/** Whether some chip has no room for the mark of its number. */
function hasUnmarked({ chips, looks }: Drawn): boolean {
  return [...chips].some(([wire, { width, scale }]) => {
    const text = looks.get(wire)?.chip ?? ""
    return chipText(text, width / scale) !== text
  })
}

interface KeyProps {
  /** What the step does stands beside it. */
  readonly playing: boolean
  readonly way: StepPhase
  readonly gradients: boolean
}

/** Samples of wires: what travels and which way, width for the size of the numbers, dashes for zero. */
function WireKey({ playing, way, gradients }: KeyProps) {
  const unmarked = useFlow(hasUnmarked)
  return (
    <div
      className={styles.key}
      data-playing={playing || undefined}
      data-overlay="true"
      role="note"
      aria-label="How to read the wires"
    >
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
      <span className={styles.unit} title="Root mean square: the root of the mean of the squares">
        {RMS_MARK}
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
  )
}

const WIDTHS = [0.001, 1, 1000] as const
