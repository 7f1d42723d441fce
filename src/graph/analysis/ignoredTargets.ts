// Losses whose written targets all count for nothing: a mean over none, which no shape shows.

import type { Problem } from "../problem.ts"
import { isValueProblem } from "../values/valueProblem.ts"
import { literalShape, readValue } from "../values/values.ts"
import type { Analysis } from "./analysis.ts"
import { isList } from "./shapes.ts"

/** A warning at each loss that is the mean over targets that are all `ignore_index`, as far as targets are written. */
export function ignoredTargets(analysis: Analysis): readonly Problem[] {
  return [...analysis.nodes.values()].flatMap((node): readonly Problem[] => {
    const { ignore_index: ignored, reduction } = node.context?.attrs ?? {}
    const source = node.sources.get("target")
    if (typeof ignored !== "number" || reduction !== "mean" || source === undefined || isList(source)) return []
    const written = analysis.nodes.get(source.node)?.node.values?.[source.port]
    const shape = written === undefined ? null : literalShape(written)
    if (written === undefined || shape === null || isValueProblem(shape)) return []
    const targets = readValue(written, shape, "float64")
    if (isValueProblem(targets) || !targets.data.every((one) => one === ignored)) return []
    const sentence = `Every target is ignore_index ${String(ignored).replace("-", "−")}: no example counts, and the mean over none is NaN. Give some targets a class, or use reduction sum.`
    return [{ code: "GW-E121", severity: "warning", node: node.id, port: "target", sentence }]
  })
}
