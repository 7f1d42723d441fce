// The tensors that take part, each as a small heat map with the contributing cells outlined.

import { tensorOf } from "../../engine/explain/explain.ts"
import type { Cell, Explanation } from "../../engine/explain/explanation.ts"
import type { RunResult } from "../../engine/result.ts"
import type { Analysis } from "../../graph/analysis.ts"
import { addressOf } from "../../tensor/address.ts"
import { statsOf } from "../../tensor/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { HeatMap } from "../tensor/HeatMap.tsx"
import { planeOf } from "../tensor/slice.ts"
import { useDark } from "../theme.ts"
import { goTo } from "./places.ts"
import styles from "./why.module.css"

interface Props {
  readonly analysis: Analysis
  readonly result: RunResult
  readonly explanation: Explanation
}

interface Part {
  readonly name: string
  readonly side: Cell["side"]
  readonly tensor: Tensor
  readonly lit: ReadonlySet<number>
}

const SHOWN = 4

export function Contributors({ analysis, result, explanation }: Props) {
  const dark = useDark()
  const parts = partsOf(analysis, result, explanation).filter(({ tensor }) => tensor.data.length > 1)
  if (parts.length === 0) return null
  return (
    <div className={styles.maps}>
      {parts.slice(0, SHOWN).map(({ name, side, tensor, lit }) => {
        const [first = 0] = lit
        return (
          <figure key={`${name} ${side}`}>
            <HeatMap
              tensor={tensor}
              plane={planeOf(tensor.shape, addressOf(tensor.shape, first))}
              largest={statsOf(tensor).largest}
              family={side}
              dark={dark}
              width={120}
              selected={null}
              lit={lit}
              label={`${name}, contributing cells outlined`}
              onSelect={(index) => goTo(analysis, result, { name, side, index })}
            />
            <figcaption>{side === "gradient" ? `∂L/∂${name}` : name}</figcaption>
          </figure>
        )
      })}
    </div>
  )
}

function partsOf(analysis: Analysis, result: RunResult, { lit }: Explanation): readonly Part[] {
  return lit.flatMap(({ name, side, cells }) => {
    const tensor = tensorOf(analysis, result, { name, side })
    return tensor === undefined ? [] : [{ name, side, lit: cells, tensor }]
  })
}
