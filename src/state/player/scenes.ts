// What a frame of a story shows: it sets the camera, the mode, the overlay, how far the run has come, what is lit and selected, and
// nothing else sets them for it. What was there before a presentation is put back after it. Comes when it is asked for.

import type { StoryFrame } from "../../graph/document.ts"
import { framesOf } from "../../graph/edit/frames.ts"
import { OVERLAYS } from "../../graph/measure/overlay/parts.ts"
import { readStep, type StepName, writeStep } from "../../graph/step.ts"
import { readCell, readPlace, writeCell } from "../../graph/wire.ts"
import { useAnalysis } from "../analysis.ts"
import { useCamera } from "../camera.ts"
import { useDocument } from "../document.ts"
import { partHidden } from "../hiding.ts"
import { pointAtCell } from "../painting.ts"
import { backward, forward, type RunState, useRun } from "../run/run.ts"
import { type SessionState, useSession } from "../session.ts"
import { stopFollowing } from "./following.ts"
import { type PlayerState, usePlayer } from "./player.ts"
import { jump, leave, pause } from "./playing.ts"
import { usePresenting } from "./presenting.ts"
import { currentStep } from "./progress.ts"
import { nameOfStep, stepNamed } from "./stepNames.ts"
import { followCell } from "./taking.ts"

/** All of a frame but its name and its sentence. */
export type Scene = Omit<StoryFrame, "id" | "text">

// ---- The present scene ----------------------------------------------------------------------------------------------

/** What is shown now, as a frame writes it. What is selected is lit. */
export function sceneNow(): Scene {
  const { mode, overlay, nodes, wires } = useSession.getState()
  const [camera, step] = [seenNodes(), stepNow()]
  const chosen = cellNow()
  const lit = isFollowed() ? [] : chosen === null ? [...nodes, ...wires] : [chosen]
  return {
    ...(camera === null ? {} : { camera }),
    mode,
    ...(step === null ? {} : { step: writeStep(step) }),
    ...(overlay === null ? {} : { overlay }),
    ...(lit.length === 0 ? {} : { lit }),
  }
}

/** The chosen cell of a value, as a place that a frame can light. */
function cellNow(): string | null {
  const { tensor, cell } = useSession.getState()
  if (tensor === null || cell === null || tensor.side !== "value") return null
  const written = writeCell({ place: tensor.name, cell })
  return readCell(written) === null ? null : written
}

/** The nodes and closed groups whose middle is in view; null for all of them, and for none. */
function seenNodes(): readonly string[] | null {
  const { camera, boxes } = useCamera.getState()
  const all = [...boxes()]
  const seen = all.filter(([, { x, y, width, height }]) => camera?.sees([x + width / 2, y + height / 2]) === true)
  return seen.length === 0 || seen.length === all.length ? null : seen.map(([id]) => id)
}

function stepNow(): StepName | null {
  const step = currentStep(usePlayer.getState())
  if (step !== null) return nameOfStep(step)
  const { chip } = useSession.getState()
  const { result, reach } = useRun.getState()
  if (result === null || chip === "shape") return null
  if (chip === "value") return { phase: "forward", at: null }
  return reach === "backward" ? { phase: "backward", at: null } : null
}

/** The player has selected what it stands at: nobody has chosen that. */
function isFollowed(): boolean {
  const { follows, ...place } = usePlayer.getState()
  const step = currentStep(place)
  const { nodes, wires } = useSession.getState()
  const [only] = [...nodes, ...wires]
  if (step === null || !follows || nodes.length + wires.length !== 1) return false
  return only === step.node || step.wires.some(({ id }) => id === only)
}

// ---- A presentation -------------------------------------------------------------------------------------------------

interface Before {
  readonly session: Pick<SessionState, "mode" | "chip" | "overlay" | "nodes" | "wires" | "lit" | "tensor" | "cell">
  readonly player: Pick<PlayerState, "at" | "playback">
  readonly phase: RunState["phase"]
}

let before: Before | null = null
/** A frame waits for the run that its step is of. */
let stopWaiting: (() => void) | null = null

/** Keeps what is there, and shows the frame at which the presentation begins. */
export function beginScenes(): void {
  const { mode, chip, overlay, nodes, wires, lit, tensor, cell } = useSession.getState()
  const { at, playback } = usePlayer.getState()
  pause()
  before = {
    session: { mode, chip, overlay, nodes, wires, lit, tensor, cell },
    player: { at, playback },
    phase: useRun.getState().phase,
  }
  showFrame(usePresenting.getState().at)
}

/** Puts back what was there before; not into another document. */
export function endScenes(): void {
  stopWaiting?.()
  stopWaiting = null
  pointAtCell(null)
  const { from } = usePresenting.getState()
  if (before === null || from === null) return
  const { session, player, phase } = before
  before = null
  useSession.setState(session)
  useRun.setState({ phase })
  leave()
  if (player.at !== null) {
    usePlayer.setState({ playback: player.playback })
    jump(player.at)
    stopFollowing()
  } else if (player.playback !== null) usePlayer.setState({ playback: player.playback })
  afterLayout(() => useCamera.getState().camera?.look(from))
}

/** Goes to a frame, or the nearest there is. Without frames the whole graph is seen. */
export function showFrame(index: number): void {
  const frames = framesOf(useDocument.getState().document)
  const at = Math.max(0, Math.min(frames.length - 1, index))
  usePresenting.setState({ at })
  const frame = frames[at]
  if (frame !== undefined) showScene(frame)
  else useCamera.getState().camera?.fit()
}

/** Looks again at what the frame is about: the canvas has another size. */
export function lookAgain(): void {
  const frame = framesOf(useDocument.getState().document)[usePresenting.getState().at]
  if (frame !== undefined) lookAt(frame)
}

function lookAt(scene: Scene): void {
  const { camera } = useCamera.getState()
  if (scene.camera === undefined) camera?.fitAround(subjectOf(scene))
  else camera?.fit(scene.camera)
}

/** The nodes that a frame speaks of: those that it lights, else the one at whose step it stands, with what leads there. */
function subjectOf({ lit = [], step }: Scene): readonly string[] {
  if (lit.length > 0) return lit.flatMap(nodesIn)
  const named = step === undefined ? null : readStep(step)
  if (named === null || named.at === null) return []
  const { entering, leaving } = useAnalysis.getState().analysis
  const before =
    named.phase === "forward"
      ? (entering.get(named.at) ?? []).map(({ from }) => from.node)
      : (leaving.get(named.at) ?? []).map(({ to }) => to.node)
  return [...nodesIn(named.at), ...before]
}

/** Of a node, a closed group, a wire or a cell of a tensor. */
function nodesIn(name: string): readonly string[] {
  return name.split(">").flatMap((end) => [end, readPlace(readCell(end)?.place ?? end)?.node ?? end])
}

function showScene(scene: Scene): void {
  const { mode, step, overlay, lit = [], select = [] } = scene
  const { setMode, setOverlay, light, select: choose, look } = useSession.getState()
  const wanted = mode ?? before?.session.mode
  if (wanted !== undefined) setMode(wanted)
  // Of a name that means nothing nothing is shown.
  setOverlay(OVERLAYS.find((name) => name === overlay) ?? null)
  look(null)
  choose({ nodes: select.filter((name) => !isWire(name)), wires: select.filter(isWire) })
  const cells = lit.flatMap((name) => readCell(name) ?? [])
  light(lit.filter((name) => readCell(name) === null))
  // What the cell sees is marked on the maps before it, as under the pointer.
  pointAtCell(cells[0] ?? null)
  showStep(step === undefined ? null : readStep(step))
  // After the player, which looks at where it stands.
  lookAt(scene)
}

const FORWARD: StepName = { phase: "forward", at: null }

function isWire(name: string): boolean {
  return name.includes(">")
}

function showStep(asked: StepName | null): void {
  // What the document hides is not shown by its story either.
  const step = asked?.phase === "backward" && partHidden("gradients") ? FORWARD : asked
  stopWaiting?.()
  stopWaiting = null
  const { setChip } = useSession.getState()
  if (step === null) {
    leave()
    setChip("shape")
    if (before !== null) useRun.setState({ phase: before.phase })
    return
  }
  setChip(step.phase === "forward" ? "value" : "gradient")
  if (hasRun(step)) standAt(step)
  else {
    leave()
    if (step.phase === "forward") forward()
    else backward()
    // It may have been answered at once; an edit that is followed comes first.
    if (hasRun(step)) standAt(step)
    else stopWaiting = usePlayer.subscribe(() => hasRun(step) && standAt(step))
  }
}

/** Whether there is a run that goes so far, of what is shown. */
function hasRun({ phase }: StepName): boolean {
  const { result, reach, stale } = useRun.getState()
  const far = reach === "backward" || reach === phase
  const { sequence } = usePlayer.getState()
  return far && !stale && result?.mode === useSession.getState().mode && sequence?.result === result
}

function standAt(step: StepName): void {
  stopWaiting?.()
  stopWaiting = null
  useRun.setState({ phase: step.phase })
  const { sequence } = usePlayer.getState()
  const found = step.at === null || sequence === null ? null : stepNamed(sequence, step)
  leave()
  if (found === null) return
  usePlayer.setState({ playback: step.phase })
  jump(found.index)
  stopFollowing()
  void followCell()
  lookAgain()
}

function afterLayout(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then))
}
