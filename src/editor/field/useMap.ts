// The map of a node's primary output as pictures of fields need it: its plane for a sample and channel, and its numbers
// where a run has brought them.

import { useMemo } from "react"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { primaryOutput } from "../../graph/analysis/ports.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import { spatialAxes } from "../../graph/measure/receptive.ts"
import { mapped, windowOf } from "../../state/run/numbers.ts"
import { useRun } from "../../state/run/run.ts"
import { stats } from "../../state/run/stats.ts"
import { addressOf } from "../../tensor/address.ts"
import type { Shape, TensorData } from "../../tensor/tensor.ts"
import type { Window } from "../../tensor/window.ts"
import { useReading } from "../parts/useReading.ts"
import { type Plane, planeOf } from "../tensor/slice.ts"

export interface FeatureMap {
  readonly shape: Shape
  readonly extent: readonly number[]
  readonly plane: Plane
  /** The plane's numbers, row by row; null where there are none, or none yet. */
  readonly data: TensorData | null
  readonly largest: number
}

/** `cell` is an address on another map: its sample is shown here too, where there are as many axes. */
export function useMap(analysis: Analysis, id: string, cell: readonly number[], channel = 0): FeatureMap | null {
  const node = analysis.nodes.get(id)
  const port = node?.op == null ? null : primaryOutput(node.op)
  const list = port !== null && node?.op?.outputs[port]?.list === true
  const found = useRun((state) => state.result?.at("value", `${id}:${port}${list ? "[0]" : ""}`))
  const map = useMemo(() => {
    const shape = port === null || node?.outputs == null ? undefined : shapesAt(node.outputs[port])[0]
    const axes = spatialAxes(analysis).get(id) ?? 0
    if (shape === undefined || axes === 0) return null
    const tensor = found !== undefined && found.shape.join() === shape.join() ? found : null
    const sample = shape.length === axes + 2 && cell.length === shape.length ? (cell[0] ?? 0) : 0
    const rows = axes === 1 ? flat(shape, sample, channel) : planeOf(shape, leading(shape, axes, sample, channel))
    const known = {
      shape,
      extent: shape.slice(-axes),
      plane: rows,
      largest: tensor === null ? 0 : stats(tensor).largest,
    }
    return { known, tensor }
  }, [analysis, id, node, port, found, cell, channel])
  const read = useReading(
    useMemo(
      () =>
        map === null || map.tensor === null
          ? null
          : mapped(windowOf(map.tensor, windowAt(map.known)), ({ data }) => ({ ...map.known, data })),
      [map],
    ),
  )
  if (map === null) return null
  return map.tensor === null || read.is === undefined ? { ...map.known, data: null } : read.is
}

/** The cells of a plane: whole rows of the last axis. */
function windowAt({ shape, plane }: Pick<FeatureMap, "shape" | "plane">): Window {
  const address = addressOf(shape, plane.offset)
  return shape.map((size, axis) => {
    const across = axis === shape.length - 1 || (plane.rows > 1 && axis === shape.length - 2)
    const from = address[axis] ?? 0
    return across ? { from: 0, to: size } : { from, to: from + 1 }
  })
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
