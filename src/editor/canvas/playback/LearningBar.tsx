// The bar of a training under the canvas, where that of a playback stands: go on and pause, its losses so far as a line that
// one goes back along, what can be done with an earlier step, the speed.

import Pause from "lucide-react/icons/pause"
import Play from "lucide-react/icons/play"
import Last from "lucide-react/icons/skip-forward"
import X from "lucide-react/icons/x"
import { usePast } from "../../../commands/train/usePast.ts"
import { useLearning } from "../../../state/training/learning.ts"
import { goToEnd } from "../../../state/training/scrubbing.ts"
import { isGoing, isRunning, startOrPause, useTraining } from "../../../state/training/training.ts"
import { leaveLearning } from "../../../state/training/trainingCanvas.ts"
import { Button } from "../../parts/Button.tsx"
import { useEnabled, useHidden, useReason } from "../../parts/useEnabled.ts"
import { TrainSpeedChoice } from "../../plot/TrainSpeedChoice.tsx"
import styles from "./LearningBar.module.css"
import { LossTrack } from "./LossTrack.tsx"

const SIZE = 14

export function LearningBar() {
  const running = useTraining(isRunning)
  const going = useTraining(isGoing)
  const back = useLearning((state) => state.at !== null)
  const words = running ? "Pause" : going ? "Go on training" : "Train again"
  return (
    <section
      className={styles.bar}
      data-family="value"
      data-overlay="true"
      data-back={back || undefined}
      aria-label="Training on the canvas"
    >
      <Button
        look="icon"
        size="small"
        aria-label={running ? "Pause the training" : words}
        title={`${words} (Space)`}
        onClick={startOrPause}
      >
        {running ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
      </Button>
      <LossTrack />
      <Back />
      <TrainSpeedChoice className={styles.speed} />
      <Button
        look="icon"
        size="small"
        aria-label="Close the training on the canvas"
        title="Back to the numbers of the graph (Esc)"
        onClick={leaveLearning}
      >
        <X size={SIZE} aria-hidden="true" />
      </Button>
    </section>
  )
}

/** What can be done with a step that one has gone back to. */
function Back() {
  const back = useLearning((state) => state.at !== null)
  const enabled = useEnabled(usePast)
  const reason = useReason(usePast)
  const hidden = useHidden(usePast)
  if (!back) return null
  return (
    <>
      {hidden ? null : (
        <Button
          look="firm"
          size="small"
          aria-label="Use these params"
          disabled={!enabled}
          title={reason ?? "Writes the params that this step started from into the graph; Train goes on from them"}
          onClick={() => void usePast.run()}
        >
          Use these<span className={styles.more}> params</span>
        </Button>
      )}
      <Button look="icon" size="small" aria-label="To the last step" title="To the last step (End)" onClick={goToEnd}>
        <Last size={SIZE} aria-hidden="true" />
      </Button>
    </>
  )
}
