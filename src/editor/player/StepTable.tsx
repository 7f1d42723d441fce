// What a step made: the output's value, or the gradients that came.

import { writeNumber } from "../../formula/number.ts"
import { freshAt } from "../../state/pausing.ts"
import type { PlayerStep, Sequence } from "../../state/playerSteps.ts"
import { gradientTex, tensorTex } from "../../state/playerWords.ts"
import { stats } from "../../state/stats.ts"
import { formatShape } from "../../tensor/tensor.ts"
import { Maths } from "../maths/Maths.tsx"
import styles from "./table.module.css"

export function StepTable({ sequence, step }: { readonly sequence: Sequence; readonly step: PlayerStep }) {
  const { analysis } = sequence
  const fresh = freshAt(sequence, step)
  if (fresh.length === 0) return <p className={styles.hint}>This step could not be computed; see the problems.</p>
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{step.phase === "forward" ? "value" : "gradient"}</th>
          <th scope="col">shape</th>
          {["RMS", "mean", "min", "max"].map((word) => (
            <th key={word} scope="col" className={styles.number}>
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fresh.map(({ name, side, tensor }) => {
          const { rms, mean, min, max } = stats(tensor)
          return (
            <tr key={name}>
              <th scope="row" aria-label={`${side} ${name}`}>
                <Maths tex={side === "value" ? tensorTex(analysis, name) : gradientTex(analysis, name)} own />
              </th>
              <td>{formatShape(tensor.shape)}</td>
              <td className={styles.number}>{writeNumber(rms)}</td>
              <td className={styles.number}>{writeNumber(mean)}</td>
              <td className={styles.number}>{writeNumber(min)}</td>
              <td className={styles.number}>{writeNumber(max)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
