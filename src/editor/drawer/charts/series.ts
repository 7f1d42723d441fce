// The RMS of every node's value and gradient, in topological order.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { writeTensor } from "../../../graph/drawing/text/tensorNumber.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import { brokenWords, type Stats } from "../../../tensor/summary/stats.ts"

export interface LayerPoint {
  readonly node: string
  /** Root mean square of its output; null where it was not computed. */
  readonly value: number | null
  readonly gradient: number | null
  /** Both as they are read: the number itself where there is only one; `none` where there is no gradient. */
  readonly said: { readonly value: string; readonly gradient: string }
  /** `value: 1 NaN`, `gradient: 3 infinite`; empty where all numbers are finite. The RMS is that of the finite ones. */
  readonly broken: string
}

export function layerPoints(analysis: Analysis, result: ShownRun): readonly LayerPoint[] {
  return analysis.order.flatMap((node) => {
    const ports = Object.entries(analysis.nodes.get(node)?.op?.outputs ?? {})
    const port = ports.find(([, { hidden }]) => hidden !== true)
    if (port === undefined) return []
    const place = `${node}:${port[0]}${port[1].list ? "[0]" : ""}`
    const [value, gradient] = [result.at("value", place), result.at("gradient", place)]
    if (value === undefined) return []
    const known = { value: stats(value), gradient: gradient === undefined ? null : stats(gradient) }
    const said = {
      value: writeTensor(known.value),
      gradient: known.gradient === null ? "none" : writeTensor(known.gradient),
    }
    return [{ node, value: known.value.rms, gradient: known.gradient?.rms ?? null, said, broken: brokenOf(known) }]
  })
}

function brokenOf(known: { readonly value: Stats; readonly gradient: Stats | null }): string {
  return Object.entries(known)
    .flatMap(([side, numbers]) => {
      const words = numbers === null ? "" : brokenWords(numbers)
      return words === "" ? [] : [`${side}: ${words}`]
    })
    .join(", ")
}
