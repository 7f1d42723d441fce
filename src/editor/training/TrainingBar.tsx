// Start, pause, step, epoch, stop, back; how far it is and what it found; and keeping what was learned.

import { Pause, Play } from "lucide-react"
import type { ReactNode } from "react"
import { type Command, labelOf } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/keyboard.ts"
import { commandNamed } from "../../commands/registry.ts"
import { useDocument } from "../../state/document.ts"
import { isRunning, useTraining } from "../../state/training.ts"
import { CommandButton } from "../shell/CommandButton.tsx"
import { Icon } from "../shell/Icon.tsx"
import { isMac } from "../shell/mac.ts"
import { useEnabled } from "../shell/useEnabled.ts"
import styles from "./training.module.css"
import { type Words, wordsOf } from "./words.ts"

const startOrPause = commandNamed("train.startOrPause")
const step = commandNamed("train.step")
const epoch = commandNamed("train.epoch")
const stop = commandNamed("train.stop")
const backToStart = commandNamed("train.backToStart")
const keep = commandNamed("train.keep")
const SIZE = 16
const NOTHING: Words = { text: "Nothing is drawn yet: a training needs layers and a loss.", wrong: false }

export function TrainingBar() {
  const running = useTraining(isRunning)
  const label = useTraining(() => labelOf(startOrPause))
  return (
    <div className={styles.bar}>
      <div className={styles.keys}>
        <Key command={startOrPause} strong>
          {running ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
          <span>{label.replace(" training", "")}</span>
        </Key>
        <Key command={step}>
          <Icon name="step" size={SIZE} />
          <span>Step</span>
        </Key>
        <Key command={epoch}>
          <Icon name="last" size={SIZE} />
          <span>Epoch</span>
        </Key>
        <Key command={stop}>
          <Icon name="stop" size={SIZE} />
          <span>Stop</span>
        </Key>
        <Key command={backToStart}>
          <Icon name="first" size={SIZE} />
          <span>Back</span>
        </Key>
      </div>
      <Progress />
      <CommandButton command={keep}>Keep what was learned</CommandButton>
    </div>
  )
}

function Progress() {
  const state = useTraining()
  const { plan, progress } = state
  const empty = useDocument(({ document }) => document.nodes.length === 0)
  const { text, wrong } = empty ? NOTHING : wordsOf(state)
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
    </div>
  )
}

function Key({
  command,
  strong = false,
  children,
}: {
  readonly command: Command
  readonly strong?: boolean
  readonly children: ReactNode
}) {
  const enabled = useEnabled(command)
  const label = useTraining(() => labelOf(command))
  const [shortcut] = command.shortcuts ?? []
  return (
    <button
      type="button"
      className={styles.key}
      data-strong={strong || undefined}
      disabled={!enabled}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${writeShortcut(shortcut, isMac())})`}
      onClick={() => void command.run()}
    >
      {children}
    </button>
  )
}
