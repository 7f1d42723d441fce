// Which axis of what a step works with counts the examples of its batch.

import { shapeAt } from "../../../graph/analysis/shapes.ts"
import { graphAxes } from "../../../graph/measure/axes/axes.ts"
import type { Lasting } from "../../../graph/values/recorded.ts"
import { placeName, type Source } from "../../../graph/wire.ts"
import { ended } from "../../../tensor/work.ts"
import { upstreamAt, upstreamOf } from "../../pass/upstream.ts"
import type { Taken } from "../learner.ts"
import { forwardPass, isGiven, type Prepared } from "../prepared.ts"
import type { TrainPlan } from "../report.ts"

/** The axis of an output that counts the examples of a batch, if it has exactly those. */
export function batchAxis({ analysis }: Prepared, source: Source, batch: number | null): number | null {
  const axis = batch === null ? null : graphAxes(analysis).batch(source)
  const held = analysis.nodes.get(source.node)?.outputs?.[source.port]
  return axis !== null && held?.[axis] === batch ? axis : null
}

/** dY of a step's target by `node:port`, where the document gives one: else nothing. */
export function upstreamOfStep(plan: TrainPlan, { prepared, kept, seed }: Taken): ReadonlyMap<string, Lasting> {
  if (!isGiven(prepared)) return new Map()
  const pass = ended(forwardPass(prepared, kept, plan.dtype, seed))
  const sources = new Map(prepared.roots.map(({ source }) => [placeName(source), source]))
  return new Map(
    [...upstreamAt(pass, prepared.roots)].flatMap(([place, tensor]): readonly (readonly [string, Lasting])[] => {
      const source = sources.get(place)
      return source === undefined
        ? []
        : [[place, { tensor, axis: batchAxis(prepared, source, plan.summary.batchSize) }]]
    }),
  )
}

/** The same for as many examples as any pass asks for: the first of more are those of fewer. */
export function upstreamFor(most: number, plan: TrainPlan, taken: Taken): ReadonlyMap<string, Lasting> {
  const found = upstreamOfStep(plan, taken)
  if (most <= (plan.summary.batchSize ?? 0) || [...found.values()].every(({ axis }) => axis === null)) return found
  const { analysis, roots } = plan.at(most, "eval")
  return new Map(
    [...found].map(([place, own]) => {
      const root = roots.find(({ source }) => placeName(source) === place)
      const shape = root === undefined ? null : shapeAt(analysis.nodes.get(root.source.node)?.outputs, root.source)
      const tensor = root === undefined || shape === null ? null : upstreamOf(root, analysis.document, shape, plan)
      return [place, own.axis === null || tensor === null ? own : { ...own, tensor }]
    }),
  )
}
