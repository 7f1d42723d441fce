// One example: a picture if it has rows and columns, else its numbers.

import { useMemo } from "react"
import { writeNumber } from "../../formula/number.ts"
import { stats } from "../../state/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { HeatPicture } from "../tensor/HeatMap.tsx"
import { useDark } from "../theme.ts"
import styles from "./training.module.css"

interface Props {
  /** Without the batch axis. */
  readonly tensor: Tensor
  /** Longest side of a picture, in pixels. */
  readonly side: number
}

export function ExamplePicture({ tensor, side }: Props) {
  const dark = useDark()
  const plane = useMemo(() => {
    const [rows = 0, columns = 0] = tensor.shape.slice(-2)
    return tensor.shape.length >= 2 && rows > 1 && columns > 1 ? { offset: 0, rows, columns } : null
  }, [tensor])
  if (plane === null) {
    return <span className={styles.numbers}>{[...tensor.data.slice(0, 4)].map((x) => writeNumber(x)).join(", ")}</span>
  }
  return (
    <HeatPicture
      tensor={tensor}
      plane={plane}
      largest={stats(tensor).largest}
      family="value"
      dark={dark}
      cell={Math.max(1, Math.floor(side / Math.max(plane.rows, plane.columns)))}
      selected={null}
    />
  )
}
