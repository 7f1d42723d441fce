// The player: where one stands in the sequence of a run. Idle until somebody steps; a run asked for by hand makes it idle
// again. How it moves on is playing.ts, when each step happens timeline.ts. This folder refuses React; `setClock` puts another
// clock in place of the page's.

import { create } from "zustand"
import { recall } from "../remembered.ts"
import type { TensorChoice } from "../session.ts"
import { FIRST_RULES, type PauseRules } from "./pauseRules.ts"
import type { Finding } from "./pausing.ts"
import type { Sequence, StepPhase } from "./playerSteps.ts"
import type { Question } from "./predicting.ts"
import type { Trace } from "./trace.ts"

export interface PlayerState {
  /** Of the result that is shown; null without one. */
  readonly sequence: Sequence | null
  /** Index of the step at which it stands; null while the player is idle. */
  readonly at: number | null
  /** Whether what moves in that step has arrived; true unless it is being played. */
  readonly landed: boolean
  readonly playing: boolean
  /** Seconds of the timeline at which it stands, or stood at `since`, in milliseconds of the clock, while it plays. */
  readonly from: number
  readonly since: number | null
  readonly speed: Speed
  readonly rules: PauseRules
  /** Nodes at which it pauses. */
  readonly stops: readonly string[]
  /** What the step that was just done met. */
  readonly finding: Finding | null
  readonly watched: readonly TensorChoice[]
  /** The inspector shows what each step made. */
  readonly follows: boolean
  /** The pass whose playback lies under the canvas, at its end while `at` is null; null without one. */
  readonly playback: StepPhase | null
  /** Passes of this document that have been played, or begun to be: they are not played again unasked. */
  readonly told: readonly StepPhase[]
  /** The cell that the playback follows; null where there are too many numbers. */
  readonly trace: Trace | null
  /** Asks for the next number before it shows it. */
  readonly predicts: boolean
  /** What is asked now. */
  readonly question: Question | null
  /** The step whose wire was asked for last. */
  readonly chosen: number | null
  /** What to do as soon as the run that it needs has come. */
  readonly wanted: Wanted | null
  /** Takes the next step, or plays a pass; null until that has come, after the first picture. */
  readonly begin: ((what: Wanted) => void) | null
}

/** A single step, all of the run, or the playback of one pass. */
export type Wanted = "step" | "play" | StepPhase

export const SPEEDS = [0.5, 1, 3] as const
export type Speed = (typeof SPEEDS)[number]

/** At no step: idle, or at the end of a playback. */
export const AT_NO_STEP = { at: null, landed: true, finding: null, question: null } as const

export const usePlayer = create<PlayerState>()(() => ({
  sequence: null,
  at: null,
  landed: true,
  playing: false,
  from: 0,
  since: null,
  speed: 1,
  rules: FIRST_RULES,
  stops: [],
  finding: null,
  watched: [],
  follows: recall("follows") !== false,
  playback: null,
  told: [],
  trace: null,
  predicts: false,
  question: null,
  chosen: null,
  wanted: null,
  begin: null,
}))

/** A step, or the playback of a pass, as soon as there can be one. */
export function askFor(what: Wanted): void {
  const { begin } = usePlayer.getState()
  if (begin === null) usePlayer.setState({ wanted: what })
  else begin(what)
}
