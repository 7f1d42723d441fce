// What a layer has learned, beside the words of its card.

import { useMemo } from "react"
import { largestIn } from "../../../graph/drawing/tile/small.ts"
import type { WeightsPlace } from "../../../graph/drawing/tile/weights.ts"
import { useRun } from "../../../state/run/run.ts"
import { weightsReading } from "../../../state/run/tiles.ts"
import { useReading } from "../../parts/useReading.ts"
import { Maps } from "../../tensor/Maps.tsx"
import styles from "./CardTile.module.css"

export function CardWeights({ weights }: { readonly weights: WeightsPlace }) {
  const result = useRun((state) => state.result)
  const small = useReading(useMemo(() => weightsReading(result, weights), [result, weights])).is
  if (small === undefined) return null
  const { x, y, width, height, place } = weights
  return (
    <div className={styles.weights} aria-hidden="true" data-weights={place} style={{ left: x, top: y, width, height }}>
      <Maps data={small.planes.data} sheet={weights} largest={largestIn(small)} family="value" />
    </div>
  )
}
