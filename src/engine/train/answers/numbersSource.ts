// The numbers of a document for whoever writes it in a format of others: a pass, the first steps of its training, or all of it.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { NumbersSource } from "../../../graph/values/recorded.ts"
import type { Dtype } from "../../../tensor/tensor.ts"
import { recordedRun } from "../../pass/recorded.ts"
import { startingTensors } from "../../pass/starting.ts"
import { courseOf } from "./course.ts"
import { recordedTraining } from "./recorded.ts"

/** What is asked for is worked out then, in the mode of the analysis; `memoryLimit`: bytes that a pass may take. */
export function numbersSource(
  analysis: Analysis,
  dtype: Dtype,
  { seed, memoryLimit }: { readonly seed?: number | undefined; readonly memoryLimit?: number } = {},
): NumbersSource {
  const options = { ...(seed === undefined ? {} : { seed }), ...(memoryLimit === undefined ? {} : { memoryLimit }) }
  return {
    start: () => startingTensors(analysis, dtype, seed),
    run: () => recordedRun(analysis, dtype, options),
    train: (steps) => recordedTraining(analysis.document, steps, { dtype, ...options }),
    course: () => courseOf(analysis.document, { dtype, ...options }),
  }
}
