// The closed form of batch norm's backward pass beside the one that a course prints, with numbers to tell which is right.

import { useMemo } from "react"
import type { Derivable } from "../../../engine/explain/derivation.ts"
import { type PrintedRow, printedForm } from "../../../engine/explain/printedForm.ts"
import { writeNumber } from "../../../formula/number.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { addressOf } from "../../../tensor/address.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import { Maths } from "../../maths/Maths.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./derivation.module.css"

interface Props {
  readonly analysis: Analysis
  readonly of: Derivable
  readonly shape: Shape
}

export function PrintedForm({ analysis, of, shape }: Props) {
  const printed = useMemo(() => ("param" in of ? null : printedForm(analysis, of)), [analysis, of])
  if (printed === null) return null
  const { factor, tex, rows, worst } = printed
  const withTorch = worst.torch !== null
  return (
    <section className={styles.printed} aria-label="The printed form">
      <h4 className={styles.heading}>Not the form that is often printed</h4>
      <p className={quiet.text}>
        The solution printed in the course lacks the factor <Maths tex={factor} own /> in its last term; its ∂Z/∂σ² has
        lost it. It then reads
      </p>
      <div className={styles.formula}>
        <Maths tex={tex} display own />
      </div>
      <p className={quiet.text}>
        Compared with central differences in float64, the largest error of our gradient is {writeNumber(worst.ours, 2)}
        {worst.torch === null ? "" : `, of PyTorch’s ${writeNumber(worst.torch, 2)}`}, of the printed form{" "}
        <strong>{writeNumber(worst.printed, 3)}</strong>.
      </p>
      <table className={styles.numbers}>
        <thead>
          <tr>
            <th scope="col">cell</th>
            <th scope="col">ours</th>
            <th scope="col">differences</th>
            {withTorch ? <th scope="col">PyTorch</th> : null}
            <th scope="col">printed</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const address = addressOf(shape, i).join(", ")
            return <Row key={address} address={address} row={row} withTorch={withTorch} />
          })}
        </tbody>
      </table>
    </section>
  )
}

interface RowProps {
  readonly address: string
  readonly row: PrintedRow
  readonly withTorch: boolean
}

function Row({ address, row: { ours, slope, torch, printed }, withTorch }: RowProps) {
  return (
    <tr>
      <th scope="row">{address}</th>
      <td>{writeNumber(ours, 4)}</td>
      <td>{writeNumber(slope, 4)}</td>
      {withTorch ? <td>{torch === null ? "" : writeNumber(torch, 4)}</td> : null}
      <td data-wrong={Math.abs(printed - slope) > 1e-6 || undefined}>{writeNumber(printed, 4)}</td>
    </tr>
  )
}
