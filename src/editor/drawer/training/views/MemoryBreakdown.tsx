// What one training step holds, part by part.

import { writeBytes, writeCount } from "../../../../formula/number.ts"
import type { MemoryAt } from "../../../../graph/measure/batchMemory.ts"
import styles from "../styles/memory.module.css"

export interface OptimizerState {
  readonly title: string
  readonly copies: number
}

interface BreakdownProps {
  readonly at: MemoryAt
  readonly batch: number
  readonly optimizer: OptimizerState
}

export function MemoryBreakdown({ at, batch, optimizer }: BreakdownProps) {
  const { memory, activations: bytes, moment, total } = at
  const rows: readonly (readonly [string, string, number, string])[] = [
    ["weights", "Weights", memory.weights, ""],
    [
      "gradients",
      "Gradients",
      memory.gradients,
      memory.gradients < memory.weights ? "of the weights that are learned" : "of the weights",
    ],
    ["state", "Optimizer state", memory.state, `${optimizer.title}: ${optimizer.copies} × the gradients`],
    ["buffers", "Buffers", memory.buffers, "running statistics"],
    ["activations", "Activations", bytes, moment === null ? "" : `fullest ${moment.phase} at ${moment.node}`],
  ]
  return (
    <table className={styles.breakdown}>
      <caption>{memory.batch === null ? "One step" : `One step with a batch of ${writeCount(batch)}`}</caption>
      <tbody>
        {rows.map(([part, word, size, note]) => (
          <tr key={part}>
            <th scope="row">
              <span className={styles.swatch} data-part={part} />
              {word}
              {note === "" ? null : <small>{note}</small>}
            </th>
            <td>{writeBytes(size, false)}</td>
            <td>{writeBytes(size)}</td>
          </tr>
        ))}
        <tr className={styles.total}>
          <th scope="row">Together</th>
          <td>{writeBytes(total, false)}</td>
          <td>{writeBytes(total)}</td>
        </tr>
      </tbody>
    </table>
  )
}
