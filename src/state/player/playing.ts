// How the player moves on. Every number is there before it starts, so a step is only another look. Comes after the first
// picture, and then takes the run that is there and the step that was asked for.

import { analyze } from "../../graph/analysis/analyze.ts"
import { knownOps } from "../../ops/known.ts"
import { useAnalysis } from "../analysis.ts"
import { useCamera } from "../camera.ts"
import { useDocument } from "../document.ts"
import { partHidden } from "../hiding.ts"
import { remember } from "../remembered.ts"
import { backward, type Phase, type RunState, useRun } from "../run/run.ts"
import type { TensorChoice } from "../session.ts"
import { followLater, stopFollowing } from "./following.ts"
import type { PauseRule, RuleName } from "./pauseRules.ts"
import { findingAt, nextFinding } from "./pausing.ts"
import { type Speed, usePlayer } from "./player.ts"
import { type Sequence, sameSteps, sequenceOf } from "./playerSteps.ts"
import { currentStep } from "./progress.ts"
import { withNewNames } from "./renaming.ts"

/** Calls back once after so many milliseconds; answers how to prevent it. */
export type Timeout = (call: () => void, milliseconds: number) => () => void

const STEP = 1100
/** A long sequence is played in about this time at speed 1, as long as each step can still be seen. */
const WHOLE = 90_000
const SHORTEST = 120

let clock: Timeout = (call, milliseconds) => {
  const timer = setTimeout(call, milliseconds)
  return () => clearTimeout(timer)
}
let stopTimer: (() => void) | null = null

/** Tests put a clock of their own in place. */
export function setClock(other: Timeout): void {
  clock = other
}

/** How long one step is looked at, in milliseconds. */
export function stepTime(steps: number, speed: Speed): number {
  return Math.max(SHORTEST, Math.min(STEP, WHOLE / Math.max(1, steps))) / speed
}

/** The next step; the first if the player is idle. Runs the graph if it has not been. */
export function step(): void {
  const { at, sequence } = usePlayer.getState()
  pause()
  if (!ready()) fetchRun("step")
  else if (at === null) jump(0)
  else if (sequence !== null && at < sequence.steps.length - 1) jump(at + 1)
}

export function stepBack(): void {
  const { at } = usePlayer.getState()
  pause()
  if (at !== null && at > 0) jump(at - 1)
}

/** From where it stands; from the start if it is idle or at the end. */
export function play(): void {
  const { at, sequence } = usePlayer.getState()
  if (!ready() || sequence === null) {
    fetchRun("play")
    return
  }
  usePlayer.setState({ playing: true })
  if (at === null || at >= sequence.steps.length - 1) jump(0)
  else schedule()
}

export function pause(): void {
  stopTimer?.()
  stopTimer = null
  if (usePlayer.getState().playing) usePlayer.setState({ playing: false })
}

/** Straight to a step; what is out of range is brought into it. Playing goes on from there. */
export function jump(index: number): void {
  const { sequence, rules, stops, playing } = usePlayer.getState()
  if (sequence === null || sequence.steps.length === 0) return
  const at = Math.min(sequence.steps.length - 1, Math.max(0, Math.round(index)))
  usePlayer.setState({ at, finding: findingAt(sequence, at, { rules, stops }) })
  lookAt(sequence)
  if (playing) schedule()
}

export function last(): void {
  pause()
  jump(Number.MAX_SAFE_INTEGER)
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
  usePlayer.setState({ at: null, finding: null, wanted: null })
}

export function setSpeed(speed: Speed): void {
  usePlayer.setState({ speed })
  if (usePlayer.getState().playing) schedule()
}

export function setRule(name: RuleName, rule: Partial<PauseRule>): void {
  usePlayer.setState(({ rules }) => ({ rules: { ...rules, [name]: { ...rules[name], ...rule } } }))
  askAgain()
}

/** Pauses at a node from now on, or no longer. */
export function togglePause(node: string): void {
  usePlayer.setState(({ stops }) => ({
    stops: stops.includes(node) ? stops.filter((other) => other !== node) : [...stops, node],
  }))
  askAgain()
}

/** Whether there is now a reason to stand where it stands. */
function askAgain(): void {
  const { sequence, at, rules, stops } = usePlayer.getState()
  usePlayer.setState({ finding: sequence === null || at === null ? null : findingAt(sequence, at, { rules, stops }) })
}

export function watch(choice: TensorChoice): void {
  usePlayer.setState(({ watched }) =>
    watched.some((other) => isSame(other, choice)) ? { watched } : { watched: [...watched, choice] },
  )
}

export function unwatch(choice: TensorChoice): void {
  usePlayer.setState(({ watched }) => ({ watched: watched.filter((other) => !isSame(other, choice)) }))
}

export function setFollows(follows: boolean): void {
  remember("follows", follows)
  if (!follows) stopFollowing()
  usePlayer.setState({ follows })
}

// ---- Moving on ------------------------------------------------------------------------------------------------------

function schedule(): void {
  stopTimer?.()
  const { sequence, speed } = usePlayer.getState()
  stopTimer = clock(advance, stepTime(sequence?.steps.length ?? 0, speed))
}

function advance(): void {
  const { at, sequence, playing } = usePlayer.getState()
  if (!playing || sequence === null || at === null) return
  jump(at + 1)
  const { finding, at: now } = usePlayer.getState()
  if (finding !== null || now === null || now >= sequence.steps.length - 1) pause()
}

/** Whether the result that is shown goes as far as there is something to show: all the way back, unless that is hidden. */
function ready(): boolean {
  const { reach, result } = useRun.getState()
  return result !== null && isWhole(reach) && usePlayer.getState().sequence !== null
}

function isWhole(reach: Phase): boolean {
  return reach === "backward" || (reach === "forward" && partHidden("gradients"))
}

function fetchRun(wanted: "step" | "play"): void {
  usePlayer.setState({ wanted })
  backward()
}

/** The camera follows if it must; the inspector, if it may. */
function lookAt(sequence: Sequence): void {
  const now = currentStep(usePlayer.getState())
  if (now === null || !sequence.analysis.nodes.has(now.node)) return
  useCamera.getState().camera?.reveal(now.node)
  if (usePlayer.getState().follows) followLater(sequence, now)
}

useDocument.subscribe((state, before) => {
  if (state.opened !== before.opened) usePlayer.setState({ stops: [] })
  else if (state.document !== before.document)
    usePlayer.setState((own) => withNewNames(own, before.document, state.document))
})

// ---- Following the run ----------------------------------------------------------------------------------------------

begin()
useRun.subscribe((state, before) => {
  if (state.result !== before.result || state.reach !== before.reach) take(state)
  else if (state.passes !== before.passes && usePlayer.getState().wanted === null) leave()
  if (state.status.kind === "failed" || state.status.kind === "stopped") usePlayer.setState({ wanted: null })
})

function begin(): void {
  const { wanted } = usePlayer.getState()
  usePlayer.setState({ step, wanted: null })
  if (useRun.getState().result !== null) take(useRun.getState())
  if (wanted === "step") step()
}

/** A new result: the player keeps its place if every step is still there, with new numbers, and stands still. */
function take({ result, of, reach }: RunState): void {
  const { sequence: old, at, wanted } = usePlayer.getState()
  pause()
  if (result === null || of === null) {
    usePlayer.setState({ sequence: null, at: null, finding: null })
    return
  }
  const { analysis } = useAnalysis.getState()
  const same = analysis.document === of && analysis.mode === result.mode
  const sequence = sequenceOf(same ? analysis : analyze(of, knownOps, result.mode), result)
  usePlayer.setState({ sequence, wanted: null })
  if (wanted !== null && isWhole(reach)) {
    if (wanted === "play") usePlayer.setState({ playing: true })
    jump(0)
  } else if (at !== null && old !== null && sameSteps(old, sequence)) jump(at)
  else usePlayer.setState({ at: null, finding: null })
}

function isSame(a: TensorChoice, b: TensorChoice): boolean {
  return a.name === b.name && a.side === b.side
}
