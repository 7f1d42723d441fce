// The copies of the filter that a transposed convolution paints, one for each input element, and the map that is their sum.
// The chosen output cell is outlined on all of them.

import { useMemo } from "react"
import { cellTensor } from "../../engine/explain/explain.ts"
import { paintedCopies } from "../../engine/explain/painted.ts"
import type { Cell } from "../../engine/explain/terms/explanation.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { colourOf, css, inkOn } from "../../graph/drawing/tile/colour.ts"
import { reading } from "../../state/run/reading.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { addressOf } from "../../tensor/address.ts"
import { statsOf } from "../../tensor/summary/stats.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { useDark } from "../parts/useDark.ts"
import { useReading } from "../parts/useReading.ts"
import { type Plane, planeOf } from "../tensor/slice.ts"
import styles from "./painted.module.css"
import { goTo } from "./places.ts"

interface Props {
  readonly analysis: Analysis
  readonly result: ShownRun
  /** A cell of the output. */
  readonly cell: Cell
}

export function PaintedCopies({ analysis, result, cell }: Props) {
  const { name, index } = cell
  const id = name.endsWith(":output") ? name.slice(0, -":output".length) : null
  const painting = useMemo(() => {
    if (id === null) return null
    return reading(result, (run) => {
      const copies = paintedCopies(analysis, run, id)
      const output = copies === null ? undefined : cellTensor(analysis, run, { name, side: "value" })
      return { copies, output: output === undefined ? undefined : { shape: output.shape, data: output.data } }
    })
  }, [analysis, result, id, name])
  const { copies = null, output } = useReading(painting).is ?? {}
  if (copies === null || output === undefined) return null
  const plane = planeOf(output.shape, addressOf(output.shape, index).slice(0, -2))
  const largest = Math.max(statsOf(output).largest, ...copies.map(({ painted }) => statsOf(painted).largest))
  const map = { plane, chosen: index, largest }
  return (
    <section className={styles.painted} aria-label="Painted copies">
      <div className={styles.copies}>
        {copies.map(({ cell: from, words, number, painted, reaches }) => (
          <figure key={words}>
            <CopyMap {...map} tensor={painted} inked={reaches} label={`Copy painted by ${words}`} />
            <figcaption>
              <button type="button" onClick={() => goTo(analysis, result, from)}>
                {writeNumber(number)} × filter
              </button>
            </figcaption>
          </figure>
        ))}
      </div>
      <figure className={styles.sum}>
        <CopyMap {...map} tensor={output} inked={null} label="Sum of the copies" />
        <figcaption>their sum{hasBias(analysis, id) ? ", and the bias" : ""}</figcaption>
      </figure>
    </section>
  )
}

interface CopyMapProps {
  readonly tensor: Tensor
  readonly plane: Plane
  readonly largest: number
  readonly chosen: number
  /** The cells that were painted; null for all. */
  readonly inked: ReadonlySet<number> | null
  readonly label: string
}

function CopyMap({ tensor, plane, largest, chosen, inked, label }: CopyMapProps) {
  const dark = useDark()
  const { rows, columns, offset } = plane
  const numbers = columns <= 8
  return (
    <table className={styles.map} aria-label={label} data-numbers={numbers || undefined}>
      <tbody>
        {Array.from({ length: rows }, (_, row) => offset + row * columns).map((start) => (
          <tr key={start}>
            {Array.from({ length: columns }, (_, column) => start + column).map((at) => {
              const x = tensor.data[at] ?? 0
              const colour = colourOf(x, largest, "value", dark)
              const shown = inked === null || inked.has(at)
              return (
                <td
                  key={at}
                  data-chosen={at === chosen || undefined}
                  style={shown ? { background: css(colour), color: inkOn(colour) } : {}}
                >
                  {numbers && shown ? writeNumber(x, 2) : ""}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function hasBias(analysis: Analysis, id: string | null): boolean {
  return analysis.nodes.get(id ?? "")?.context?.attrs.bias === true
}
