// The RMS of every node's value and gradient, in topological order.

import type { RunResult } from "../../engine/result.ts"
import type { Analysis } from "../../graph/analysis.ts"
import { stats } from "../../state/stats.ts"

export interface LayerPoint {
  readonly node: string
  /** Root mean square of its output; null where it was not computed. */
  readonly value: number | null
  readonly gradient: number | null
}

export function layerPoints(analysis: Analysis, result: RunResult): readonly LayerPoint[] {
  return analysis.order.flatMap((node) => {
    const ports = Object.entries(analysis.nodes.get(node)?.op?.outputs ?? {})
    const port = ports.find(([, { hidden }]) => hidden !== true)
    if (port === undefined) return []
    const place = `${node}:${port[0]}${port[1].list ? "[0]" : ""}`
    const [value, gradient] = [result.values.get(place), result.gradients.get(place)]
    if (value === undefined) return []
    return [{ node, value: stats(value).rms, gradient: gradient === undefined ? null : stats(gradient).rms }]
  })
}
