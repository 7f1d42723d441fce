// The timeline of long chains, with forks and without, and of the gallery.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { costs, totalCost } from "../../src/graph/measure/costs.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"
import { type Sequence, sequenceOf } from "../../src/state/player/playerSteps.ts"
import {
  endOf,
  FADE,
  LEAST_BEAT,
  LONGEST,
  momentAt,
  nextChange,
  rangeOf,
  ruleAt,
  type Timeline,
  timelineOf,
} from "../../src/state/player/timeline.ts"
import { runDocument } from "../graphs/gallery.ts"
import { shown } from "./shown.ts"

/** A chain of `length` nodes, with a fork over every third link if it is `forked`. */
function chain(length: number, forked: boolean): Sequence {
  const nodes = Array.from({ length }, (_, i) => {
    const before = i === 0 ? "x" : `n${i - 1}`
    return forked && i > 1 && i % 3 === 2
      ? { id: `n${i}`, op: "Add", inputs: { a: before, b: `n${i - 2}` } }
      : { id: `n${i}`, op: "Tanh", inputs: { input: before } }
  })
  const input = { id: "x", op: "Input", attrs: { shape: [2, 2] } }
  const analysis = analyze({ gradwire: 1, nodes: [input, ...nodes], target: `n${length - 1}` }, ops, "train")
  return sequenceOf(analysis, shown(run(analysis, { mode: "train", dtype: "float32", backward: true })))
}

const folder = new URL("../../graphs/", import.meta.url)

/** Of the gallery, what runs in a moment. */
const light = readdirSync(folder).flatMap((file) => {
  const { document } = readDocument(readFileSync(new URL(file, folder), "utf8"))
  if (document === null) throw new Error(`${file} cannot be read`)
  const { macs } = totalCost(costs(analyze(document, ops, "train")).values())
  return macs < 3e6 ? [[file, () => ofGallery(document)] as const] : []
})

const sequences: readonly (readonly [string, () => Sequence])[] = [
  ...light,
  ...[1, 5, 11, 24, 40, 120, 500].flatMap((n) =>
    [false, true].map((forked) => [`${n} nodes${forked ? " with forks" : ""}`, () => chain(n, forked)] as const),
  ),
]

function ofGallery(document: GradwireDocument): Sequence {
  const { analysis, result } = runDocument(document)
  return sequenceOf(analysis, shown(result))
}

test.each(sequences)("%s: each pass is told in order, in beats that can be read, within its time", (_, make) => {
  const told = make()
  const { beats, slots } = timelineOf(told)
  expect(slots).toHaveLength(told.steps.length)
  for (const phase of ["forward", "backward"] as const) {
    const range = rangeOf(told, phase)
    const own = beats.filter((beat) => beat.phase === phase)
    if (range === null) {
      expect(own).toEqual([])
      continue
    }
    expect(own.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i))).toEqual(
      Array.from({ length: range.last - range.first + 1 }, (_, i) => range.first + i),
    )
    expect(own.filter(({ seconds }) => !(seconds >= LEAST_BEAT - 1e-9))).toEqual([])
    const whole = endOf({ beats, slots }, range.last) - (slots[range.first]?.starts ?? 0)
    expect(whole).toBeLessThanOrEqual(LONGEST + 1e-9)
  }
  const crossed = slots.filter(({ starts, lands, ends }, i) => {
    const next = slots[i + 1]?.starts ?? Number.POSITIVE_INFINITY
    return !(starts < lands && lands < ends && next >= ends - 1e-9)
  })
  expect(crossed).toEqual([])
})

/** For how long the rule of each step is said, in seconds: the page looks whenever something changes. */
function ruleTimes(timeline: Timeline, { starts, ends }: { readonly starts: number; readonly ends: number }) {
  const times = new Map<number, number>()
  for (let now = starts; now < ends - 1e-6; ) {
    const next = nextChange(timeline, now, false)
    const ruled = ruleAt(timeline, momentAt(timeline, now, false).at)
    if (ruled !== null) times.set(ruled, (times.get(ruled) ?? 0) + next - now)
    now = next
  }
  return times
}

test.each(sequences)(
  "%s: a rule is said in its own step, fades in and stands in full for 0.9 s, the pieces of a fork with their sum",
  (_, make) => {
    const told = make()
    const timeline = timelineOf(told)
    for (const phase of ["forward", "backward"] as const) {
      const range = rangeOf(told, phase)
      if (range === null) continue
      const [starts, ends] = [timeline.slots[range.first]?.starts ?? 0, endOf(timeline, range.last)]
      const times = ruleTimes(timeline, { starts, ends })
      const own = told.steps.slice(range.first, range.last + 1)
      // A step that is a beat of its own says its rule; nothing else does.
      const single = timeline.beats.filter((beat) => beat.first === beat.last).map(({ first }) => first)
      const ruled = own.filter(({ kind, index }) => kind !== "start" && kind !== "sum" && single.includes(index))
      expect([...times.keys()]).toEqual(ruled.map(({ index }) => index))
      expect([...times].filter(([, seconds]) => seconds < FADE + 0.9 - 1e-6)).toEqual([])
      // Where all beats fit in one by one, each sum is read as well.
      const sums = own.filter(({ kind, index }) => kind === "sum" && single.includes(index))
      expect(sums.filter(({ index }) => endOf(timeline, index) - (timeline.slots[index]?.lands ?? 0) < 0.9)).toEqual([])
    }
  },
)

test("a good part of the gallery is among them", () => {
  expect(light.length).toBeGreaterThan(25)
})
