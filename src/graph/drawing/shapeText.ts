// Shapes as chips say them. Images are N×C×H×W inside; the batch axis is said once, on the wire out of an Input, and
// wherever a node works across the batch; elsewhere it only adds noise.

import { formatShape, type Shape } from "../../tensor/tensor.ts"
import type { Analysis } from "../analysis.ts"
import type { DimsOrder } from "../table.ts"
import type { Wire } from "../wire.ts"

/** A shape as a wire's chip says it: pictures in the order that is wished, without the batch where the wire has none of its own. */
export function writeShape(shape: Shape, order: DimsOrder, wire: Wire, analysis: Analysis): string {
  if (shape.length !== 4) return formatShape(shape)
  const said = saysBatch(wire, analysis) ? shape : shape.slice(1)
  return formatShape(order === "CHW" ? said : channelsLast(said))
}

function channelsLast(shape: Shape): Shape {
  const channels = shape.length - 3
  return [...shape.slice(0, channels), ...shape.slice(channels + 1), ...shape.slice(channels, channels + 1)]
}

function saysBatch(wire: Wire, analysis: Analysis): boolean {
  const from = analysis.nodes.get(wire.from.node)
  const to = analysis.nodes.get(wire.to.node)
  return from?.op?.kind === "Input" || [from, to].some((node) => node?.op != null && worksAcrossBatch(node.op.kind))
}

function worksAcrossBatch(kind: string): boolean {
  return (
    /^(?:BatchNorm|Standardize|ScaleShift|Mean$|Var$|Sum$|Reshape|Permute|Flatten)/.test(kind) || /Loss$/.test(kind)
  )
}
