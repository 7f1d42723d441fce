// What L stands for beside a gradient, where it is no number of the graph.

import { placeWords } from "../../engine/explain/terms/names.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { objectiveSign, singledOutName } from "../../graph/drawing/objective.ts"
import { placeName } from "../../graph/wire.ts"
import { useClassNames } from "../../state/run/classNames.ts"
import quiet from "../parts/styles/quiet.module.css"

export function ObjectiveNote({ analysis }: { readonly analysis: Analysis }) {
  const classes = useClassNames()
  const sign = objectiveSign(analysis)
  if (sign === "L" || analysis.target === null) return null
  const name = singledOutName(analysis, classes)
  const given = Object.keys(analysis.document.upstream ?? {}).length > 0
  return (
    <p className={quiet.text}>
      L stands for {sign}: the numbers of {placeWords(analysis, placeName(analysis.target))}, each times its upstream
      gradient{given ? "" : ", here all 1"}, added up.
      {name === null ? "" : ` dY is 1 at ${name} and 0 elsewhere: L is that number alone.`}
    </p>
  )
}
