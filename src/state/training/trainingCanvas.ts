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
import { windowOf } from "../run/numbers.ts"
import { type Runner, showTrained } from "../run/run.ts"
import { type RunTensor, ShownRun } from "../run/shown.ts"
import { useTraining } from "./training.ts"
import { useTrainingViews } from "./trainingViews.ts"

let runner: Runner | null = null
let asked = 0

/** Shows the snapshots of a training on the canvas as they come; answers how to stop. */
export function followTraining(): () => void {
  return useTrainingViews.subscribe((views, before) => {
    if (views.canvas !== null && views.canvas !== before.canvas) show(views.canvas)
  })
}

function show(snapshot: TrainSnapshot): void {
  const { of, stale } = useTraining.getState()
  const { run } = snapshot
  if (run === null || of === null || stale) return
  asked += 1
  const { analysis } = useAnalysis.getState()
  const shown = new ShownRun(run)
  if (fits(shown, analysis)) showTrained(run, snapshot.step, true)
  else void showDrawn(asked, snapshot, asDrawn(of, snapshot, shown, analysis))
}

/** Runs the document as drawn, unless a later step comes first. */
async function showDrawn(mine: number, { step }: TrainSnapshot, drawn: Promise<GradwireDocument>): Promise<void> {
  const wanted = (): boolean => mine === asked && !useTraining.getState().stale
  try {
    const document = await drawn
    if (!wanted()) return
    runner ??= createRunner()
    const { done } = runner.run(document, { mode: "train", dtype: "float32", backward: true }, () => {})
    const ran = await done
    if (wanted()) showTrained(ran, step, false)
  } catch {
    // Given up for a later step: that one will be shown.
  }
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
