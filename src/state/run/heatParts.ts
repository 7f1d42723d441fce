// The numbers of an overlay for the run that is shown, as far as it is shown by now.

import { overlayParts } from "../../engine/numbers/overlayParts.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { OverlayName, Parts } from "../../graph/measure/overlay/parts.ts"
import type { ShownRun } from "./shown.ts"

/** Whether a tensor is shown by now. */
type IsShown = (kind: "value" | "gradient", place: string) => boolean

/** By node; nothing where there is no run that tells. */
export function partsOf(
  name: OverlayName,
  analysis: Analysis,
  run: ShownRun | null,
  isShown: IsShown = () => true,
): Parts {
  if (run === null) return overlayParts(name, analysis, null)
  return overlayParts(name, analysis, {
    names: (kind) => run.names(kind),
    told: (kind, place) => (isShown(kind, place) ? run.at(kind, place)?.told : undefined),
    steps: run.steps,
  })
}
