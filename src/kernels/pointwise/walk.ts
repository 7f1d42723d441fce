// Ways over tensors of one common shape, in which some are repeated along some axes: nested loops, innermost a row of numbers
// that lie side by side, or one number over and over.

/** One loop: how often, and how many bytes each tensor goes on. */
export interface Loop {
  readonly count: number
  readonly steps: readonly number[]
}

/** A walk; tensors in the order of `steps`, the one that is written last. */
export interface Walk {
  /** Outermost first. */
  readonly loops: readonly Loop[]
  /** Numbers of a row. */
  readonly length: number
  /** Of each tensor, whether one number stands for the row. */
  readonly repeated: readonly boolean[]
  /** Bytes to where each begins. */
  readonly starts: readonly number[]
}

/** Axes from strides in bytes, the last one that of rows: neighbours that are one axis for all tensors become one. */
export function walkOf(axes: readonly Loop[], starts: readonly number[]): Walk {
  const merged: Loop[] = []
  for (const [i, axis] of axes.entries()) {
    if (axis.count === 1 && i < axes.length - 1) continue
    const before = merged.at(-1)
    const one = before?.steps.every((step, tensor) => step === axis.count * (axis.steps[tensor] ?? 0)) ?? false
    if (before !== undefined && one) merged[merged.length - 1] = { count: before.count * axis.count, steps: axis.steps }
    else merged.push(axis)
  }
  const row = merged.pop() ?? { count: 1, steps: starts.map(() => 4) }
  return { loops: merged, length: row.count, repeated: row.steps.map((step) => step === 0), starts }
}

/** A walk down columns: of some rows, vector by vector, the same vector of each, while what they share stays in registers. */
export interface Down {
  /** The same walk in blocks of rows. */
  readonly walk: Walk
  readonly rows: Loop
}

/** Bytes of a block at most: it is gone over several times, and should stay in the nearest cache. */
const BLOCK = 8192

/** The walk turned round, where rows share the numbers of some tensor and no number stands for a row; null where nothing is won. */
export function downOf({ loops, repeated, ...walk }: Walk): Down | null {
  const last = loops.at(-1)
  if (last === undefined) return null
  const shared = last.steps.some((step, i) => step === 0 && repeated[i] === false)
  const splat = last.steps.some((step, i) => step !== 0 && repeated[i] === true)
  const rows = shared && !splat ? rowsOf(last) : 1
  if (rows < 4) return null
  const steps = last.steps.map((step) => step * rows)
  const blocks = { count: last.count / rows, steps }
  return { walk: { ...walk, repeated, loops: [...loops.slice(0, -1), blocks] }, rows: { ...last, count: rows } }
}

/** The most rows that fill whole blocks. */
function rowsOf({ count, steps }: Loop): number {
  const most = Math.min(count, Math.floor(BLOCK / Math.max(...steps)))
  for (let rows = most; rows > 1; rows--) if (count % rows === 0) return rows
  return 1
}

/** All that code over a walk depends on, as part of a kernel's key. */
export function walkKey({ loops, length, repeated, starts }: Walk): string {
  return [
    length,
    repeated.map(Number).join(""),
    starts.join("_"),
    ...loops.map(({ count, steps }) => [count, ...steps].join("_")),
  ].join("__")
}
