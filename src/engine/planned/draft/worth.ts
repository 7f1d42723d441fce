// How finely a step is cut for threads.

/** Parts of one step at most. */
const MOST = 8
/** Multiply-adds of a part at least, or what takes as long: some microseconds, many times what it takes to hand a part over. */
const LEAST_WORK = 100_000

/** How many parts so much work is worth: multiply-adds, or an eighth of the bytes that go through. */
export function partsFor(work: number): number {
  return Math.max(1, Math.min(MOST, Math.floor(work / LEAST_WORK)))
}
