// How each wire looks now: from the analysis, the result and the kind of chip chosen.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { restLook, runLook, type WireLook } from "../../graph/drawing/look.ts"
import type { DimsOrder } from "../../graph/measure/notation.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import type { ChipKind } from "../session.ts"
import type { RunTensor, ShownRun } from "./shown.ts"
import { stats } from "./stats.ts"

/** `traced`: what it carries of the cell that is followed. */
export function lookOf(
  wire: Wire,
  analysis: Analysis,
  result: ShownRun | null,
  kind: ChipKind,
  order: DimsOrder,
  traced?: number,
): WireLook {
  const tensor = kind === "shape" ? undefined : wireTensor(wire, result, kind)
  if (tensor === undefined || kind === "shape") return restLook(wire, analysis, order)
  return runLook(wire, analysis, order, { kind, stats: stats(tensor), traced })
}

/** The tensor that a wire carries, or what came back along it. */
export function wireTensor(wire: Wire, result: ShownRun | null, kind: "value" | "gradient"): RunTensor | undefined {
  return kind === "value" ? result?.at("value", placeName(wire.from)) : result?.at("wire", wire.id)
}
