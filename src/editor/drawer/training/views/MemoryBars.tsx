// Bars of a training step's memory at doubling batch sizes, with the line of what there is.

import { useMemo } from "react"
import { writeBytes, writeCount } from "../../../../formula/number.ts"
import type { MemoryAt } from "../../../../graph/measure/batchMemory.ts"
import styles from "../styles/memory.module.css"

interface Props {
  /** A step with a batch of so many examples. */
  readonly at: (batch: number) => MemoryAt
  readonly limit: number
  readonly largest: number
  /** The batch of the document. */
  readonly written: number
}

interface Row extends MemoryAt {
  readonly batch: number
}

const MOST_ROWS = 11
const PARTS = ["weights", "gradients", "state", "buffers"] as const

export function MemoryBars({ at, limit, largest, written }: Props) {
  const rows = useMemo(() => rowsOf(at, limit, largest, written), [at, limit, largest, written])
  const last = Math.max(1, ...rows.map(({ total }) => total))
  const most = 1.04 * Math.max(limit <= 3 * last ? limit : 0, last)
  return (
    <ul className={styles.bars} aria-label="Memory by batch size">
      {rows.map((row) => {
        const { batch, total, problems } = row
        const over = total > limit
        const [refused] = problems
        return (
          <li
            key={batch}
            data-over={(refused === undefined && over) || undefined}
            aria-label={rowWords(row, over)}
            title={refused?.sentence}
          >
            <span className={styles.batch} data-marked={batch === written || undefined}>
              {writeCount(batch)}
              {batch === largest ? <small>largest</small> : batch === written ? <small>as set</small> : null}
            </span>
            {refused === undefined ? (
              <Bar row={row} most={most} limit={limit} />
            ) : (
              <span className={styles.refused}>cannot be computed at {refused.node}</span>
            )}
            <span className={styles.sum}>{refused === undefined ? writeBytes(total, false) : "–"}</span>
          </li>
        )
      })}
    </ul>
  )
}

function Bar({ row, most, limit }: { readonly row: Row; readonly most: number; readonly limit: number }) {
  const percent = (bytes: number): string => `${((100 * bytes) / most).toFixed(2)}%`
  const parts = [...PARTS.map((part) => [part, row.memory[part]] as const), ["activations", row.activations] as const]
  return (
    <span className={styles.bar}>
      {parts.map(([part, bytes]) => (
        <span key={part} data-part={part} style={{ width: percent(bytes) }} title={sizeWords(part, bytes)} />
      ))}
      {limit <= most ? <i className={styles.limit} style={{ left: percent(limit) }} /> : null}
    </span>
  )
}

/** Powers of two up to the first that does not fit, the document's own and the largest that fits. */
function rowsOf(at: Props["at"], limit: number, largest: number, written: number): readonly Row[] {
  const batches = new Set<number>([written])
  if (Number.isFinite(largest) && largest > 0) batches.add(largest)
  const most = Math.min(2 ** 20, 2 * Math.max(largest, written))
  for (let batch = 1; batch <= most; batch *= 2) batches.add(batch)
  // The last ones tell the most.
  const rows = [...batches]
    .sort((a, b) => a - b)
    .slice(-MOST_ROWS)
    .map((batch) => ({ batch, ...at(batch) }))
  const over = rows.findIndex(({ total, problems, batch }) => problems.length === 0 && total > limit && batch > written)
  return over < 0 ? rows : rows.slice(0, over + 1)
}

function sizeWords(part: string, bytes: number): string {
  return `${part}: ${writeBytes(bytes, false)} (${writeBytes(bytes)})`
}

function rowWords({ batch, total, problems: [refused] }: Row, over: boolean): string {
  const head = `Batch of ${writeCount(batch)}: `
  if (refused !== undefined) return `${head}cannot be computed at ${refused.node}`
  return `${head}${writeBytes(total, false)}${over ? ", more than there is" : ""}`
}
