// Where buffers lie: no two that are needed at one time in one place, and in little more room than is needed at once.

import { expect, test } from "vitest"
import { type Buffer, newBuffer, pin, placeBuffers, touch } from "../../../src/engine/planned/draft/buffers.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { seed } from "../../campaign.ts"

const STEPS = 80

/** Buffers of a plan forward and back; `staying`: the share that is needed to the end. */
function drawn(draw: (low: number, high: number) => number, count: number, staying: number): readonly Buffer[] {
  return Array.from({ length: count }, () => {
    const buffer = newBuffer(4 * draw(1, 5000), draw(0, 40) === 0)
    const first = draw(0, STEPS)
    touch(buffer, first)
    touch(buffer, Math.min(STEPS, first + draw(0, draw(0, 5) === 0 ? STEPS : 4)))
    if (draw(0, 100) < 100 * staying) pin(buffer)
    return buffer
  })
}

function lives({ kept, first, last }: Buffer, step: number): boolean {
  return kept || (first <= step && step <= last)
}

function areTogether(a: Buffer, b: Buffer): boolean {
  return a.kept || b.kept || (a.first <= b.last && b.first <= a.last)
}

const overlap = (a: Buffer, b: Buffer): boolean => a.at < b.at + b.bytes && b.at < a.at + a.bytes

test.each([0, 0.1, 0.5, 0.9])("buffers of which %d are needed to the end", (staying) => {
  const random = randomStream(seed, "buffers", String(staying))
  const draw = (low: number, high: number) => low + random.below(high - low)
  for (let round = 0; round < 4; round++) {
    const buffers = drawn(draw, 120, staying)
    const end = placeBuffers(buffers)
    const pairs = buffers.flatMap((a, i) =>
      buffers.slice(i + 1).flatMap((b) => (overlap(a, b) ? [[a, b] as const] : [])),
    )
    if (staying < 0.9) expect(pairs.length).toBeGreaterThan(10)
    // Places are shared at other times alone, and buffers say so.
    expect(pairs.filter(([a, b]) => areTogether(a, b) || !a.shared || !b.shared)).toEqual([])
    expect(buffers.filter(({ at, bytes }) => at % 64 !== 0 || at < 1024 || at + bytes + 16 > end)).toEqual([])
    const needed = Array.from({ length: STEPS + 1 }, (_, step) =>
      buffers.reduce((sum, buffer) => sum + (lives(buffer, step) ? buffer.bytes : 0), 0),
    )
    // A skew and what fills a line come on top of each.
    expect(end).toBeLessThan(1.25 * Math.max(...needed) + 512 * buffers.length)
  }
})
