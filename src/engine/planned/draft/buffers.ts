// Stretches of the arena: when each is needed, and where it lies. What is not needed at one time shares its place. This folder
// turns what is wanted of a graph into steps that call kernels, with the eager rules of ops for all that has no kernel.

/** A stretch of memory on its way to a place. */
export interface Buffer {
  readonly bytes: number
  /** Keeps its place and its numbers from run to run. */
  readonly kept: boolean
  /** The first and the last step that look at it. */
  first: number
  last: number
  /** Bytes from the start of the memory, once all are placed. */
  at: number
  /** Whether another buffer lies in its place at another time. */
  shared: boolean
}

/** A stretch that nothing has looked at yet. */
export function newBuffer(bytes: number, kept: boolean): Buffer {
  return { bytes, kept, first: Number.POSITIVE_INFINITY, last: -1, at: 0, shared: false }
}

/** A step looks at a buffer. */
export function touch(buffer: Buffer, step: number): void {
  buffer.first = Math.min(buffer.first, step)
  buffer.last = Math.max(buffer.last, step)
}

/** The buffer is needed to the end: others look at it whenever they like. */
export function pin(buffer: Buffer): void {
  buffer.last = Number.POSITIVE_INFINITY
}

/** Lines of the cache. */
const LINE = 64
/** The first bytes stay free, so that no pointer is 0. */
const START = 1024

/**
 * Places all buffers, the largest first, each in the lowest gap between those that live at the same time. Answers the bytes
 * that they take together.
 */
export function placeBuffers(buffers: readonly Buffer[]): number {
  const used = buffers.filter(({ last }) => last >= 0)
  const sorted = [...used].sort((a, b) => b.bytes - a.bytes || a.first - b.first)
  const placed: Buffer[] = []
  let end = START
  for (const [i, buffer] of sorted.entries()) {
    // A rotating skew keeps equal places of several buffers out of the same sets of the cache.
    const size = sizeOf(buffer) + LINE * (i % 7)
    let at = START
    for (const other of placed) {
      if (!overlapInTime(buffer, other)) continue
      if (at + size <= other.at) break
      at = Math.max(at, other.at + sizeOf(other))
    }
    buffer.at = at + LINE * (i % 7)
    end = Math.max(end, at + size)
    insertByPlace(placed, buffer)
  }
  for (const buffer of used) buffer.shared = used.some((other) => other !== buffer && overlapInPlace(buffer, other))
  return end
}

function sizeOf({ bytes }: Buffer): number {
  return LINE * Math.ceil((bytes + 16) / LINE)
}

function overlapInTime(a: Buffer, b: Buffer): boolean {
  return a.kept || b.kept || (a.first <= b.last && b.first <= a.last)
}

function overlapInPlace(a: Buffer, b: Buffer): boolean {
  return a.at < b.at + sizeOf(b) && b.at < a.at + sizeOf(a)
}

function insertByPlace(placed: Buffer[], buffer: Buffer): void {
  const after = placed.findIndex(({ at }) => at > buffer.at)
  if (after < 0) placed.push(buffer)
  else placed.splice(after, 0, buffer)
}
