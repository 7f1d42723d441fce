import { expect, test } from "vitest"
import { askLayout, askWays, OFF_PAGE } from "../../src/engine/layout/ask.ts"
import type { LayoutQuestion, ToLayout } from "../../src/engine/layout/protocol.ts"
import { waysAmong } from "../../src/graph/drawing/ways.ts"
import { layout } from "../../src/graph/layout/layout.ts"

function chain(count: number): LayoutQuestion {
  const boxes = Array.from({ length: count }, (_, i) => ({ id: `n${i}`, width: 100, height: 40 }))
  return {
    boxes,
    joins: boxes.slice(1).map(({ id }, i) => ({ from: `n${i}`, to: id })),
    options: { direction: "down" },
  }
}
const expected = ({ boxes, joins, options }: LayoutQuestion) => layout(boxes, joins, options)

type Spawn = NonNullable<Parameters<typeof askLayout>[1]>
type Events = Parameters<Spawn>[2]

/** A worker that answers by `reply`, a moment later. */
function worker(reply: (question: ToLayout, events: Events) => void) {
  const seen = { asked: 0, ended: 0 }
  const spawn: Spawn = (_, __, events) => ({
    post: (question) => {
      seen.asked += 1
      queueMicrotask(() => reply(question, events))
    },
    terminate: () => {
      seen.ended += 1
    },
  })
  return { spawn, seen }
}

test("a small drawing starts no worker", async () => {
  const { spawn, seen } = worker(() => {})
  const question = chain(OFF_PAGE)
  expect(await askLayout(question, spawn)).toEqual(expected(question))
  expect(seen.asked).toBe(0)
})

test("a big one is laid out by a worker, which ends after its answer", async () => {
  const places = new Map([["n0", [7, 7]]] as const)
  const { spawn, seen } = worker((_, events) => events.onMessage({ kind: "places", places }))
  expect(await askLayout(chain(OFF_PAGE + 1), spawn)).toBe(places)
  expect(seen).toEqual({ asked: 1, ended: 1 })
})

test("a worker that is missing or breaks down leaves the work to the page", async () => {
  const question = chain(OFF_PAGE + 1)
  const missing = worker((_, events) => events.onMessage({ kind: "missing", sentence: "404" }))
  const broken = worker((_, events) => events.onCrash("out of memory"))
  for (const { spawn, seen } of [missing, broken]) {
    expect(await askLayout(question, spawn)).toEqual(expected(question))
    expect(seen.ended).toBe(1)
  }
})

test("ways of wires come from a worker as the page finds them; without one there are none, and who stops it hears nothing", async () => {
  const box = { y: 0, width: 100, height: 40, words: null }
  const question = {
    boxes: [0, 200, 400].map((x) => ({ ...box, x })),
    ends: [{ id: "w", source: 0, sink: 2, from: [100, 20], to: [400, 20], below: false }] as const,
  }
  const ways = waysAmong(question)
  expect(ways.get("w")?.length).toBeGreaterThan(3)
  const { spawn, seen } = worker((asked, events) => {
    if (asked.kind === "ways") events.onMessage({ kind: "ways", ways: waysAmong(asked) })
  })
  expect(await askWays(question, spawn).ways).toEqual(ways)
  expect(seen).toEqual({ asked: 1, ended: 1 })
  expect(await askWays(question, worker((_, events) => events.onCrash("")).spawn).ways).toBeNull()
  const silent = worker(() => {})
  askWays(question, silent.spawn).stop()
  expect(silent.seen.ended).toBe(1)
})
