// The overlay that lies over the cards: the choice of it, and its scale. This folder says how to read the canvas, along its upper edge;
// what is drawn on the canvas itself it leaves to the others.

import type { Heat } from "../../../graph/measure/overlay/heat.ts"
import { LOG_MEASURES, OVERLAYS } from "../../../graph/measure/overlay/parts.ts"
import { placeOn, type Scale } from "../../../graph/measure/overlay/scale.ts"
import { OVERLAY_MEANINGS, OVERLAY_TITLES, writeEnds } from "../../../graph/measure/overlay/words.ts"
import { useDocument } from "../../../state/document.ts"
import { hidesCommand } from "../../../state/hiding.ts"
import { waitsFor } from "../../../state/player/heating.ts"
import { overlayCommand, useHeat } from "../../../state/run/heat.ts"
import { useRun } from "../../../state/run/run.ts"
import { layLogOver, useTrainingLog } from "../../../state/run/trainingLog.ts"
import { useSession } from "../../../state/session.ts"
import { LogTimeline } from "./LogTimeline.tsx"
import styles from "./Overlays.module.css"
import { WireKey } from "./WireKey.tsx"

/** What comes beside the switch of what wires say, once hands have come. */
export function Overlays() {
  return (
    <>
      <Choice />
      <WireKey />
    </>
  )
}

function Choice() {
  const hide = useDocument((state) => state.document.view?.hide)
  const overlay = useSession((state) => state.overlay)
  const setOverlay = useSession((state) => state.setOverlay)
  const log = useTrainingLog((state) => state.measured.length > 0)
  const measure = useTrainingLog((state) => state.measure)
  const offered = OVERLAYS.filter((name) => !hidesCommand(hide, overlayCommand(name)))
  if (offered.length === 0 && !log) return null
  const choose = (value: string): void => {
    layLogOver(LOG_MEASURES.find((name) => `${LOG}${name}` === value) ?? null)
    setOverlay(OVERLAYS.find((name) => name === value) ?? null)
  }
  return (
    <>
      <select
        className={styles.choice}
        data-overlay="true"
        data-on={overlay !== null || measure !== null || undefined}
        aria-label="Overlay"
        title="Lays a number of every node over the cards as heat"
        value={measure === null ? (overlay ?? "") : `${LOG}${measure}`}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">No overlay</option>
        {offered.map((name) => (
          <option key={name} value={name}>
            {OVERLAY_TITLES[name]}
          </option>
        ))}
        {log ? (
          <optgroup label="From the log of a training">
            {LOG_MEASURES.map((name) => (
              <option key={name} value={`${LOG}${name}`}>
                {OVERLAY_TITLES[name]}
              </option>
            ))}
          </optgroup>
        ) : null}
      </select>
      <LogTimeline />
      <HeatScale />
    </>
  )
}

/** Before a measure of the log among the values of the choice. */
const LOG = "log:"

/** From the hue of the least number to that of the largest. */
function rampOf(scale: Scale): string {
  const from = `${100 * placeOn(scale, scale.least)}%`
  return `linear-gradient(to right, color-mix(in srgb, var(--heat-most) ${from}, var(--heat-least)), var(--heat-most))`
}

/** For who does not see the hues. */
function spoken({ name, scale }: Heat): string {
  if (scale === null) return "every number is 0"
  const [least, most] = writeEnds(name, scale)
  return scale.least === scale.most ? most : `from ${least} to ${most}${scale.log ? ", log scale" : ""}`
}

/** Between which numbers the hues go, and what 0 and no number look like. */
function HeatScale() {
  const heat = useHeat((state) => state.heat)
  const waits = useRun((state) => (heat === null ? null : waitsFor(heat.name, state.result)))
  if (heat === null) return null
  const { name, scale, zeros, missing } = heat
  const [least, most] = scale === null ? ["", ""] : writeEnds(name, scale)
  return (
    <div
      className={styles.scale}
      data-overlay="true"
      role="note"
      aria-label={`Scale of the overlay: ${waits ?? spoken(heat)}`}
      title={`${OVERLAY_TITLES[name]}: ${OVERLAY_MEANINGS[name]}`}
    >
      {waits === null ? null : <span>{waits}</span>}
      {zeros ? (
        <span className={styles.sample}>
          <span className={styles.swatch} data-heat="zero" /> 0
        </span>
      ) : null}
      {scale === null ? null : scale.least === scale.most ? (
        <span className={styles.sample}>
          <span className={styles.swatch} data-heat="most" /> <span>{most}</span>
        </span>
      ) : (
        <span className={styles.sample}>
          <span>{least}</span>
          <span className={styles.ramp} style={{ backgroundImage: rampOf(scale) }} />
          <span>{most}</span>
          {scale.log ? <span title="Equal steps of hue are equal factors">log scale</span> : null}
        </span>
      )}
      {missing && waits === null ? (
        <span className={styles.sample}>
          <span className={styles.swatch} data-heat="none" /> no number
        </span>
      ) : null}
    </div>
  )
}
