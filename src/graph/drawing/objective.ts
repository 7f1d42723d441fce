// What backward is a gradient of, as it is called: L where that is one number of the graph, else the sum over what is given as dY.

import { addressOf } from "../../tensor/address.ts"
import type { Analysis } from "../analysis/analysis.ts"
import { shapeAt } from "../analysis/shapes.ts"
import { placeName } from "../wire.ts"

/** `L` where the target is a loss or a single number; `Σ dY·Y` where it is several numbers, each weighed by its upstream gradient. */
export function objectiveSign(analysis: Analysis): "L" | "Σ dY·Y" {
  const { target, nodes } = analysis
  if (target === null) return "L"
  const node = nodes.get(target.node)
  return node?.op?.shelf === "loss" || shapeAt(node?.outputs, target)?.length === 0 ? "L" : "Σ dY·Y"
}

/**
 * What the one number of the target is called at which dY is 1, where the document writes dY as 0 everywhere else: then Σ dY·Y is
 * that number. Its class if there are names of classes, else its address, `fc1[0, 2]`. Null elsewhere.
 */
export function singledOutName(analysis: Analysis, classes: readonly string[] | null = null): string | null {
  const { target, nodes, document } = analysis
  const { upstream = {} } = document
  const shape = target && shapeAt(nodes.get(target.node)?.outputs, target)
  const written = target && upstream[placeName(target)]
  if (!shape || !Array.isArray(written) || Object.keys(upstream).length > 1) return null
  const flat: readonly unknown[] = written.flat(shape.length)
  const at = flat.indexOf(1)
  if (at < 0 || flat.some((x, i) => x !== 0 && i !== at)) return null
  const address = addressOf(shape, at)
  return classes?.[address.at(-1) ?? -1] ?? `${target.node}[${address.join(", ")}]`
}
