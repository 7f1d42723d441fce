// A node's own numbers on its card: what it has learned, or how its attention lies.

import { useMemo } from "react"
import { largestIn } from "../../../graph/drawing/tile/small.ts"
import { maskedIn, type WeightsPlace } from "../../../graph/drawing/tile/weights.ts"
import { useRun } from "../../../state/run/run.ts"
import { weightsReading } from "../../../state/run/tiles.ts"
import { Maps } from "../../tensor/Maps.tsx"
import { useSmall } from "../../tensor/useSmall.ts"
import styles from "./CardTile.module.css"

export function CardWeights({ weights }: { readonly weights: WeightsPlace }) {
  const result = useRun((state) => state.result)
  const small = useSmall(useMemo(() => weightsReading(result, weights), [result, weights]))
  const holes = useMemo(() => (small === undefined ? null : maskedIn(small.planes.data, weights)), [small, weights])
  if (small === undefined) return null
  const { x, y, width, height, place, label } = weights
  return (
    <>
      <div
        className={styles.weights}
        aria-hidden="true"
        data-weights={place}
        style={{ left: x, top: y, width, height }}
      >
        <Maps data={small.planes.data} sheet={weights} largest={largestIn(small)} family="value" holes={holes} />
      </div>
      {label?.lines.map((line) => (
        <span
          key={line.text}
          className={styles.label}
          aria-hidden="true"
          style={{ left: label.x, top: line.y, fontSize: label.size }}
        >
          {line.text}
        </span>
      ))}
    </>
  )
}
