// The player follows the run: each result is a sequence, and what was asked for before there was one is done when it comes.

import { analyze } from "../../graph/analysis/analyze.ts"
import { knownOps } from "../../ops/known.ts"
import { useAnalysis } from "../analysis.ts"
import { partHidden } from "../hiding.ts"
import { backward, type Phase, type RunState, useRun } from "../run/run.ts"
import { useSession } from "../session.ts"
import { AT_NO_STEP, usePlayer, type Wanted } from "./player.ts"
import { type Sequence, type StepPhase, sameSteps, sequenceOf } from "./playerSteps.ts"
import { jump, leave, pause, playOn, showEnd, stepBack, stepOn, tell } from "./playing.ts"
import { rangeOf } from "./timeline.ts"
import { type Start, traceOf } from "./trace.ts"

/** Does it, running the graph first if it has not been. */
function begin(what: Wanted): void {
  if (what === "forward" || what === "backward") beginPlayback(what)
  else if (!isReady("backward")) {
    pause()
    usePlayer.setState({ wanted: what })
    backward()
  } else if (what === "step") step()
  else play()
}

/** The next step; the first if the player is idle. Runs the graph if it has not been. */
export function step(): void {
  if (!isReady("backward")) begin("step")
  else {
    if (usePlayer.getState().at === null) usePlayer.setState({ playback: null })
    stepOn()
  }
}

/** On from where it stands; from the start if it is idle or at the end. Runs the graph if it has not been. */
export function play(): void {
  if (!isReady("backward")) begin("play")
  else playOn()
}

/** What keys mean to a playback, by the names that browsers have for them. */
const KEYS: ReadonlyMap<string, () => void> = new Map([
  [" ", () => (usePlayer.getState().playing ? pause() : playOn())],
  ["ArrowRight", stepOn],
  ["ArrowLeft", stepBack],
  ["Escape", () => (usePlayer.getState().at === null ? leave() : showEnd())],
])

/** Does what a key means to the playback that is under way; false where it means nothing there. */
export function pressOnPlayback(key: string): boolean {
  const act = usePlayer.getState().playback === null ? undefined : KEYS.get(key)
  act?.()
  return act !== undefined
}

/** A pass is played once by itself; after that its playback lies ready under the canvas. */
function beginPlayback(phase: StepPhase): void {
  const { told, sequence } = usePlayer.getState()
  if (told.includes(phase)) {
    leave()
    usePlayer.setState({ playback: sequence !== null && rangeOf(sequence, phase) !== null ? phase : null })
  } else if (isReady(phase) && !useRun.getState().stale) tellTraced(phase)
  else usePlayer.setState({ wanted: phase })
}

function tellTraced(phase: StepPhase): void {
  tell(phase)
  void followCell()
}

/** Finds the numbers of the cell that the playback follows: the one that is looked at, if there is one. */
export async function followCell(): Promise<void> {
  const { sequence } = usePlayer.getState()
  const { tensor, cell } = useSession.getState()
  if (sequence === null) return
  const place = tensor === null || cell === null ? null : startAt(sequence, tensor.name, cell)
  // A run that has been followed by another has no numbers left: then there is no cell to follow.
  const found = await traceOf(sequence, place).catch(() => null)
  if (usePlayer.getState().sequence === sequence) usePlayer.setState({ trace: found })
}

function startAt({ result }: Sequence, place: string, cell: Start["cell"]): Start | null {
  return result.at("value", place)?.shape.length === cell.length ? { place, cell } : null
}

/** Whether the result that is shown goes as far as there is something to show: all the way back, unless that is hidden. */
function isReady(phase: StepPhase): boolean {
  const { reach, result } = useRun.getState()
  return result !== null && isFar(reach, phase) && usePlayer.getState().sequence !== null
}

function isFar(reach: Phase, phase: StepPhase): boolean {
  return reach === "backward" || (reach === "forward" && (phase === "forward" || partHidden("gradients")))
}

// ---- Results --------------------------------------------------------------------------------------------------------

/** Takes the run that is there, what was asked for before this file had come, and every run from now on. */
function follow(): void {
  const { wanted } = usePlayer.getState()
  usePlayer.setState({ begin, wanted: null })
  if (useRun.getState().result !== null) take(useRun.getState())
  if (wanted !== null) begin(wanted)
  useRun.subscribe((state, before) => {
    if (state.result !== before.result || state.reach !== before.reach) take(state)
    else if (state.passes !== before.passes && usePlayer.getState().wanted === null) leave()
    if (state.status.kind === "failed" || state.status.kind === "stopped") usePlayer.setState({ wanted: null })
  })
}

/** A new result: the player keeps its place if every step is still there, with new numbers, and stands still. */
function take({ result, of, reach }: RunState): void {
  const { sequence: old, at, wanted, playback } = usePlayer.getState()
  pause()
  if (result === null || of === null) {
    usePlayer.setState({ ...AT_NO_STEP, sequence: null, playback: null, trace: null })
    return
  }
  const { analysis } = useAnalysis.getState()
  const same = analysis.document === of && analysis.mode === result.mode
  const sequence = sequenceOf(same ? analysis : analyze(of, knownOps, result.mode), result)
  if (wanted !== null && isFar(reach, wanted === "forward" ? "forward" : "backward")) {
    usePlayer.setState({ sequence, trace: null })
    start(wanted)
  } else {
    keepPlace(old, at, sequence)
    if (playback !== null && usePlayer.getState().playback === playback) void followCell()
  }
}

function start(wanted: Wanted): void {
  usePlayer.setState({ wanted: null })
  if (wanted === "forward" || wanted === "backward") beginPlayback(wanted)
  else {
    usePlayer.setState({ playback: null, at: null })
    if (wanted === "play") playOn()
    else jump(0)
  }
}

/** In one step: who waits for the sequence may go to a place of its own at once, which is not taken back. */
function keepPlace(old: Sequence | null, at: number | null, sequence: Sequence): void {
  const { playback } = usePlayer.getState()
  const keeps = at !== null && old !== null && sameSteps(old, sequence)
  usePlayer.setState({
    ...{ sequence, trace: null, wanted: null },
    ...(keeps ? {} : AT_NO_STEP),
    playback: keeps || (playback !== null && rangeOf(sequence, playback) !== null) ? playback : null,
  })
  if (keeps && usePlayer.getState().at === at) jump(at)
}

follow()
