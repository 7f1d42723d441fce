// The player: where one stands in the sequence of a run. Idle until somebody steps; a run asked for by hand makes it idle
// again. How it moves on is playing.ts. This folder refuses React and the page's clock: `setClock` puts another in place.

import { create } from "zustand"
import { recall } from "../remembered.ts"
import type { TensorChoice } from "../session.ts"
import { FIRST_RULES, type PauseRules } from "./pauseRules.ts"
import type { Finding } from "./pausing.ts"
import type { Sequence } from "./playerSteps.ts"

interface PlayerState {
  /** Of the result that is shown; null without one. */
  readonly sequence: Sequence | null
  /** Index of the step that was just done; null while the player is idle. */
  readonly at: number | null
  readonly playing: boolean
  readonly speed: Speed
  readonly rules: PauseRules
  /** Nodes at which it pauses. */
  readonly stops: readonly string[]
  /** What the step that was just done met. */
  readonly finding: Finding | null
  readonly watched: readonly TensorChoice[]
  /** The inspector shows what each step made. */
  readonly follows: boolean
  /** What to do as soon as the run that it needs has come. */
  readonly wanted: "step" | "play" | null
  /** Takes the next step; null until that has come, after the first picture. */
  readonly step: (() => void) | null
}

export const SPEEDS = [0.5, 1, 2, 4] as const
export type Speed = (typeof SPEEDS)[number]

export const usePlayer = create<PlayerState>()(() => ({
  sequence: null,
  at: null,
  playing: false,
  speed: 1,
  rules: FIRST_RULES,
  stops: [],
  finding: null,
  watched: [],
  follows: recall("follows") !== false,
  wanted: null,
  step: null,
}))

/** The next step, as soon as there can be one. */
export function askForStep(): void {
  const { step } = usePlayer.getState()
  if (step === null) usePlayer.setState({ wanted: "step" })
  else step()
}
