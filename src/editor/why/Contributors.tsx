// The tensors that take part, each as a small heat map with the contributing cells outlined.

import { useMemo } from "react"
import { cellTensor } from "../../engine/explain/explain.ts"
import type { Cell, Explanation } from "../../engine/explain/terms/explanation.ts"
import { placeWords, sinkWords } from "../../engine/explain/terms/names.ts"
import { writeCount } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName } from "../../graph/wire.ts"
import { mapped, windowOf } from "../../state/run/numbers.ts"
import { tensorIn } from "../../state/run/reading.ts"
import type { RunTensor, ShownRun } from "../../state/run/shown.ts"
import { stats } from "../../state/run/stats.ts"
import { addressOf } from "../../tensor/address.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { useDark } from "../parts/useDark.ts"
import { useReading } from "../parts/useReading.ts"
import { HeatMap } from "../tensor/HeatMap.tsx"
import { planeOf, planeWindow } from "../tensor/slice.ts"
import { goTo } from "./places.ts"
import styles from "./why.module.css"

interface Props {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly explanation: Explanation
}

interface Part {
  readonly name: string
  /** What it is called in sentences. */
  readonly words: string
  readonly side: Cell["side"]
  readonly tensor: RunTensor
  readonly lit: ReadonlySet<number>
}

const SHOWN = 4

export function Contributors({ analysis, result, explanation }: Props) {
  const parts = partsOf(analysis, result, explanation).filter(({ tensor }) => sizeOf(tensor.shape) > 1)
  if (parts.length === 0) return null
  return (
    <div className={styles.maps}>
      {parts.slice(0, SHOWN).map((part) => (
        <PartMap
          key={`${part.name} ${part.side}`}
          {...part}
          onSelect={(index) => goTo(analysis, result, { name: part.name, side: part.side, index })}
        />
      ))}
    </div>
  )
}

/** The plane of a part in which its first contributing cell lies. */
function PartMap({ words, side, tensor, lit, onSelect }: Part & { readonly onSelect: (index: number) => void }) {
  const dark = useDark()
  const { shape } = tensor
  const [first = 0] = lit
  const empty = useMemo(() => ({ plane: planeOf(shape, addressOf(shape, first)), data: null }), [shape, first])
  const cells = useReading(
    useMemo(
      () => mapped(windowOf(tensor, planeWindow(shape, addressOf(shape, first))), ({ data }) => ({ ...empty, data })),
      [tensor, shape, first, empty],
    ),
  )
  return (
    <figure>
      <HeatMap
        {...(cells.is ?? empty)}
        largest={stats(tensor).largest}
        family={side}
        dark={dark}
        width={120}
        selected={null}
        lit={lit}
        label={`${words}, contributing cells outlined`}
        onSelect={onSelect}
      />
      <figcaption>
        {side === "gradient" ? "∂L/∂" : ""}
        {planeWords(words, shape, first)}
        {elsewhere(shape, lit, first)}
        {cells.problem === null ? null : <span role="alert"> {cells.problem}</span>}
      </figcaption>
    </figure>
  )
}

/** `x[0, 2]`: the plane that is shown, where there are several. */
function planeWords(name: string, shape: Shape, cell: number): string {
  const leading = addressOf(shape, cell).slice(0, -2)
  return leading.length === 0 ? name : `${name}[${leading.join(", ")}]`
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

function partsOf(analysis: Analysis, result: ShownRun, { lit }: Explanation): readonly Part[] {
  return lit.flatMap(({ name, side, cells }) => {
    const tensor = tensorIn(result, (run) => cellTensor(analysis, run, { name, side }))
    const wire = analysis.wires.find(({ id }) => id === name)
    const words =
      wire === undefined
        ? placeWords(analysis, name)
        : `${placeWords(analysis, placeName(wire.from))} along the wire to ${sinkWords(analysis, wire)}`
    return tensor === undefined ? [] : [{ name, words, side, lit: cells, tensor }]
  })
}
