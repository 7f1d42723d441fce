// A tensor as a matrix: norms, ranks and every singular value, worked out when somebody opens it.

import { useEffect, useMemo, useState } from "react"
import { writeCount, writeNumber } from "../../formula/number.ts"
import type { Family } from "../../graph/drawing/tile/colour.ts"
import { wordsOf } from "../../graph/problem.ts"
import { recall, remember } from "../../state/remembered.ts"
import { type MatrixAnswer, matrixLater, matrixNow, type Which } from "../../state/run/matrix.ts"
import { windowOf } from "../../state/run/numbers.ts"
import type { RunTensor } from "../../state/run/shown.ts"
import { addressOf } from "../../tensor/address.ts"
import type { MatrixReading } from "../../tensor/matrix/matrix.ts"
import { dim, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { Triangle } from "../parts/Section.tsx"
import quiet from "../parts/styles/quiet.module.css"
import switching from "../parts/styles/switch.module.css"
import { useReading } from "../parts/useReading.ts"
import matrix from "./matrix.module.css"
import { SpectrumPlot } from "./SpectrumPlot.tsx"
import { planeOf, planeWindow } from "./slice.ts"
import styles from "./tensor.module.css"

interface Props {
  readonly tensor: RunTensor
  readonly family: Family
  /** How people call the tensor. */
  readonly name: string
  readonly width: number
  /** The slice that is shown: one index for each leading axis. */
  readonly at: readonly number[]
}

export function MatrixReadout({ tensor, family, name, width, at }: Props) {
  const [open, setOpen] = useState(() => recall("singular-values") === true)
  if (tensor.shape.length < 2 || sizeOf(tensor.shape) === 0) return null
  const turn = () => {
    remember("singular-values", !open)
    setOpen(!open)
  }
  return (
    <section className={matrix.readout}>
      <button type="button" className={matrix.fold} aria-expanded={open} onClick={turn}>
        <Triangle />
        Singular values
      </button>
      {open ? <Reading tensor={tensor} family={family} name={name} width={width} at={at} /> : null}
    </section>
  )
}

function Reading({ tensor, family, name, width, at }: Props) {
  const { shape } = tensor
  const several = shape.length > 2 && sizeOf(shape.slice(0, -2)) > 1
  const [whole, setWhole] = useState(true)
  const [rows, columns] = [dim(shape, 0), sizeOf(shape.slice(1))]
  const [height, across] = [dim(shape, -2), dim(shape, -1)]
  // A stack of one matrix is that matrix; a slice is read alone.
  const which: Which = several ? (whole ? "unfolded" : 0) : shape.length > 2 ? 0 : "unfolded"
  const { offset } = planeOf(shape, at)
  const matrix = useMemo(
    () => windowOf(tensor, whole ? null : planeWindow(shape, addressOf(shape, offset))),
    [tensor, shape, whole, offset],
  )
  const read = useReading(matrix)
  const answer = useAnswer(read.waits ? null : (read.is ?? null), which) ?? read.problem ?? undefined
  return (
    <>
      {several ? (
        <fieldset className={switching.switch} aria-label="Which matrix">
          <button type="button" aria-pressed={whole} onClick={() => setWhole(true)}>
            Unfolded {rows}×{columns}
          </button>
          <button type="button" aria-pressed={!whole} onClick={() => setWhole(false)}>
            This slice {height}×{across}
          </button>
        </fieldset>
      ) : null}
      {answer === undefined ? <p className={quiet.text}>Working …</p> : null}
      {typeof answer === "string" ? <p className={styles.odd}>{answer}</p> : null}
      {typeof answer === "object" && answer.reading === null ? (
        <p className={quiet.text}>A number is NaN or infinite, so there are no singular values.</p>
      ) : null}
      {typeof answer === "object" && answer.reading !== null ? (
        <>
          <SpectrumPlot
            values={answer.reading.values}
            family={family}
            width={width}
            label={`${name}, singular values`}
          />
          <Numbers reading={answer.reading} />
        </>
      ) : null}
    </>
  )
}

/** The answer, undefined while it is worked out, or a sentence where the engine broke down. */
function useAnswer(tensor: Tensor | null, which: Which): MatrixAnswer | string | undefined {
  const now = tensor === null ? undefined : matrixNow(tensor, which)
  const [late, setLate] = useState<{ readonly of: Tensor; readonly which: Which; readonly is: MatrixAnswer | string }>()
  useEffect(() => {
    if (tensor === null || matrixNow(tensor, which) !== undefined) return
    let wanted = true
    const { done, cancel } = matrixLater(tensor, which)
    const settle = (is: MatrixAnswer | string) => {
      if (wanted) setLate({ of: tensor, which, is })
    }
    done.then(settle, (error: unknown) => settle(wordsOf(error)))
    return () => {
      wanted = false
      cancel()
    }
  }, [tensor, which])
  return now ?? (late?.of === tensor && late.which === which ? late.is : undefined)
}

function Numbers({ reading }: { readonly reading: MatrixReading }) {
  const { rows, columns, values, rank } = reading
  const full = Math.min(rows, columns)
  const pairs: readonly (readonly [string, string, string])[] = [
    [
      "spectral norm",
      writeNumber(reading.spectral, 5),
      "The largest singular value: how much longer a vector can become",
    ],
    ["least", writeNumber(values.at(-1) ?? 0, 5), "The smallest singular value"],
    ["Frobenius", writeNumber(reading.frobenius, 5), "Root of the sum of squares"],
    ["RMS", writeNumber(reading.rms, 5), "Root of the mean square"],
    ["rank", `${writeCount(rank)} of ${writeCount(full)}`, "Singular values that this precision can tell from zero"],
    ["condition", writeNumber(reading.condition, 4), "The largest singular value over the smallest"],
    ["stable rank", writeNumber(reading.stableRank, 4), "Frobenius² over spectral²"],
    ["effective rank", writeNumber(reading.effectiveRank, 4), "e to the entropy of the singular values' shares"],
  ]
  return (
    <dl className={styles.stats} aria-label={`${rows}×${columns} matrix`}>
      {pairs.map(([word, number, means]) => (
        <div key={word} title={means}>
          <dt>{word}</dt>
          <dd>{number}</dd>
        </div>
      ))}
    </dl>
  )
}
