// Start, pause, step, epoch, stop, back; how far it is and what it found; and keeping what was learned.

import { Pause, Play } from "lucide-react"
import { commandNamed } from "../../../commands/registry.ts"
import { useDocument } from "../../../state/document.ts"
import { isRunning, useTraining } from "../../../state/training/training.ts"
import { CommandButton } from "../../parts/CommandButton.tsx"
import { CommandKey } from "../../parts/CommandKey.tsx"
import { Icon } from "../../parts/Icon.tsx"
import { useLabel } from "../../parts/useEnabled.ts"
import { TrainSpeedChoice } from "../../plot/TrainSpeedChoice.tsx"
import { DropLast } from "./settings/DropLast.tsx"
import { useUnfed } from "./settings/useUnfed.ts"
import styles from "./styles/training.module.css"
import { trainingWords, type Words } from "./words.ts"

const startOrPause = commandNamed("train.startOrPause")
const step = commandNamed("train.step")
const epoch = commandNamed("train.epoch")
const stop = commandNamed("train.stop")
const backToStart = commandNamed("train.backToStart")
const keep = commandNamed("train.keep")
const SIZE = 16
const NOTHING: Words = {
  text: "Nothing is drawn yet: a training needs layers and a loss, or an upstream gradient at its target.",
  wrong: false,
}

export function TrainingBar() {
  const running = useTraining(isRunning)
  const label = useLabel(startOrPause)
  return (
    <div className={styles.bar}>
      <div className={styles.keys}>
        <CommandKey command={startOrPause} strong>
          {running ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
          <span>{label.replace(" training", "")}</span>
        </CommandKey>
        <CommandKey command={step}>
          <Icon name="step" size={SIZE} />
          <span>One update</span>
        </CommandKey>
        <CommandKey command={epoch}>
          <Icon name="last" size={SIZE} />
          <span>One epoch</span>
        </CommandKey>
        <CommandKey command={stop}>
          <Icon name="stop" size={SIZE} />
          <span>Stop</span>
        </CommandKey>
        <CommandKey command={backToStart}>
          <Icon name="first" size={SIZE} />
          <span>Back</span>
        </CommandKey>
      </div>
      <TrainSpeedChoice className={styles.speed} />
      <Progress />
      <CommandButton command={keep}>Keep what was learned</CommandButton>
    </div>
  )
}

function Progress() {
  const state = useTraining()
  const { plan, progress } = state
  const empty = useDocument(({ document }) => document.nodes.length === 0)
  const [unfed] = useUnfed()
  const { text, wrong } = empty ? NOTHING : trainingWords(state)
  return (
    <div className={styles.progress}>
      {plan === null ? null : (
        <progress aria-label="Steps trained" value={progress?.step ?? 0} max={Math.max(1, plan.steps)} />
      )}
      <p
        role={wrong ? "alert" : "status"}
        aria-live={isRunning(state) ? "off" : "polite"}
        data-wrong={wrong || undefined}
      >
        {text}
      </p>
      <DropLast />
      {unfed === undefined ? null : (
        <p role="status" data-warning>
          {unfed.sentence}
        </p>
      )}
    </div>
  )
}
