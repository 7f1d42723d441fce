// What L stands for beside a gradient, where it is no number of the graph.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { objectiveSign } from "../../graph/drawing/objective.ts"
import { placeName } from "../../graph/wire.ts"
import quiet from "../parts/styles/quiet.module.css"

export function ObjectiveNote({ analysis }: { readonly analysis: Analysis }) {
  const sign = objectiveSign(analysis)
  if (sign === "L" || analysis.target === null) return null
  const given = Object.keys(analysis.document.upstream ?? {}).length > 0
  return (
    <p className={quiet.text}>
      L stands for {sign}: the numbers of {placeName(analysis.target)}, each times its upstream gradient
      {given ? "" : ", here all 1"}, added up.
    </p>
  )
}
