// A tensor of the run, to be looked at and compared with other numbers; a cell of it may be chosen.

import { useEffect, useMemo } from "react"
import { lettersAt } from "../../graph/measure/axes/letters.ts"
import { useAnalysis } from "../../state/analysis.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { useSession } from "../../state/session.ts"
import { choose } from "../../state/whyTrail.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { useDark } from "../parts/useDark.ts"
import { ShapeText } from "../tensor/ShapeText.tsx"
import { TensorView } from "../tensor/TensorView.tsx"
import { prepareReasons } from "../why/WhyPanel.tsx"
import { Compare } from "./compare/Compare.tsx"
import type { Place } from "./compare/comparing.ts"

interface Props {
  readonly place: Place
  readonly tensor: RunTensor
  /** What it is called: `output`, `X:value`. */
  readonly words: string
  readonly cell: readonly number[] | null
}

export function LookedTensor({ place, tensor, words, cell }: Props) {
  useEffect(prepareReasons, [])
  const dark = useDark()
  const { name, side } = place
  const analysis = useAnalysis((state) => state.structure)
  const letters = useMemo(() => lettersAt(analysis, name), [analysis, name])
  const onCell = (next: readonly number[]) => choose({ name, side }, next)
  const onSlice = (next: readonly number[]) => useSession.getState().look({ name, side }, next)
  return (
    <Compare place={place} cells={sizeOf(tensor.shape)} onCell={onCell}>
      {(lit) => (
        <TensorView
          key={`${name} ${tensor.shape.join()}`}
          tensor={tensor}
          family={side}
          dark={dark}
          name={words}
          cell={cell}
          onCell={onCell}
          onSlice={onSlice}
          letters={letters}
          shape={<ShapeText analysis={analysis} name={name} shape={tensor.shape} full />}
          {...(lit === null ? {} : { lit })}
        />
      )}
    </Compare>
  )
}
