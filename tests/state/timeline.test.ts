import { expect, test } from "vitest"
import { endOf, momentAt, nextChange, timelineOf } from "../../src/state/player/timeline.ts"
import { sequence } from "./sequences.ts"

test("batch norm is told backward in about ten seconds, its fork held", () => {
  const { beats, slots } = timelineOf(sequence)
  const own = beats.filter(({ phase }) => phase === "backward")
  expect(own.every(({ first, last }) => first === last)).toBe(true)
  const seconds = endOf({ beats, slots }, 16) - (own[0]?.starts ?? 0)
  expect(seconds).toBeGreaterThan(9)
  expect(seconds).toBeLessThan(13)
  expect(own.at(-1)?.seconds).toBeGreaterThanOrEqual(1.5)
})

test("from change to change one meets every step, on its way and then landed", () => {
  const timeline = timelineOf(sequence)
  const met: (readonly [number, boolean])[] = []
  for (let now = 0; met.length < 100; now = nextChange(timeline, now, false)) {
    const { at, landed, way } = momentAt(timeline, now, false)
    if (met.at(-1)?.[0] === at && met.at(-1)?.[1] === landed) break
    met.push([at, landed])
    expect(way).toBe(landed ? 1 : 0)
  }
  expect(met).toEqual(sequence.steps.flatMap(({ index }) => [[index, false] as const, [index, true] as const]))
})

test("where less motion is asked for, all of a step is there as it begins", () => {
  const timeline = timelineOf(sequence)
  for (const [i, { starts, ends }] of timeline.slots.entries())
    for (const at of [starts + 1e-6, (starts + ends) / 2])
      expect(momentAt(timeline, at, true)).toEqual({ at: i, landed: true, way: 1 })
})
