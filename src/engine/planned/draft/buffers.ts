// Stretches of the arena: when each is needed, and where it lies. What is not needed at one time shares its place. This folder
// turns what is wanted of a graph into steps that call kernels, with the eager rules of ops for all that has no kernel.

/** A stretch of memory on its way to a place. */
export interface Buffer {
  readonly bytes: number
  /** Bytes that each thread has of it for itself; 0 where all look at the same numbers. */
  readonly own: number
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
export function newBuffer(bytes: number, kept: boolean, own = 0): Buffer {
  return { bytes, own, kept, first: Number.POSITIVE_INFINITY, last: -1, at: 0, shared: false }
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
  const placed = new Placed(sorted.length)
  let end = START
  for (const [i, buffer] of sorted.entries()) {
    // A rotating skew keeps equal places of several buffers out of the same sets of the cache.
    const size = sizeOf(buffer) + LINE * (i % 7)
    const at = placed.gapFor(buffer, size)
    buffer.at = at + LINE * (i % 7)
    end = Math.max(end, at + size)
    placed.add(buffer)
  }
  markShared(used)
  return end
}

/** What has its place, by place: in lists of numbers, for large networks have thousands and each asks all before it. */
class Placed {
  private readonly first: Float64Array
  private readonly last: Float64Array
  private readonly at: Float64Array
  private readonly end: Float64Array
  private count = 0

  constructor(most: number) {
    const list = (): Float64Array => new Float64Array(most)
    this.first = list()
    this.last = list()
    this.at = list()
    this.end = list()
  }

  /** The lowest gap of this size. */
  gapFor(buffer: Buffer, size: number): number {
    const { first, last, at, end, count } = this
    const [from, to] = livesFrom(buffer)
    let gap = START
    for (let i = 0; i < count; i++) {
      if ((last[i] ?? 0) < from || (first[i] ?? 0) > to) continue
      if (gap + size <= (at[i] ?? 0)) break
      gap = Math.max(gap, end[i] ?? 0)
    }
    return gap
  }

  add(buffer: Buffer): void {
    let i = this.count
    while (i > 0 && (this.at[i - 1] ?? 0) > buffer.at) i--
    const [from, to] = livesFrom(buffer)
    for (const [list, value] of [
      [this.first, from],
      [this.last, to],
      [this.at, buffer.at],
      [this.end, buffer.at + sizeOf(buffer)],
    ] as const) {
      list.copyWithin(i + 1, i, this.count)
      list[i] = value
    }
    this.count++
  }
}

/** The steps from which and to which its place is its own. */
function livesFrom({ kept, first, last }: Buffer): readonly [number, number] {
  return kept ? [-1, Number.POSITIVE_INFINITY] : [first, last]
}

/** Marks those that another one's place reaches into. */
function markShared(used: readonly Buffer[]): void {
  const byPlace = [...used].sort((a, b) => a.at - b.at)
  let reach = 0
  for (const [i, buffer] of byPlace.entries()) {
    const own = buffer.at + sizeOf(buffer)
    const next = byPlace[i + 1]
    buffer.shared = reach > buffer.at || (next !== undefined && next.at < own)
    reach = Math.max(reach, own)
  }
}

function sizeOf({ bytes }: Buffer): number {
  return LINE * Math.ceil((bytes + 16) / LINE)
}
