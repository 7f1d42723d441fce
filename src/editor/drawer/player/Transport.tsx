// Play, pause, step, first, last, speed, and when to pause.

import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from "lucide-react"
import { commandNamed } from "../../../commands/registry.ts"
import { SPEEDS, usePlayer } from "../../../state/player/player.ts"
import { setSpeed } from "../../../state/player/playing.ts"
import { CommandKey } from "../../parts/CommandKey.tsx"
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
        <CommandKey command={first}>
          <ChevronFirst size={SIZE} aria-hidden="true" />
        </CommandKey>
        <CommandKey command={stepBack}>
          <StepBack size={SIZE} aria-hidden="true" />
        </CommandKey>
        <CommandKey command={play} strong>
          {playing ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
        </CommandKey>
        <CommandKey command={step}>
          <StepForward size={SIZE} aria-hidden="true" />
        </CommandKey>
        <CommandKey command={last}>
          <ChevronLast size={SIZE} aria-hidden="true" />
        </CommandKey>
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
