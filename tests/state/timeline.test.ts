import { expect, test } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { ops } from "../../src/ops/registry.ts"
import { captionOf } from "../../src/state/player/playbackWords.ts"
import { sequenceOf } from "../../src/state/player/playerSteps.ts"
import { sentenceOf } from "../../src/state/player/playerWords.ts"
import { endOf, LEAST_BEAT, momentAt, nextChange, timelineOf } from "../../src/state/player/timeline.ts"
import { sequence } from "./sequences.ts"
import { shown } from "./shown.ts"

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

test("while a long pass is played a beat is said as one, for as long as it lasts; held, each step has its own sentence", () => {
  const nodes = Array.from({ length: 80 }, (_, i) =>
    i === 0
      ? { id: "n0", op: "Input", attrs: { shape: [3] } }
      : { id: `n${i}`, op: "ReLU", inputs: { input: `n${i - 1}` } },
  )
  const analysis = analyze({ gradwire: 1, nodes }, ops, "train")
  const long = sequenceOf(analysis, shown(run(analysis, { mode: "train", dtype: "float64" })))
  const timeline = timelineOf(long)
  const said = new Map<string, number>()
  for (const { index } of long.steps) {
    const { starts = 0, ends = 0 } = timeline.slots[index] ?? {}
    const words = captionOf(long, index, true)
    said.set(words, (said.get(words) ?? 0) + ends - starts)
    expect(captionOf(long, index, false)).toContain(sentenceOf(long, index).split(" · ")[1])
  }
  expect(said.size).toBe(timeline.beats.length)
  expect(Math.min(...said.values())).toBeGreaterThanOrEqual(LEAST_BEAT - 1e-6)
  expect([...said.keys()].some((words) => /^Backward, beat \d+ of \d+ · n\d+ … n\d+$/.test(words))).toBe(true)
})
