// What the steps of a training started from, kept so that one can go back to them: every step at first, then every second, and
// so on, within a limit of memory. The first stays for good, the last is the learner's own.

import type { Kept } from "../../pass/pass.ts"
import type { KeptSteps, LearnedParam } from "../report.ts"

/** Bytes that the snapshots of one training may take. */
const SNAPSHOT_BYTES = 64 * 2 ** 20
/** More are no use on a timeline. */
const MOST_SNAPSHOTS = 1_000

/** The snapshots of one training. */
export interface SnapshotStore {
  /** Keeps what a step is about to start from, if it is among those that are kept. In the order of the steps. */
  readonly keep: (step: number, start: ReadonlyMap<string, Kept>) => void
  /** What a step started from; undefined where that is not kept. */
  readonly at: (step: number) => ReadonlyMap<string, Kept> | undefined
  readonly told: () => KeptSteps
}

/** An empty store for the params of a plan, of which alone the numbers are written over as the training goes on. */
export function startSnapshots(
  learned: readonly LearnedParam[],
  { bytes: limit = SNAPSHOT_BYTES, most = MOST_SNAPSHOTS }: { readonly bytes?: number; readonly most?: number } = {},
): SnapshotStore {
  const names = new Set(learned.map(({ name }) => name))
  const kept = new Map<number, ReadonlyMap<string, Kept>>()
  let first: ReadonlyMap<string, Kept> | null = null
  let every: number | null = 1
  /** Of one snapshot; known with the second. */
  let size = 0
  const fits = (count: number): boolean => count <= most && (count - 1) * size <= limit
  const thin = (): void => {
    if (every === null) return
    every *= 2
    for (const step of kept.keys()) if ((step - 1) % every !== 0) kept.delete(step)
  }
  return {
    keep: (step, start) => {
      // Of the first step are the numbers that the training holds anyway.
      if (first === null) {
        first = start
        kept.set(step, start)
        return
      }
      if (size === 0) size = sizeOf(start, first, names)
      if (!fits(2)) every = null
      while (every !== null && (step - 1) % every === 0 && !fits(kept.size + 1)) thin()
      if (every !== null && (step - 1) % every === 0) kept.set(step, copyOf(start, names))
    },
    at: (step) => kept.get(step),
    told: () => ({ every, count: kept.size, bytes: Math.max(0, kept.size - 1) * size, limit }),
  }
}

/** Bytes that a copy takes: the params, and running statistics, which are made anew with each step. */
function sizeOf(
  start: ReadonlyMap<string, Kept>,
  first: ReadonlyMap<string, Kept>,
  learned: ReadonlySet<string>,
): number {
  let bytes = 0
  for (const [node, { params, buffers }] of start) {
    for (const [name, { data }] of params) if (learned.has(`${node}.${name}`)) bytes += data.byteLength
    for (const [name, tensor] of buffers)
      if (first.get(node)?.buffers.get(name) !== tensor) bytes += tensor.data.byteLength
  }
  return bytes
}

/** With params of its own; all else is never written over. */
function copyOf(start: ReadonlyMap<string, Kept>, learned: ReadonlySet<string>): ReadonlyMap<string, Kept> {
  return new Map(
    [...start].map(([node, { params, buffers }]) => {
      const own = [...params].map(([name, tensor]) => {
        const copy = learned.has(`${node}.${name}`) ? { shape: tensor.shape, data: tensor.data.slice() } : tensor
        return [name, copy] as const
      })
      return [node, { params: new Map(own), buffers }] as const
    }),
  )
}
