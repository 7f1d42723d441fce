// Bars of a training step's memory at doubling batch sizes, with the line of what there is.

import { writeBytes, writeCount } from "../../formula/number.ts"
import { peakAt, steady, type TrainingMemory, totalAt } from "../../graph/trainingMemory.ts"
import styles from "./memory.module.css"

interface Props {
  readonly memory: TrainingMemory
  readonly limit: number
  readonly largest: number
  /** The batch of the document. */
  readonly written: number
}

const MOST_ROWS = 11

export function MemoryBars({ memory, limit, largest, written }: Props) {
  if (memory.batch === null) return null
  const batches = batchesOf(memory, limit, largest, written)
  const most = 1.04 * Math.max(limit <= 3 * lastTotal(memory, batches) ? limit : 0, lastTotal(memory, batches))
  const percent = (bytes: number): string => `${((100 * bytes) / most).toFixed(2)}%`
  return (
    <ul className={styles.bars} aria-label="Memory by batch size">
      {batches.map((batch) => {
        const total = totalAt(memory, batch)
        const { bytes } = peakAt(memory, batch)
        const over = total > limit
        return (
          <li key={batch} data-over={over || undefined} aria-label={rowWords(batch, total, over)}>
            <span className={styles.batch} data-marked={batch === written || undefined}>
              {writeCount(batch)}
              {batch === largest ? <small>largest</small> : batch === written ? <small>as set</small> : null}
            </span>
            <span className={styles.bar}>
              {(["weights", "gradients", "state", "buffers"] as const).map((part) => (
                <span
                  key={part}
                  data-part={part}
                  style={{ width: percent(memory[part]) }}
                  title={sizeWords(part, memory[part])}
                />
              ))}
              <span data-part="activations" style={{ width: percent(bytes) }} title={sizeWords("activations", bytes)} />
              {limit <= most ? <i className={styles.limit} style={{ left: percent(limit) }} /> : null}
            </span>
            <span className={styles.sum}>{writeBytes(total, false)}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** Powers of two up to the first that does not fit, the document's own and the largest that fits. */
function batchesOf(memory: TrainingMemory, limit: number, largest: number, written: number): readonly number[] {
  const batches = new Set<number>([written])
  if (Number.isFinite(largest) && largest > 0) batches.add(largest)
  const fixed = steady(memory)
  let batch = 1
  for (; batch < 2 ** 20 && fixed + peakAt(memory, batch).bytes <= limit; batch *= 2) batches.add(batch)
  batches.add(batch)
  // The last ones tell the most.
  return [...batches].sort((a, b) => a - b).slice(-MOST_ROWS)
}

function lastTotal(memory: TrainingMemory, batches: readonly number[]): number {
  return totalAt(memory, batches.at(-1) ?? 1)
}

function sizeWords(part: string, bytes: number): string {
  return `${part}: ${writeBytes(bytes, false)} (${writeBytes(bytes)})`
}

function rowWords(batch: number, total: number, over: boolean): string {
  return `Batch of ${writeCount(batch)}: ${writeBytes(total, false)}${over ? ", more than there is" : ""}`
}
