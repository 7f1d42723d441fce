import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { batchAxes } from "../../analysis/hints.ts"
import { axesReduced, normalizingAt } from "../../analysis/normalizing.ts"
import { setAttr } from "../../edit/edit.ts"
import { type Broken, type Repair, type RepairRule, setting } from "../repair.ts"

/** What a hint speaks of: the correction, the axes and the kept axes of a normalisation's mean and variance. */
export const hinted: RepairRule = {
  name: "hinted",
  reach: "attribute",
  find: (broken) => {
    const { node, problem } = broken
    switch (problem.code) {
      case "GW-H101":
        return [setting(node.id, "correction", 0)]
      case "GW-H102":
        return [setting(node.id, "keepdim", true)]
      case "GW-H103":
        return axes(broken)
      default:
        return []
    }
  },
}

/** The axes that are meant by name, for both; else the one's as the other's, either way. */
function axes({ analysis, node }: Broken): readonly Repair[] {
  const all = [...analysis.nodes.values()].flatMap((at) => normalizingAt(analysis.nodes, at) ?? [])
  return all.flatMap(({ at, mean, variance }) => {
    if (variance.id !== node.id && mean?.id !== node.id) return []
    const meant = batchAxes(analysis.document, at, variance)
    if (meant !== null) return [over(mean === null ? [variance] : [mean, variance], meant)]
    return mean === null ? [] : [over([variance], axesReduced(mean)), over([mean], axesReduced(variance))]
  })
}

function over(nodes: readonly NodeAnalysis[], dim: readonly number[]): Repair {
  const names = nodes.map(({ id }) => id).join(" and ")
  return {
    label: `Set dim of ${names} to ${dim.join(", ")}, with keepdim`,
    apply: (document) =>
      nodes.reduce((before, { id }) => setAttr(setAttr(before, id, "dim", [...dim]), id, "keepdim", true), document),
  }
}
