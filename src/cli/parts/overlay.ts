// The overlay over a picture's cards, as the page lays it.

import { overlayParts } from "../../engine/numbers/overlayParts.ts"
import { tensorsOf } from "../../engine/numbers/report.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { fold } from "../../graph/edit/fold.ts"
import { type Heat, heatOf } from "../../graph/measure/overlay/heat.ts"
import { OVERLAYS, type OverlayName } from "../../graph/measure/overlay/parts.ts"
import { type Call, UsageError, wordOption } from "./command.ts"

/** What `--overlay` names; null without it. Throws UsageError where nothing would tell its numbers. */
export function overlayIn(call: Call): OverlayName | null {
  const name = wordOption(call, "overlay", [...OVERLAYS, "none"], "none")
  if (name === "gradient" && call.options["no-backward"] === true) {
    throw new UsageError("--overlay gradient needs the gradients that --no-backward leaves out.")
  }
  return name === "none" ? null : name
}

/** Whether only a run tells its numbers. */
export function needsRun(name: OverlayName | null): boolean {
  return name === "gradient" || name === "dead" || name === "time"
}

/** The heat of what is drawn, groups that are closed as one. */
export function heatOfRun(name: OverlayName, analysis: Analysis, result: RunResult | null): Heat {
  const parts = overlayParts(
    name,
    analysis,
    result === null
      ? null
      : {
          names: (kind) => tensorsOf(result, kind).keys(),
          told: (kind, place) => tensorsOf(result, kind).get(place),
          steps: result.steps,
        },
  )
  const { shown, cards } = fold(analysis.document)
  const ids = shown.map(({ id }) => id)
  return heatOf(name, parts, ids, cards)
}
