// The bar of a playback under the canvas: its beats over a scrubber, play and pause, speed, prediction, the same as text. It
// stands where the status line has its words, so that nothing moves when it comes.

import Copy from "lucide-react/icons/copy"
import Pause from "lucide-react/icons/pause"
import Play from "lucide-react/icons/play"
import X from "lucide-react/icons/x"
import { memo, useDeferredValue, useEffect, useRef } from "react"
import { say, warn } from "../../../state/messages.ts"
import { setPredicts } from "../../../state/player/choosing.ts"
import { playbackText } from "../../../state/player/playbackWords.ts"
import { SPEEDS, usePlayer } from "../../../state/player/player.ts"
import type { Sequence, StepPhase } from "../../../state/player/playerSteps.ts"
import { leave, pause, playOn, setSpeed } from "../../../state/player/playing.ts"
import { hueOf } from "../../../state/player/progress.ts"
import type { Trace } from "../../../state/player/trace.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./PlaybackBar.module.css"
import { Track } from "./Track.tsx"

const SIZE = 14

export function PlaybackBar() {
  const playback = usePlayer((state) => state.playback)
  const sequence = usePlayer((state) => state.sequence)
  const followed = usePlayer((state) => state.trace)
  // A new run of the same steps says other numbers in tips: the canvas comes first.
  const late = useDeferredValue(sequence)
  const trace = useDeferredValue(followed)
  const shown = playback === null || sequence === null ? null : (late ?? sequence)
  return playback === null || shown === null ? null : <Bar playback={playback} sequence={shown} trace={trace} />
}

interface Played {
  readonly playback: StepPhase
  readonly sequence: Sequence
  /** Of the cell that is followed. */
  readonly trace: Trace | null
}

const Bar = memo(function Bar({ playback, sequence, trace }: Played) {
  const bar = useRef<HTMLElement>(null)
  const playing = usePlayer((state) => state.playing)
  const ended = usePlayer((state) => state.at === null)
  const backward = playback === "backward"
  useEffect(() => takeFocus(bar.current), [])
  return (
    <section
      ref={bar}
      className={styles.bar}
      data-family={hueOf(playback)}
      data-overlay="true"
      aria-label={`Playback of the ${backward ? "backward" : "forward"} pass`}
    >
      <Button
        look="icon"
        size="small"
        aria-label={playing ? "Pause the playback" : ended ? "Play again" : "Go on"}
        title={`${playing ? "Pause" : ended ? "Play again" : "Go on"} (Space)`}
        onClick={() => (playing ? pause() : playOn())}
      >
        {playing ? <Pause size={SIZE} aria-hidden="true" /> : <Play size={SIZE} aria-hidden="true" />}
      </Button>
      <Track sequence={sequence} playback={playback} trace={trace} />
      <Speed />
      {backward ? <Predicts /> : null}
      <Button
        look="icon"
        size="small"
        aria-label="Copy the playback as text"
        title="Copy the playback as text"
        onClick={() => copy(sequence, playback)}
      >
        <Copy size={SIZE} aria-hidden="true" />
      </Button>
      <Button look="icon" size="small" aria-label="Close the playback" title="Close the playback (Esc)" onClick={leave}>
        <X size={SIZE} aria-hidden="true" />
      </Button>
    </section>
  )
})

function Speed() {
  const speed = usePlayer((state) => state.speed)
  const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1
  return (
    <Button
      look="text"
      size="small"
      className={styles.speed}
      aria-label={`Speed ${speed}×, next ${next}×`}
      title="Speed (< and >)"
      onClick={() => setSpeed(next)}
    >
      {speed}×
    </Button>
  )
}

function Predicts() {
  const predicts = usePlayer((state) => state.predicts)
  return (
    <Button
      look="text"
      size="small"
      className={styles.predicts}
      aria-label="Predict first"
      aria-pressed={predicts}
      title="Hide each next number until you have said what you expect"
      onClick={() => setPredicts(!predicts)}
    >
      Predict<span className={styles.first}> first</span>
    </Button>
  )
}

function copy(sequence: Sequence, playback: StepPhase): void {
  navigator.clipboard.writeText(playbackText(sequence, playback, usePlayer.getState().trace)).then(
    () => say("Copied the playback as text."),
    () => warn("The browser refused to copy."),
  )
}

/** From the button that was pressed: Space and arrows are the playback's now, and not that button's again. */
function takeFocus(bar: HTMLElement | null): void {
  if (document.activeElement?.closest("header") == null) return
  bar?.querySelector("input")?.focus({ preventScroll: true })
}
