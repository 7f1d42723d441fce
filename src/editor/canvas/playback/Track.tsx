import { type CSSProperties, useEffect, useMemo, useRef } from "react"
import { textWidth } from "../../../graph/drawing/text/textWidth.ts"
import { secondsNow } from "../../../state/player/clock.ts"
import { beatName, beatsOfPass, beatWords } from "../../../state/player/playbackWords.ts"
import { usePlayer } from "../../../state/player/player.ts"
import type { Sequence, StepPhase } from "../../../state/player/playerSteps.ts"
import { jump, seek } from "../../../state/player/playing.ts"
import { pressOnPlayback } from "../../../state/player/taking.ts"
import { beatAt, endOf, timelineOf } from "../../../state/player/timeline.ts"
import type { Trace } from "../../../state/player/trace.ts"
import { Handle } from "./Handle.tsx"
import styles from "./PlaybackBar.module.css"

/** What a name needs of its beat's width, in pixels. */
function roomFor(name: string): CSSProperties {
  return { "--room": `${Math.ceil(textWidth(name, 11)) + 4}px` } as CSSProperties // a variable, which React does not list
}

interface Props {
  readonly sequence: Sequence
  readonly playback: StepPhase
  readonly trace: Trace | null
}

/** The beats of a pass, each as wide as it is long, and a handle that goes along them with the playback. */
export function Track({ sequence, playback, trace }: Props) {
  const at = usePlayer((state) => state.at)
  const beats = useMemo(() => beatsOfPass(sequence, playback), [sequence, playback])
  const [first, last] = [beats[0], beats.at(-1)]
  const timeline = timelineOf(sequence)
  const starts = first?.starts ?? 0
  const ends = last === undefined ? 0 : endOf(timeline, last.last)
  const now = at === null ? null : timeline.beats[beatAt(timeline, at)]
  const input = useHandle(starts, ends)
  if (first === undefined || last === undefined) return null
  const words = now == null ? "at its end" : beatWords(sequence, now, trace)
  return (
    <div className={styles.track}>
      <ol className={styles.beats} aria-label="Beats">
        {beats.map((beat, i) => {
          const name = beatName(sequence, beat)
          return (
            <li
              key={beat.first}
              className={styles.beat}
              data-state={at === null || at > beat.last ? "done" : at >= beat.first ? "now" : "later"}
              style={{ flexGrow: beat === last ? ends - beat.starts : beat.seconds }}
            >
              {/* The handle is what the keyboard moves; these are for the pointer and are read as a list. */}
              <button
                type="button"
                tabIndex={-1}
                style={roomFor(name)}
                title={beatWords(sequence, beat, trace)}
                aria-current={beat === now ? "step" : undefined}
                onClick={() => jump(beat.last)}
              >
                <span className={styles.count}>{sequence.steps[beat.last]?.kind === "sum" ? "Σ" : i + 1}</span>
                <span className={styles.name}>{name}</span>
              </button>
            </li>
          )
        })}
      </ol>
      <Handle
        ref={input}
        className={styles.handle}
        label="Moment of the playback"
        words={words}
        range={[starts, ends]}
        step={0.01}
        onSeek={seek}
        press={pressOnPlayback}
      />
    </div>
  )
}

/** Moved by the player's clock, on every frame while it plays. */
function useHandle(starts: number, ends: number) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    let frame = 0
    const move = (): void => {
      frame = 0
      const state = usePlayer.getState()
      const seconds = state.at === null ? ends : Math.min(ends, Math.max(starts, secondsNow(state)))
      if (input.current !== null) {
        input.current.valueAsNumber = seconds
        input.current.style.setProperty("--part", String((seconds - starts) / (ends - starts || 1)))
      }
      if (state.playing) wake()
    }
    const wake = (): void => {
      if (frame === 0) frame = requestAnimationFrame(move)
    }
    move()
    const stop = usePlayer.subscribe(wake)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [starts, ends])
  return input
}
