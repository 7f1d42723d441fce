// The steps of a training elsewhere in which its nodes were measured: the one whose measures lie over the cards.

import { writeCount } from "../../../formula/number.ts"
import { goToLogged, loggedStep, useTrainingLog } from "../../../state/run/trainingLog.ts"
import styles from "./Overlays.module.css"

export function LogTimeline() {
  const { name, measured, at } = useTrainingLog()
  const step = useTrainingLog(loggedStep)
  if (step === null) return null
  const words = `step ${writeCount(step.step)}, epoch ${writeCount(step.epoch)}`
  return (
    <label className={styles.timeline} data-overlay="true" title={`Measured while “${name}” was written`}>
      <input
        type="range"
        aria-label="Step of the log"
        aria-valuetext={words}
        min={0}
        max={measured.length - 1}
        value={at}
        onChange={({ target }) => goToLogged(target.valueAsNumber)}
      />
      <output>{words}</output>
    </label>
  )
}
