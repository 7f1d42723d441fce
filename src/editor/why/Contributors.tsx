// The tensors that take part, each as a small heat map with the contributing cells outlined.

import { cellTensor } from "../../engine/explain/explain.ts"
import type { Cell, Explanation } from "../../engine/explain/terms/explanation.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import { writeCount } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { addressOf } from "../../tensor/address.ts"
import { statsOf } from "../../tensor/summary/stats.ts"
import { type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { useDark } from "../parts/useDark.ts"
import { HeatMap } from "../tensor/HeatMap.tsx"
import { planeOf } from "../tensor/slice.ts"
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
            <figcaption>
              {side === "gradient" ? "∂L/∂" : ""}
              {planeWords(name, tensor.shape, first)}
              {elsewhere(tensor.shape, lit, first)}
            </figcaption>
          </figure>
        )
      })}
    </div>
  )
}

/** `x[0, 2]`: the plane that is shown, where there are several. */
function planeWords(name: string, shape: Shape, cell: number): string {
  const short = name.replace(/:(?:output|value)$/, "")
  const leading = addressOf(shape, cell).slice(0, -2)
  return leading.length === 0 ? short : `${short}[${leading.join(", ")}]`
}

/** What is lit on planes that are not shown. */
function elsewhere(shape: Shape, lit: ReadonlySet<number>, first: number): string {
  const size = sizeOf(shape.slice(-2))
  const own = Math.floor(first / size)
  const others = [...lit].filter((cell) => Math.floor(cell / size) !== own)
  if (shape.length <= 2 || others.length === 0) return ""
  const planes = new Set(others.map((cell) => Math.floor(cell / size))).size
  return `, and ${writeCount(others.length)} ${others.length === 1 ? "cell" : "cells"} on ${planes === 1 ? "another plane" : `${writeCount(planes)} other planes`}`
}

function partsOf(analysis: Analysis, result: RunResult, { lit }: Explanation): readonly Part[] {
  return lit.flatMap(({ name, side, cells }) => {
    const tensor = cellTensor(analysis, result, { name, side })
    return tensor === undefined ? [] : [{ name, side, lit: cells, tensor }]
  })
}
