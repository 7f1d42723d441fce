// The losses of a training as the background of its timeline.

import { expect, test } from "vitest"
import { wayOf } from "../../src/editor/canvas/playback/learningPulses.ts"
import { endOfTimeline, lossAt, lossLine, partOf } from "../../src/editor/canvas/playback/lossLine.ts"

const points = (losses: readonly number[]) => losses.map((loss, i) => ({ step: i + 1, loss, rate: 1, gradientNorm: 1 }))

test("a timeline has room for what is done, doubles, and is never longer than what is planned", () => {
  for (const planned of [10, 60, 720, 100_000]) {
    const ends = Array.from({ length: Math.min(planned, 3_000) }, (_, i) => endOfTimeline(i + 1, planned))
    const wrong = ends.flatMap((end, i) => {
      const before = ends[i - 1] ?? 0
      const grows = end === before || before === 0 || end === planned || end === 2 * before
      return end >= i + 1 && end <= planned && grows ? [] : [{ done: i + 1, end, before }]
    })
    expect(wrong).toEqual([])
    expect(endOfTimeline(planned, planned)).toBe(planned)
  }
})

test("a line lies between the largest loss, at the top, and the least; the first step at the left", () => {
  const line = lossLine(points([4, 3, 1, 2]), 4)
  expect(line).toEqual([
    { x: 0, y: 0 },
    { x: 1 / 3, y: expect.closeTo(1 / 3, 12) },
    { x: 2 / 3, y: 1 },
    { x: 1, y: expect.closeTo(2 / 3, 12) },
  ])
  expect(lossLine(points([4, 3]), 5).at(-1)?.x).toBe(partOf(2, 5))
})

test("losses of many sizes are drawn on a log scale, losses below zero and those that stay the same are not", () => {
  const line = lossLine(points([1000, 10, 0.1]), 3)
  expect(line.map(({ y }) => y)).toEqual([0, expect.closeTo(0.5, 12), 1])
  expect(lossLine(points([1000, 10, -10]), 3)[1]?.y).toBeCloseTo(990 / 1010, 12)
  expect(lossLine(points([2, 2]), 2).map(({ y }) => y)).toEqual([0.5, 0.5])
})

test("long curves are thinned and what is not finite is left out", () => {
  const many = lossLine(points(Array.from({ length: 20_000 }, (_, i) => 1 / (i + 1))), 20_000)
  expect(many.length).toBeLessThanOrEqual(620)
  expect(many[0]).toEqual({ x: 0, y: 0 })
  expect(lossLine(points([1, Number.NaN, 2]), 3)).toHaveLength(2)
})

test("the loss of a step, or of the nearest before it", () => {
  const some = points([5, 4, 3]).filter(({ step }) => step !== 2)
  expect([0, 1, 2, 3, 9].map((step) => lossAt(some, step))).toEqual([null, 5, 5, 3, 3])
})

test("a pulse leaves the target first and has been on every wire in its order when it is over", () => {
  for (const count of [1, 2, 5, 40]) {
    const ways = (part: number) => Array.from({ length: count }, (_, rank) => wayOf(part, rank, count))
    expect(ways(0)[0]).toBe(0)
    expect(ways(1).every((way) => way === null)).toBe(true)
    for (let rank = 0; rank < count; rank++) {
      const seen = Array.from({ length: 1001 }, (_, i) => wayOf(i / 1000, rank, count)).filter((way) => way !== null)
      expect(seen.length).toBeGreaterThan(20)
      expect(seen).toEqual([...seen].sort((a, b) => a - b))
    }
  }
})
