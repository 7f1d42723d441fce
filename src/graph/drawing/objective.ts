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

/** The one number of the target at which dY is 1, by its address, where the document writes dY as 0 everywhere else: then Σ dY·Y is that number. */
function singledOut({ target, nodes, document: { upstream = {} } }: Analysis): readonly number[] | null {
  const shape = target && shapeAt(nodes.get(target.node)?.outputs, target)
  const written = target && upstream[placeName(target)]
  if (!shape || !Array.isArray(written) || Object.keys(upstream).length !== 1) return null
  const flat: readonly unknown[] = written.flat(shape.length)
  const at = flat.findIndex((x) => x !== 0)
  return flat[at] === 1 && flat.every((x, i) => x === 0 || i === at) ? addressOf(shape, at) : null
}

/** What that number is called: its class, if there are names of classes; else its address, `fc1[0, 2]`. */
export function singledOutName(analysis: Analysis, classes: readonly string[] | null): string | null {
  const at = singledOut(analysis)
  if (at === null || analysis.target === null) return null
  return classes?.[at.at(-1) ?? -1] ?? `${analysis.target.node}[${at.join(", ")}]`
}
