// What the open views of a training look at: params, mistakes, a surface, one weight's update, the numbers on the canvas.
// While the training runs each is asked for again when its last answer has grown old, never two at a time; at a pause and
// at the end once more, so that what is seen is of the last step.

import { create } from "zustand"
import type {
  DataPart,
  Evaluation,
  Surface,
  SurfaceRequest,
  TrainSnapshot,
  UpdateExplanation,
} from "../../engine/train/report.ts"
import type { SurfacesQuestion, Trainer } from "../../engine/worker/trainClient.ts"
import { wordsOf } from "../../graph/problem.ts"
import { currentTrainer, isRunning, useTraining } from "./training.ts"

/** A view and what it needs. `canvas`: the last step with all its values and gradients. */
export type Want =
  | { readonly what: "params" }
  | { readonly what: "canvas" }
  /** What every unit answers over the plane of two inputs. */
  | { readonly what: "units"; readonly question: SurfacesQuestion }
  | { readonly what: "evaluation"; readonly part: DataPart }
  | { readonly what: "surface"; readonly request: SurfaceRequest }
  | { readonly what: "update"; readonly param: string; readonly index: number }

interface TrainingViews {
  readonly snapshot: TrainSnapshot | null
  /** With its run. */
  readonly canvas: TrainSnapshot | null
  readonly units: readonly Surface[] | null
  readonly evaluation: Evaluation | null
  readonly surface: Surface | null
  readonly update: UpdateExplanation | null
  /** Why a view has nothing to show, by its `what`. */
  readonly silence: ReadonlyMap<Want["what"], string>
}

const NOTHING: TrainingViews = {
  snapshot: null,
  canvas: null,
  units: null,
  evaluation: null,
  surface: null,
  update: null,
  silence: new Map(),
}
/** Between two looks while the training runs, in milliseconds: often enough to see it learn, seldom enough to let it. */
const AGE = 700
/** What is seen to move is asked for with every step that is told, but takes no more of the time than one part of these. */
const SHARE = 4
const MOVES: ReadonlySet<Want["what"]> = new Set(["canvas", "units", "surface"])

export const useTrainingViews = create<TrainingViews>()(() => NOTHING)

interface Open {
  want: Want
  /** When it was last asked, how long the answer took, and of which step it is. */
  asked: number
  took: number
  step: number
  busy: boolean
}

const open = new Set<Open>()

/** Keeps a view fed for as long as it is on screen. Answers how to close it. */
export function watchTraining(want: Want): () => void {
  const one: Open = { want, asked: Number.NEGATIVE_INFINITY, took: 0, step: -1, busy: false }
  open.add(one)
  look(one)
  return () => open.delete(one)
}

function look(one: Open): void {
  const trainer = currentTrainer()
  const state = useTraining.getState()
  if (trainer === null || one.busy) return
  const step = state.progress?.step ?? 0
  if (step === one.step) return
  if (isRunning(state) && performance.now() - one.asked < ageOf(one)) return
  one.busy = true
  one.asked = performance.now()
  const opened = useTraining.getState().of
  ask(trainer, one.want).then(
    (answer) => {
      one.busy = false
      one.step = step
      one.took = performance.now() - one.asked
      if (useTraining.getState().of !== opened) return
      useTrainingViews.setState((views) => ({ ...answer, silence: without(views.silence, one.want.what) }))
      // The training may have gone on, or ended, meanwhile.
      look(one)
    },
    (error: unknown) => {
      one.busy = false
      one.step = step
      const sentence = wordsOf(error)
      useTrainingViews.setState(({ silence }) => ({ silence: new Map(silence).set(one.want.what, sentence) }))
    },
  )
}

/** When the last answer has grown old. */
function ageOf({ want, took }: Open): number {
  return MOVES.has(want.what) ? Math.min(AGE, SHARE * took) : AGE
}

async function ask(trainer: Trainer, want: Want): Promise<Partial<TrainingViews>> {
  switch (want.what) {
    case "params":
      return { snapshot: await trainer.snapshot() }
    case "canvas":
      return { canvas: await trainer.snapshot(true) }
    case "units":
      return { units: await trainer.surfaces(want.question) }
    case "evaluation":
      return { evaluation: await trainer.evaluate(want.part) }
    case "surface":
      return { surface: await trainer.surface(want.request) }
    case "update":
      return { update: await trainer.explain(want.param, want.index) }
  }
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map
  return new Map([...map].filter(([other]) => other !== key))
}

useTraining.subscribe((state, before) => {
  if (state.of !== before.of) {
    useTrainingViews.setState(NOTHING)
    for (const one of open) one.step = -1
  }
  if (state.progress !== before.progress || state.status !== before.status) for (const one of open) look(one)
})
