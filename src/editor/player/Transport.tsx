// Play, pause, step, first, last, speed, and when to pause.

import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from "lucide-react"
import type { ReactNode } from "react"
import type { Command } from "../../commands/command.ts"
import { labelOf } from "../../commands/command.ts"
import { writeShortcut } from "../../commands/keyboard.ts"
import { commandNamed } from "../../commands/registry.ts"
import { SPEEDS, setSpeed, usePlayer } from "../../state/player.ts"
import { isMac } from "../shell/mac.ts"
import { useEnabled } from "../shell/useEnabled.ts"
import { PauseMenu } from "./PauseMenu.tsx"
import styles from "./Transport.module.css"

const first = commandNamed("player.first")
const stepBack = commandNamed("player.stepBack")
const play = commandNamed("player.play")
const step = commandNamed("player.step")
const last = commandNamed("player.last")
const SIZE = 16

export function Transport() {
  const playing = usePlayer((state) => state.playing)
  const speed = usePlayer((state) => state.speed)
  return (
    <div className={styles.transport}>
      <div className={styles.keys}>
        <Key command={first}>
          <ChevronFirst size={SIZE} aria-hidden="true" />
        </Key>
        <Key command={stepBack}>
          <StepBack size={SIZE} aria-hidden="true" />
        </Key>
        <Key command={play} strong>
          {playing ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
        </Key>
        <Key command={step}>
          <StepForward size={SIZE} aria-hidden="true" />
        </Key>
        <Key command={last}>
          <ChevronLast size={SIZE} aria-hidden="true" />
        </Key>
      </div>
      <div className={styles.keys}>
        <select
          className={styles.speed}
          aria-label="Speed"
          title="Speed of playing (< and >)"
          value={speed}
          onChange={(event) => {
            const chosen = SPEEDS.find((one) => one === Number(event.target.value))
            if (chosen !== undefined) setSpeed(chosen)
          }}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {one}×
            </option>
          ))}
        </select>
        <PauseMenu />
      </div>
    </div>
  )
}

interface KeyProps {
  readonly command: Command
  readonly strong?: boolean
  readonly children: ReactNode
}

function Key({ command, strong = false, children }: KeyProps) {
  const enabled = useEnabled(command)
  const label = usePlayer(() => labelOf(command))
  const [shortcut = ""] = command.shortcuts ?? []
  return (
    <button
      type="button"
      className={styles.key}
      data-strong={strong || undefined}
      disabled={!enabled}
      aria-label={label}
      title={`${label} (${writeShortcut(shortcut, isMac())})`}
      onClick={() => void command.run()}
    >
      {children}
    </button>
  )
}
