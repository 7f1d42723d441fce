// How the player moves on. Every number is there before it starts, so a step is only another look. While it plays it stands
// at a place of the timeline and is woken when something changes there; what moves in between is drawn from the same clock.
// Comes after the first picture, and then takes the run that is there and what was asked for (taking.ts).

import { useCamera } from "../camera.ts"
import { secondsNow, theClock } from "./clock.ts"
import { followLater, stopFollowing } from "./following.ts"
import { findingAt, nextFinding } from "./pausing.ts"
import { AT_NO_STEP, type Speed, usePlayer } from "./player.ts"
import type { PlayerStep, Sequence, StepPhase } from "./playerSteps.ts"
import { questionAt, wireQuestionAt } from "./predicting.ts"
import { currentStep } from "./progress.ts"
import { endOf, momentAt, nextChange, rangeOf, timelineOf } from "./timeline.ts"

/** Between two wakings while it plays, in milliseconds: in a long pass several steps go by in one. */
const LEAST_WAIT = 60
/** The page's timers may come a little early. In seconds. */
const EARLY = 0.003

let stopTimer: (() => void) | null = null

/** What is left of a step that is under way, else the next step; the first if the player is idle. */
export function stepOn(): void {
  const { at, landed, sequence, playback } = usePlayer.getState()
  pause()
  if (sequence === null) return
  if (at === null) jump(playback === null ? 0 : (rangeOf(sequence, playback)?.first ?? 0))
  else if (!landed) jump(at)
  else if (at >= lastOf(sequence, playback)) showEnd()
  else jump(at + 1)
}

export function stepBack(): void {
  const { at, sequence, playback } = usePlayer.getState()
  pause()
  if (sequence === null) return
  const range = playback === null ? null : rangeOf(sequence, playback)
  if (at !== null && at > (range?.first ?? 0)) jump(at - 1)
  else if (at === null && range !== null) jump(range.last)
}

/** On from where it stands; from the start if it is idle or at the end. */
export function playOn(): void {
  const { at, sequence, playback } = usePlayer.getState()
  if (sequence === null || sequence.steps.length === 0) return
  const first = playback === null ? 0 : (rangeOf(sequence, playback)?.first ?? 0)
  const ended = at === null || (playback === null && at >= sequence.steps.length - 1)
  usePlayer.setState({ playing: true, question: null })
  const { slots } = timelineOf(sequence)
  if (ended) playFrom(slots[first]?.starts ?? 0)
  else if (usePlayer.getState().landed) playFrom(Math.max(secondsNow(usePlayer.getState()), slots[at]?.lands ?? 0))
  else playFrom(secondsNow(usePlayer.getState()))
}

/** Plays one pass on the canvas; where less motion is asked for, shows its end. */
export function tell(phase: StepPhase): void {
  const { sequence, told } = usePlayer.getState()
  pause()
  stopFollowing()
  if (sequence === null || rangeOf(sequence, phase) === null) return
  usePlayer.setState({ ...AT_NO_STEP, playback: phase, told: [...told, phase], chosen: null })
  if (!theClock().still()) playOn()
}

/** Where it stands in this moment. */
export function pause(): void {
  stopTimer?.()
  stopTimer = null
  const state = usePlayer.getState()
  if (state.playing) usePlayer.setState({ playing: false, from: secondsNow(state), since: null })
}

/** Straight to a step, as it is when all of it is there; what is out of range is brought into it. Playing goes on from its start. */
export function jump(index: number): void {
  const { sequence, playing } = usePlayer.getState()
  if (sequence === null || sequence.steps.length === 0) return
  const at = Math.min(sequence.steps.length - 1, Math.max(0, Math.round(index)))
  const slot = timelineOf(sequence).slots[at]
  if (playing) {
    playFrom(slot?.starts ?? 0)
    return
  }
  stand(sequence, at, true, slot?.lands ?? 0)
  lookAt(sequence)
}

/** Straight to a moment of the playback. Playing goes on from there. */
export function seek(seconds: number): void {
  const { sequence, playing } = usePlayer.getState()
  if (sequence === null) return
  if (playing) {
    playFrom(seconds)
    return
  }
  const { at, landed } = momentAt(timelineOf(sequence), seconds, theClock().still())
  stand(sequence, at, landed, seconds)
}

export function last(): void {
  pause()
  jump(Number.MAX_SAFE_INTEGER)
}

/** The end of the playback, at once: all numbers of the pass. */
export function showEnd(): void {
  pause()
  if (usePlayer.getState().playback === null) return
  usePlayer.setState(AT_NO_STEP)
}

/** Straight to the next step that meets a rule. False if there is none after this one. */
export function jumpToFinding(): boolean {
  const { sequence, at, rules, stops } = usePlayer.getState()
  pause()
  const next = sequence === null ? null : nextFinding(sequence, at === null ? 0 : at + 1, { rules, stops })
  if (next !== null) jump(next.index)
  return next !== null
}

/** Back to the canvas as it is without a player. */
export function leave(): void {
  pause()
  stopFollowing()
  usePlayer.setState({ ...AT_NO_STEP, wanted: null, playback: null })
}

export function setSpeed(speed: Speed): void {
  const { playing, ...state } = usePlayer.getState()
  usePlayer.setState({ speed, from: secondsNow(state), since: playing ? theClock().now() : null })
  if (playing) schedule()
}

/** What was asked for is shown, and the playback goes on. */
export function answered(): void {
  const { question } = usePlayer.getState()
  if (question === null) return
  if (question.asks === "wire") usePlayer.setState({ question: null, chosen: question.step })
  else usePlayer.setState({ question: null, landed: true })
  playOn()
}

// ---- Moving on ------------------------------------------------------------------------------------------------------

function playFrom(seconds: number): void {
  const { sequence } = usePlayer.getState()
  if (sequence === null) return
  const { at, landed } = momentAt(timelineOf(sequence), seconds, theClock().still())
  stand(sequence, at, landed, seconds)
  usePlayer.setState({ since: theClock().now() })
  lookAt(sequence)
  schedule()
}

/** Puts it at a step. A pass other than the one that is told ends its playback. */
function stand(sequence: Sequence, at: number, landed: boolean, seconds: number): void {
  const { rules, stops, playback } = usePlayer.getState()
  const own = sequence.steps[at]?.phase === playback
  const finding = landed ? findingAt(sequence, at, { rules, stops }) : null
  usePlayer.setState({ at, landed, from: seconds, finding, question: null, playback: own ? playback : null })
}

function schedule(): void {
  stopTimer?.()
  const state = usePlayer.getState()
  if (state.sequence === null) return
  const now = secondsNow(state)
  const wait = nextChange(timelineOf(state.sequence), now, theClock().still()) - now
  stopTimer = theClock().after(advance, Math.max(LEAST_WAIT, (wait * 1000) / state.speed))
}

/** Through all steps that have gone by, as far as one of them is a reason to stand still. */
function advance(): void {
  const state = usePlayer.getState()
  const { sequence, at, landed, playing, playback, trace } = state
  if (!playing || sequence === null || at === null) return
  const timeline = timelineOf(sequence)
  const seconds = Math.min(secondsNow(state) + EARLY, endOf(timeline, lastOf(sequence, playback)))
  const over = seconds >= endOf(timeline, lastOf(sequence, playback))
  const next = over ? { at: lastOf(sequence, playback), landed: true } : momentAt(timeline, seconds, theClock().still())
  for (let i = landed ? at + 1 : at; i <= next.at; i++) {
    const choice = state.predicts && i > at && state.chosen !== i ? wireQuestionAt(sequence, i) : null
    if (choice !== null) {
      // Before anything leaves: the wire would tell.
      pause()
      stand(sequence, i - 1, true, (timeline.slots[i]?.starts ?? 0) - EARLY)
      usePlayer.setState({ question: choice })
      return
    }
    if (i === next.at && !next.landed) break
    const step = sequence.steps[i]
    const question = step !== undefined && state.predicts ? questionAt(sequence, trace, step) : null
    if (question !== null) {
      pause()
      stand(sequence, i, false, timeline.slots[i]?.lands ?? 0)
      usePlayer.setState({ question })
      return
    }
    if (step !== undefined && findingAt(sequence, i, state) !== null) {
      pause()
      stand(sequence, i, true, timeline.slots[i]?.lands ?? 0)
      lookAt(sequence)
      return
    }
  }
  const moved = next.at !== at || next.landed !== landed
  if (moved) usePlayer.setState({ at: next.at, landed: next.landed, finding: null })
  if (over) end(playback)
  else {
    if (next.at !== at) lookAt(sequence)
    schedule()
  }
}

function end(playback: StepPhase | null): void {
  if (playback === null) pause()
  else showEnd()
}

function lastOf(sequence: Sequence, playback: StepPhase | null): number {
  return (playback === null ? null : rangeOf(sequence, playback)?.last) ?? sequence.steps.length - 1
}

/** The camera follows if it must; the inspector, if it may: a playback leaves the cell that it follows chosen. */
function lookAt(sequence: Sequence): void {
  const { follows, playback, ...place } = usePlayer.getState()
  const now: PlayerStep | null = currentStep(place)
  if (now === null || !sequence.analysis.nodes.has(now.node)) return
  useCamera.getState().camera?.reveal(now.node)
  if (follows && playback === null) followLater(sequence, now)
}
