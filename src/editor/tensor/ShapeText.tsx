// The shape of a tensor as this graph writes it, in the order that is chosen; pointing at it names the axes.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { batchMark, notationOf, writeAxes, writeNamed } from "../../graph/measure/notation.ts"
import { outputNamed } from "../../graph/wire.ts"
import { useSession } from "../../state/session.ts"
import type { Shape } from "../../tensor/tensor.ts"

interface Props {
  readonly analysis: Analysis
  /** Of an output (`X:value`), a wire, a param or a buffer. */
  readonly name: string
  readonly shape: Shape
  /** Says the size of the batch as well, where the shape is written without it. */
  readonly full?: boolean
}

export function ShapeText({ analysis, name, shape, full = false }: Props) {
  const order = useSession((state) => state.order)
  const place = outputNamed(name)
  const axes = place === null ? "" : writeAxes(analysis, place, shape, order)
  const batch = full && place !== null && notationOf(analysis).hidden(place) !== null ? batchMark(analysis) : null
  return (
    <span title={axes === "" ? undefined : axes}>
      {writeNamed(analysis, name, shape, order)}
      {batch === null ? "" : `, ${batch}`}
    </span>
  )
}
