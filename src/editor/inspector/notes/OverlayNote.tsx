// What an overlay says of the selected nodes. This folder says in a line or two what a mode or an overlay means for them; what
// is set and what is run stands elsewhere.

import { useMemo } from "react"
import { wordsTogether } from "../../../graph/measure/overlay/heat.ts"
import { OVERLAY_TITLES } from "../../../graph/measure/overlay/words.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { chosenParts } from "../../../state/player/heating.ts"
import { useHeat } from "../../../state/run/heat.ts"
import styles from "../../parts/styles/panel.module.css"

/** What the overlay that lies over the cards says of these nodes together, with all digits. */
export function OverlayNote({ ids }: { readonly ids: readonly string[] }) {
  const heat = useHeat((state) => state.heat)
  const words = useMemo(() => (heat === null ? "" : wordsNow(ids)), [heat, ids])
  if (heat === null) return null
  return (
    <dl className={styles.facts} data-overlay-note="">
      <div>
        <dt>{OVERLAY_TITLES[heat.name]}</dt>
        <dd>{words}</dd>
      </div>
    </dl>
  )
}

function wordsNow(ids: readonly string[]): string {
  const chosen = chosenParts(useAnalysis.getState().analysis)
  return chosen === null ? "" : wordsTogether(chosen.name, chosen.parts, ids)
}
