// What of a run the page is told, and what it must ask for.

import { describe, expect, test } from "vitest"
import { type Answer, answerOf, type Question } from "../../../src/engine/numbers/questions.ts"
import {
  ALTOGETHER,
  cameAlong,
  KINDS,
  type Kind,
  reportSteps,
  tensorsOf,
  WHOLE,
} from "../../../src/engine/numbers/report.ts"
import type { RunResult } from "../../../src/engine/pass/result.ts"
import { summaryOf } from "../../../src/tensor/summary/summary.ts"
import { type Tensor, zeros } from "../../../src/tensor/tensor.ts"
import { convolutions, ran } from "./large.ts"

function reportOf(result: RunResult, number = 1) {
  const steps = reportSteps(result, number)
  const yielded: string[] = []
  let step = steps.next()
  while (!step.done) {
    yielded.push(step.value)
    step = steps.next()
  }
  return { report: step.value, yielded }
}

describe("the report of a run", () => {
  const { result } = ran(convolutions(40))
  const { report, yielded } = reportOf(result, 7)

  test("names every tensor with its shape; small ones come whole, large ones as a summary", () => {
    const counts = { whole: 0, distant: 0 }
    for (const kind of KINDS) {
      expect([...report.tensors[kind].keys()]).toEqual([...tensorsOf(result, kind).keys()])
      for (const [name, tensor] of tensorsOf(result, kind)) {
        const told = report.tensors[kind].get(name)!
        expect(told.shape).toEqual(tensor.shape)
        if (tensor.data.length <= WHOLE) {
          expect(told).toEqual(tensor)
          counts.whole++
        } else {
          expect(told).toEqual({ shape: tensor.shape, summary: summaryOf(tensor) })
          counts.distant++
        }
      }
    }
    expect(counts.whole).toBeGreaterThan(5)
    expect(counts.distant).toBeGreaterThan(8)
    const large = new Set(KINDS.flatMap((kind) => [...tensorsOf(result, kind).values()].filter(isLarge)))
    expect(yielded).toHaveLength(large.size)
  })

  test("posts nothing above the policy: one buffer, of the small tensors alone", () => {
    const whole = KINDS.flatMap((kind) => [...report.tensors[kind].values()].filter(cameAlong))
    const buffers = new Set(whole.map(({ data }) => data.buffer))
    expect(buffers.size).toBe(1)
    const [buffer] = buffers
    expect(buffer!.byteLength).toBeLessThanOrEqual(4 * ALTOGETHER)
    const own = new Set(KINDS.flatMap((kind) => [...tensorsOf(result, kind).values()].map(({ data }) => data.buffer)))
    expect(own.has(buffer!)).toBe(false)
    expect(structuredClone(report)).toEqual(report)
  })

  test("says the rest of the run as it is", () => {
    const { values: _, params, buffers, onCards, gradients, wires, ...rest } = result
    expect(report).toMatchObject({ ...rest, number: 7 })
  })

  test("a tensor that stands in two places is told once", () => {
    const gradient = [...result.gradients].find(([, tensor]) => [...result.wires.values()].includes(tensor))!
    const [wire] = [...result.wires].find(([, tensor]) => tensor === gradient[1])!
    expect(report.tensors.gradient.get(gradient[0])).toBe(report.tensors.wire.get(wire))
  })

  test("many small tensors come along up to the bound, in the order of the run", () => {
    const each = zeros([WHOLE], "float32")
    const values = new Map<string, Tensor>(
      Array.from({ length: 300 }, (_, i) => [`n${i}:output`, { ...each, data: each.data.slice().fill(i) }]),
    )
    const { report: many } = reportOf({
      ...result,
      values,
      params: new Map(),
      buffers: new Map(),
      onCards: new Map(),
      gradients: new Map(),
      wires: new Map(),
    })
    const told = [...many.tensors.value.values()]
    expect(told.map(cameAlong)).toEqual(told.map((_, i) => i < ALTOGETHER / WHOLE))
    expect(told.every((one, i) => (cameAlong(one) ? one.data[5] === i : one.summary.stats.max === i))).toBe(true)
  })
})

describe("a kept run", () => {
  const { result } = ran(convolutions(40))
  const kept = { number: 4, result }
  const places = KINDS.flatMap((kind) => [...tensorsOf(result, kind).keys()].map((name) => ({ kind, name })))
  const ask = (question: Question, number = 4): Answer => answerOf(kept, number, question)
  const tensorAt = (kind: Kind, name: string): Tensor => tensorsOf(result, kind).get(name)!

  test("answers for each place what its tensor holds, with numbers of its own", () => {
    for (const place of places) {
      const tensor = tensorAt(place.kind, place.name)
      expect(ask({ ask: "summary", place })).toEqual({ to: "summary", summary: summaryOf(tensor) })
      const whole = ask({ ask: "read", place, window: null })
      if (whole.to !== "read") throw new Error(`${place.name} is not read`)
      expect(whole.tensor.shape).toEqual(tensor.shape)
      expect(whole.tensor.data.constructor).toBe(tensor.data.constructor)
      expect(bytesOf(whole.tensor).equals(bytesOf(tensor))).toBe(true)
      expect(whole.tensor.data.buffer !== tensor.data.buffer).toBe(true)
      const last = tensor.shape.map((n) => ({ from: n - 1, to: n }))
      expect(ask({ ask: "read", place, window: last })).toEqual({
        to: "read",
        tensor: { shape: tensor.shape.map(() => 1), data: tensor.data.slice(-1) },
      })
      expect(ask({ ask: "thumbnail", place, first: 0, count: 1, size: 24 }).to).toBe("thumbnail")
    }
  })

  test("is gone when another one is asked about, and has nothing to say of what it has not", () => {
    const place = { kind: "value", name: "x:value" } as const
    expect(ask({ ask: "summary", place }, 3)).toEqual({ to: "gone" })
    expect(ask({ ask: "summary", place }, 5)).toEqual({ to: "gone" })
    expect(answerOf(null, 4, { ask: "summary", place })).toEqual({ to: "gone" })
    const nothing = { to: "nothing" }
    expect(ask({ ask: "summary", place: { kind: "gradient", name: "nowhere" } })).toEqual(nothing)
    expect(ask({ ask: "read", place, window: [{ from: 0, to: 1 }] })).toEqual(nothing)
    expect(ask({ ask: "thumbnail", place, first: 3, count: 1, size: 9 })).toEqual(nothing)
  })
})

/** Thousands of numbers are compared by these. */
function bytesOf({ data }: Tensor): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}

function isLarge({ data }: Tensor): boolean {
  return data.length > WHOLE
}
