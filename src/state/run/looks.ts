// How each wire looks now: from the analysis, the result and the kind of chip chosen.

import type { RunResult } from "../../engine/pass/result.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { restLook, runLook, type WireLook } from "../../graph/drawing/look.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { ChipKind, ShapeOrder } from "../session.ts"
import { stats } from "./stats.ts"

export function lookOf(
  wire: Wire,
  analysis: Analysis,
  result: RunResult | null,
  kind: ChipKind,
  order: ShapeOrder,
): WireLook {
  const tensor = kind === "shape" ? undefined : wireTensor(wire, result, kind)
  if (tensor === undefined || kind === "shape") return restLook(wire, analysis, order)
  return runLook(wire, analysis, order, { kind, stats: stats(tensor) })
}

/** The tensor that a wire carries, or what came back along it. */
export function wireTensor(wire: Wire, result: RunResult | null, kind: "value" | "gradient"): Tensor | undefined {
  return kind === "value" ? result?.values.get(placeName(wire.from)) : result?.wires.get(wire.id)
}
