// The map of a node's primary output as pictures of fields need it: its plane for a sample and channel, and its numbers
// where a run has brought them.

import { useMemo } from "react"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { primaryOutput } from "../../graph/analysis/ports.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import { spatialAxes } from "../../graph/measure/receptive.ts"
import { useRun } from "../../state/run/run.ts"
import { stats } from "../../state/run/stats.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import { type Plane, planeOf } from "../tensor/slice.ts"

export interface FeatureMap {
  readonly shape: Shape
  readonly extent: readonly number[]
  readonly plane: Plane
  readonly tensor: Tensor | null
  readonly largest: number
}

/** `cell` is an address on another map: its sample is shown here too, where there are as many axes. */
export function useMap(analysis: Analysis, id: string, cell: readonly number[], channel = 0): FeatureMap | null {
  const node = analysis.nodes.get(id)
  const port = node?.op == null ? null : primaryOutput(node.op)
  const list = port !== null && node?.op?.outputs[port]?.list === true
  const found = useRun((state) => state.result?.values.get(`${id}:${port}${list ? "[0]" : ""}`))
  return useMemo(() => {
    const shape = port === null || node?.outputs == null ? undefined : shapesAt(node.outputs[port])[0]
    const axes = spatialAxes(analysis).get(id) ?? 0
    if (shape === undefined || axes === 0) return null
    const tensor = found !== undefined && found.shape.join() === shape.join() ? found : null
    const sample = shape.length === axes + 2 && cell.length === shape.length ? (cell[0] ?? 0) : 0
    const rows = axes === 1 ? flat(shape, sample, channel) : planeOf(shape, leading(shape, axes, sample, channel))
    return {
      shape,
      extent: shape.slice(-axes),
      plane: rows,
      tensor,
      largest: tensor === null ? 0 : stats(tensor).largest,
    }
  }, [analysis, id, node, port, found, cell, channel])
}

function leading(shape: Shape, axes: number, sample: number, channel: number): readonly number[] {
  const before = shape.length - axes
  return before === 2 ? [sample, channel] : before === 1 ? [channel] : []
}

/** N×C×L: one channel of one sample is one row. */
function flat(shape: Shape, sample: number, channel: number): Plane {
  const columns = shape.at(-1) ?? 1
  const channels = shape.length >= 2 ? (shape.at(-2) ?? 1) : 1
  const row = Math.min(sample, (shape.at(-3) ?? 1) - 1) * channels + Math.min(channel, channels - 1)
  return { rows: 1, columns, offset: row * columns }
}
