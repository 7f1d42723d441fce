// What backward is a gradient of, as it is called: L where that is one number of the graph, else the sum over what is given as dY.

import type { Analysis } from "../analysis/analysis.ts"
import { shapeAt } from "../analysis/shapes.ts"

/** `L` where the target is a loss or a single number; `Σ dY·Y` where it is several numbers, each weighed by its upstream gradient. */
export function objectiveSign(analysis: Analysis): "L" | "Σ dY·Y" {
  const { target, nodes } = analysis
  if (target === null) return "L"
  const node = nodes.get(target.node)
  return node?.op?.shelf === "loss" || shapeAt(node?.outputs, target)?.length === 0 ? "L" : "Σ dY·Y"
}
