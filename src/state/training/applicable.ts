// Which views of a training have something to show: of the training that there is, else of the open document.

import type { TrainSummary } from "../../engine/train/report.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { kernelShape } from "../../graph/measure/filters.ts"
import { type ReadOff, readOff } from "../../graph/measure/readOff.ts"
import { useAnalysis } from "../analysis.ts"
import type { TrainingView } from "./shownView.ts"
import { useTraining } from "./training.ts"

const NEEDS: Partial<Readonly<Record<TrainingView, keyof ReadOff>>> = {
  filters: "filters",
  mistakes: "classes",
  surface: "plane",
}

const known = new WeakMap<Analysis, ReadOff>()

function ofDocument(analysis: Analysis): ReadOff {
  const found = known.get(analysis) ?? readOff(analysis)
  known.set(analysis, found)
  return found
}

function ofPlan({ classified, plane, params }: TrainSummary): ReadOff {
  return {
    classes: classified !== null,
    plane: plane !== null,
    filters: params.some(({ shape }) => kernelShape(shape) !== null),
  }
}

/** Whether a view has something to show. */
export function applies(view: TrainingView, plan: TrainSummary | null, analysis: Analysis): boolean {
  const needed = NEEDS[view]
  return needed === undefined || (plan === null ? ofDocument(analysis) : ofPlan(plan))[needed]
}

/** The same of what is open now. */
export function appliesNow(view: TrainingView): boolean {
  return applies(view, useTraining.getState().plan, useAnalysis.getState().structure)
}
