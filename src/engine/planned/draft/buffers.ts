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
 * Places all buffers. Where much is needed to the end, that lies at the bottom as it comes to be, one behind the other, and whoever
 * lives before looks for a place above what is there by then. All others, the largest first, each lie in the lowest gap between
 * those that live at the same time. Answers the bytes that they take together.
 */
export function placeBuffers(buffers: readonly Buffer[]): number {
  const used = buffers.filter(({ last }) => last >= 0)
  const staying = stayingOf(used)
  const others = used.filter((buffer) => !staying.has(buffer))
  const placed = new Placed(others.length)
  const stack = { births: [] as number[], ends: [START] }
  let end = START
  for (const [i, buffer] of [...staying, ...others.sort(largestFirst)].entries()) {
    // A rotating skew keeps equal places of several buffers out of the same sets of the cache.
    const skew = LINE * (i % 7)
    const [from, to] = livesFrom(buffer)
    const stays = i < staying.size
    const at = stays ? end : placed.gapFor(from, to, sizeOf(buffer) + skew, bottomAt(stack, to))
    buffer.at = at + skew
    const own = buffer.at + sizeOf(buffer)
    end = Math.max(end, own)
    if (!stays) placed.add(from, to, buffer.at, own)
    else stack.ends[stack.births.push(from)] = own
  }
  markShared(used)
  return end
}

function largestFirst(a: Buffer, b: Buffer): number {
  return b.bytes - a.bytes || a.first - b.first
}

/** Of all bytes one in so many is much. */
const MUCH = 4

/** Those that are needed to the end, as they come to be; none where they are not much. */
function stayingOf(used: readonly Buffer[]): ReadonlySet<Buffer> {
  const staying = used.filter((buffer) => livesFrom(buffer)[1] === TO_THE_END)
  const bytes = (some: readonly Buffer[]): number => some.reduce((sum, buffer) => sum + buffer.bytes, 0)
  if (MUCH * bytes(staying) < bytes(used)) return new Set()
  return new Set(staying.sort((a, b) => livesFrom(a)[0] - livesFrom(b)[0]))
}

/** Where those that stay and are there by a step end. `ends`: one more than `births`, the start before them. */
function bottomAt({ births, ends }: { readonly births: number[]; readonly ends: number[] }, step: number): number {
  return ends[countUpTo(births, births.length, step)] ?? START
}

/** How many of the first `count` of ascending numbers are at most so large. */
function countUpTo(numbers: ArrayLike<number>, count: number, most: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= most) low = middle + 1
    else high = middle
  }
  return low
}

/** What has its place, by place: in lists of numbers, for large networks have thousands and each asks all before it. */
class Placed {
  private readonly first: Int32Array
  private readonly last: Int32Array
  private readonly at: Float64Array
  private readonly end: Float64Array
  private count = 0
  /** Bytes of the largest. */
  private largest = 0

  constructor(most: number) {
    this.first = new Int32Array(most)
    this.last = new Int32Array(most)
    this.at = new Float64Array(most)
    this.end = new Float64Array(most)
  }

  /** The lowest gap of this size, from `bottom` on. */
  gapFor(from: number, to: number, size: number, bottom: number): number {
    const { first, last, at, end, count } = this
    let gap = bottom
    for (let i = countUpTo(at, count, bottom - this.largest); i < count; i++) {
      if ((last[i] as number) < from || (first[i] as number) > to) continue
      if (gap + size <= (at[i] as number)) break
      if ((end[i] as number) > gap) gap = end[i] as number
    }
    return gap
  }

  add(from: number, to: number, at: number, end: number): void {
    const i = countUpTo(this.at, this.count, at)
    for (const [list, value] of [
      [this.first, from],
      [this.last, to],
      [this.at, at],
      [this.end, end],
    ] as const) {
      list.copyWithin(i + 1, i, this.count)
      list[i] = value
    }
    this.largest = Math.max(this.largest, end - at)
    this.count++
  }
}

/** A step behind all others. */
const TO_THE_END = 2 ** 31 - 1

/** The steps from which and to which its place is its own. */
function livesFrom({ kept, first, last }: Buffer): readonly [number, number] {
  return kept ? [-1, TO_THE_END] : [first, Math.min(last, TO_THE_END)]
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
