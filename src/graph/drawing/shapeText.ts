// Shapes as chips say them: as the layer table does, pictures in the order that is wished. One canvas, and one picture of it,
// has one convention for the batch: it stands in every shape if some node works across several examples (a batch norm, a loss,
// a mean over them, a Permute that moves their axis), for then their number matters; else it stands in none, and all shapes are
// those of one example.

import { formatShape, type Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { primaryOutput } from "../analysis/ports.ts"
import { shapeAt } from "../analysis/shapes.ts"
import { graphAxes } from "../measure/axes/axes.ts"
import { axesOfNode } from "../measure/axes/follow.ts"
import { hiddenBatch } from "../measure/batch.ts"
import { type DimsOrder, dims, spatialAt } from "../measure/table.ts"
import type { Source, Wire } from "../wire.ts"

/** A shape as a wire's chip says it. */
export function writeShape(shape: Shape, order: DimsOrder, { from }: Wire, analysis: Analysis): string {
  const batch = graphAxes(analysis).batch(from)
  const spatial = spatialAt(analysis, from)
  // What is left of a batch that was averaged over stands before the picture as the batch did.
  if (batch === null && spatial > 0 && shape.length === spatial + 2)
    return `${shape[0]}×${dims(shape.slice(1), null, spatial, order)}`
  const one = dims(shape, batch, spatial, order)
  if (batch === null || !saysBatch(analysis)) return one
  // A batch that does not lie in front leaves the order of the axes as it is.
  return batch === 0 && shape.length > 1 ? `${shape[0]}×${one}` : formatShape(shape)
}

const said = new WeakMap<Analysis, boolean>()

/** Whether shapes on this canvas are written with their batch axis. */
export function saysBatch(analysis: Analysis): boolean {
  const before = said.get(analysis)
  if (before !== undefined) return before
  const nodes = [...analysis.nodes.values()]
  const answer =
    nodes.some((node) => worksAcrossBatch(node, analysis)) || !nodes.some((node) => isExample(node, analysis))
  said.set(analysis, answer)
  return answer
}

/** Its dimensions are shown for one example. */
function isExample(node: NodeAnalysis, analysis: Analysis): boolean {
  const place = primaryPlace(node)
  return place !== null && hiddenBatch(analysis)(place) !== null
}

/** It averages over several examples, ends their axis, moves it, or joins it with another. */
function worksAcrossBatch(node: NodeAnalysis, analysis: Analysis): boolean {
  const axes = graphAxes(analysis)
  const place = primaryPlace(node)
  const answer = axesOfNode(node)
  if (place === null || answer === null) return false
  const after = axes.batch(place)
  return (analysis.entering.get(node.id) ?? []).some(({ from, to }) => {
    const before = Object.hasOwn(answer.inputs, to.port) ? axes.batch(from) : null
    const examples = before === null ? 1 : shapeAt(analysis.nodes.get(from.node)?.outputs, from)?.[before]
    if (before === null || examples === 1) return false
    return after !== before || (answer.means?.port === to.port && answer.means.over[before] === "all")
  })
}

function primaryPlace({ id, op }: NodeAnalysis): Source | null {
  const port = op === null ? null : primaryOutput(op)
  return port === null ? null : { node: id, port, ...(op?.outputs[port]?.list === true ? { index: 0 } : {}) }
}
