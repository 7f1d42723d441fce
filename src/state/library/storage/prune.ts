// Which snapshots of a document are kept: the 20 newest, the last of each of 24 hours and of 30 days, and never fewer
// than the last two and the one that was last proved whole. Beyond 32 MiB the oldest of the others go as well.

import type { SnapshotMark } from "./records.ts"

const RECENT = 20
const HOURS = 24
const DAYS = 30
const HOUR = 3_600_000
const MOST_BYTES = 32 * 2 ** 20

interface Pruned {
  readonly kept: readonly SnapshotMark[]
  readonly dropped: readonly number[]
}

/** `marks`: oldest first. `pressed`: storage is full, only what must stay is kept. */
export function prune(marks: readonly SnapshotMark[], verified: number | null, pressed = false): Pruned {
  const newest = [...marks].reverse()
  const must = new Set(newest.slice(0, 2).map(({ sequence }) => sequence))
  if (verified !== null) must.add(verified)
  const wanted = new Set(must)
  if (!pressed) {
    for (const { sequence } of newest.slice(0, RECENT)) wanted.add(sequence)
    for (const sequence of lastOfEach(newest, HOUR, HOURS)) wanted.add(sequence)
    for (const sequence of lastOfEach(newest, 24 * HOUR, DAYS)) wanted.add(sequence)
  }
  let bytes = 0
  const kept = newest.filter((mark) => {
    if (!wanted.has(mark.sequence)) return false
    bytes += mark.bytes
    return must.has(mark.sequence) || bytes <= MOST_BYTES
  })
  const left = new Set(kept)
  return {
    kept: marks.filter((mark) => left.has(mark)),
    dropped: marks.filter((mark) => !left.has(mark)).map(({ sequence }) => sequence),
  }
}

/** The newest of each stretch of time, for so many stretches. */
function lastOfEach(newest: readonly SnapshotMark[], length: number, most: number): readonly number[] {
  const found = new Map<number, number>()
  for (const { sequence, at } of newest) {
    const stretch = Math.floor(at / length)
    if (!found.has(stretch) && found.size < most) found.set(stretch, sequence)
  }
  return [...found.values()]
}
