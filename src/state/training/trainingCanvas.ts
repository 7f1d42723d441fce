// The canvas while a network learns: values and gradients of the last step. Cards and wires are of the document as drawn,
// so where the batch of a step is larger, its first examples are run again with the params of that moment.

import { withLearned } from "../../engine/train/answers/learned.ts"
import type { TrainSnapshot } from "../../engine/train/report.ts"
import { createRunner } from "../../engine/worker/client.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { singleShape } from "../../graph/analysis/shapes.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { setValues } from "../../graph/edit/edit.ts"
import { writeValue } from "../../graph/values/values.ts"
import { type Shape, sameShape, type Tensor } from "../../tensor/tensor.ts"
import { useAnalysis } from "../analysis.ts"
import { usePlayer } from "../player/player.ts"
import { leave } from "../player/playing.ts"
import { questionsAlong } from "../run/fetched/looked.ts"
import { windowOf } from "../run/numbers.ts"
import { backward, forward, type Phase, type Runner, showTrained, useRun } from "../run/run.ts"
import { type RunTensor, ShownRun } from "../run/shown.ts"
import { hideLearning, useLearning } from "./learning.ts"
import { useTraining } from "./training.ts"
import { useTrainingViews, watchTraining } from "./trainingViews.ts"
import { showUnits, unitsQuestion } from "./units.ts"

let runner: Runner | null = null
let asked = 0
/** Which of those asked for is shown. */
let latest = 0
/** How far the graph's own run was shown. */
let before: Phase = "backward"
/** A run of the document as drawn is under way; the last snapshot that came meanwhile is run after it. */
let drawing = false
let waiting: (() => void) | null = null

/** Shows the snapshots of a training on the canvas as they come, while it is the training that is shown; answers how to stop. */
export function followTraining(): () => void {
  let close: (() => void) | null = null
  const watch = (): (() => void) => {
    const question = unitsQuestion(useTraining.getState().plan, null)
    const closes = [
      watchTraining({ what: "canvas" }),
      ...(question === null ? [] : [watchTraining({ what: "units", question })]),
    ]
    return () => {
      for (const closeOne of closes) closeOne()
    }
  }
  const follow = (): void => {
    const { shown } = useLearning.getState()
    const { status, progress, stale } = useTraining.getState()
    const wanted = shown && status.kind === "live"
    if (wanted) close ??= watch()
    else {
      close?.()
      close = null
    }
    const visible = wanted && !stale && (progress?.step ?? 0) > 0
    if (visible === useLearning.getState().visible) return
    // There is one bar, and one pass or step on the canvas at a time.
    if (visible && usePlayer.getState().playback !== null) leave()
    useLearning.setState({ visible })
    if (!visible) showUnits(null)
  }
  const stops = [
    useTraining.subscribe(follow),
    useTraining.subscribe(({ stale, of, progress }, old) => {
      // Undone: the document is again what is trained. After whatever runs by itself for that edit.
      if (old.stale && !stale && of === old.of) queueMicrotask(showAgain)
      if (of === old.of && progress?.step === 0 && (old.progress?.step ?? 0) > 0) leaveLearning()
    }),
    useLearning.subscribe(follow),
    useTrainingViews.subscribe((views, old) => {
      const { at, visible } = useLearning.getState()
      if (at !== null) return
      if (views.canvas !== null && views.canvas !== old.canvas) showSnapshot(views.canvas)
      if (views.units !== old.units && visible) showUnits(views.units)
    }),
    useRun.subscribe((state, old) => {
      const other = old.status.kind === "trained" && state.status.kind !== "trained"
      if (state.passes !== old.passes || (other && !useTraining.getState().stale)) hideLearning()
    }),
  ]
  follow()
  return () => {
    for (const stop of stops) stop()
    close?.()
  }
}

/** Back to the numbers of the graph itself; the training goes on unseen. */
export function leaveLearning(): void {
  hideLearning()
  if (useRun.getState().status.kind !== "trained") return
  if (before === "forward") forward()
  else backward()
}

function showAgain(): void {
  const { visible, past } = useLearning.getState()
  const { canvas, units } = useTrainingViews.getState()
  const snapshot = past ?? canvas
  if (snapshot === null || !visible) return
  showSnapshot(snapshot)
  if (past === null) showUnits(units)
}

/** Puts a step on the canvas. */
export function showSnapshot(snapshot: TrainSnapshot): void {
  const { of, stale } = useTraining.getState()
  const { run } = snapshot
  if (run === null || of === null || stale || !useLearning.getState().shown) return
  const { status, phase } = useRun.getState()
  if (status.kind !== "trained") before = phase
  asked += 1
  const mine = asked
  const { analysis } = useAnalysis.getState()
  const shown = new ShownRun(run)
  if (fits(shown, analysis)) {
    latest = mine
    showTrained(run, snapshot.step, true)
    return
  }
  // The numbers are read while they are there.
  const drawn = asDrawn(of, snapshot, shown, analysis).catch(() => null)
  inTurn(() => showDrawn(mine, snapshot, drawn))
}

/** One after the other, so that steps that come faster than they are run are left out and not each given up for the next. */
function inTurn(draw: () => Promise<void>): void {
  if (drawing) {
    waiting = () => inTurn(draw)
    return
  }
  drawing = true
  void draw().finally(() => {
    drawing = false
    const next = waiting
    waiting = null
    next?.()
  })
}

/** Runs the document as drawn; shows it unless a later step was shown meanwhile. */
async function showDrawn(
  mine: number,
  { step }: TrainSnapshot,
  drawn: Promise<GradwireDocument | null>,
): Promise<void> {
  const document = await drawn
  // Its numbers are gone: a later one will be shown.
  if (document === null) return
  runner ??= createRunner()
  const ran = await runner
    .run(document, { mode: "train", dtype: "float32", backward: true }, () => {}, questionsAlong())
    .done.catch(() => null)
  const { shown, visible } = useLearning.getState()
  if (ran === null || !shown || !visible || mine < latest) return
  latest = mine
  showTrained(ran, step, false)
}

/** Whether every value has the shape that its card says. */
function fits(run: ShownRun, { nodes }: Analysis): boolean {
  for (const { id, outputs } of nodes.values()) {
    for (const [port, held] of Object.entries(outputs ?? {})) {
      const shape = singleShape(held)
      const value = run.at("value", `${id}:${port}`)
      if (value !== undefined && shape !== null && !sameShape(value.shape, shape)) return false
    }
  }
  return true
}

/** The document with what was learned, its fed Inputs holding the first examples of the step's batch. */
async function asDrawn(
  document: GradwireDocument,
  snapshot: TrainSnapshot,
  run: ShownRun,
  { nodes }: Analysis,
): Promise<GradwireDocument> {
  let next = withLearned(document, snapshot.params, snapshot.buffers)
  for (const input of Object.keys(document.data?.feeds ?? {})) {
    const shape = singleShape(nodes.get(input)?.outputs?.value)
    const batch = run.at("value", `${input}:value`)
    const first = batch === undefined || shape === null ? null : await firstExamples(batch, shape)
    if (first !== null) next = setValues(next, input, "value", writeValue(first))
  }
  return next
}

/** As many examples as `shape` has, or null where the batch has fewer or they are of another shape. */
async function firstExamples(batch: RunTensor, shape: Shape): Promise<Tensor | null> {
  const [count = 0] = shape
  if (shape.length === 0 || (batch.shape[0] ?? 0) < count || !sameShape(batch.shape.slice(1), shape.slice(1)))
    return null
  return windowOf(
    batch,
    shape.map((to) => ({ from: 0, to })),
  ).later()
}
