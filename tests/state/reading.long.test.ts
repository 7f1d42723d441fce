// The page's door to numbers: what came along is read at once, the rest is asked for, each thing once and no more than that.

import { describe, expect, test } from "vitest"
import { type Comparison, compareArrays, compareSteps } from "../../src/engine/compare/compare.ts"
import { cellTensor, explain } from "../../src/engine/explain/explain.ts"
import { GONE, type Question } from "../../src/engine/numbers/questions.ts"
import { KINDS, tensorsOf, WHOLE } from "../../src/engine/numbers/report.ts"
import { NumbersGone } from "../../src/state/run/fetched/fetched.ts"
import { allOf, mapped, thumbnailOf, windowOf } from "../../src/state/run/numbers.ts"
import { reading, SteppedReading, tensorIn } from "../../src/state/run/reading.ts"
import { ShownRun } from "../../src/state/run/shown.ts"
import { stats, zerosOf } from "../../src/state/run/stats.ts"
import { statsOf } from "../../src/tensor/summary/stats.ts"
import { zerosIn } from "../../src/tensor/summary/summary.ts"
import { thumbnailsOf } from "../../src/tensor/summary/thumbnail.ts"
import { cut } from "../../src/tensor/window.ts"
import { convolutions, ran } from "../engine/numbers/large.ts"
import { askable } from "./shown.ts"

const { analysis, result } = ran(convolutions(40))

/** The run, with a note of what was asked about it. */
function opened() {
  const { report, ask } = askable(result)
  const asked: Exclude<Question, { ask: "plan" }>[] = []
  const run = new ShownRun({
    report,
    along: [],
    ask: (question) => {
      if (question.ask === "plan") throw new Error("nobody asks for a plan here")
      asked.push(question)
      return ask(question)
    },
  })
  return { run, asked, names: () => asked.map(({ ask: what, place }) => `${what} ${place.kind} ${place.name}`) }
}

describe("a window of a tensor", () => {
  const window = [
    { from: 0, to: 1 },
    { from: 2, to: 3 },
    { from: 0, to: 40 },
    { from: 0, to: 40 },
  ]
  const whole = result.values.get("conv:output")!

  test("is asked for once, and is at hand from then on", async () => {
    const { run, asked } = opened()
    const tensor = run.at("value", "conv:output")!
    expect(run.at("value", "conv:output")).toBe(tensor)
    const read = windowOf(tensor, window)
    expect(read.now()).toBeNull()
    expect(await Promise.all([read.later(), windowOf(tensor, window).later()])).toEqual([
      cut(whole, window),
      cut(whole, window),
    ])
    expect(windowOf(tensor, window).now()?.is).toEqual(cut(whole, window))
    expect(asked).toEqual([{ ask: "read", place: { kind: "value", name: "conv:output" }, window }])
  })

  test("of a tensor that is here is cut out of it; so is a small one's and that of any other tensor", async () => {
    const { run, asked } = opened()
    const tensor = run.at("value", "conv:output")!
    await windowOf(tensor).later()
    expect(windowOf(tensor, window).now()?.is).toEqual(cut(whole, window))
    expect(windowOf(run.at("param", "conv.weight")!).now()?.is).toEqual(result.params.get("conv.weight"))
    expect(windowOf(whole, window).now()?.is).toEqual(cut(whole, window))
    expect(asked).toHaveLength(1)
  })

  test("is gone with its run, in words", async () => {
    const run = new ShownRun({ ...askable(result), ask: async () => GONE })
    const read = allOf([windowOf(run.at("value", "conv:output")!, window)])
    expect(read.now()).toBeNull()
    await expect(read.later()).rejects.toBeInstanceOf(NumbersGone)
    await expect(reading(run, (one) => explain(analysis, one, at("relu:output", 9))).later()).rejects.toThrow(
      "Run again",
    )
  })

  test("more than the bound is not kept: the first is asked for again, the last is not", async () => {
    const { report } = askable(result)
    let asked = 0
    const large = new Float32Array(2 ** 22)
    const run = new ShownRun({
      report,
      along: [],
      ask: async () => {
        asked++
        return { to: "read", tensor: { shape: [large.length], data: large } }
      },
    })
    const tensor = run.at("value", "conv:output")!
    const parts = Array.from({ length: 6 }, (_, i) => windowOf(tensor, [{ from: i, to: i + 1 }]))
    for (const part of parts) await part.later()
    expect(parts.map((part) => part.now() !== null)).toEqual([false, false, true, true, true, true])
    await parts[5]!.later()
    expect(asked).toBe(6)
    await parts[0]!.later()
    expect(asked).toBe(7)
  })
})

test("what is said of a tensor needs no numbers, and is what they say", () => {
  const { run, asked } = opened()
  for (const kind of KINDS) {
    expect(run.names(kind)).toEqual([...tensorsOf(result, kind).keys()])
    for (const [name, tensor] of tensorsOf(result, kind)) {
      expect(stats(run.at(kind, name)!)).toEqual(statsOf(tensor))
      expect(zerosOf(run.at(kind, name)!)).toEqual(zerosIn(tensor))
    }
  }
  expect(asked).toEqual([])
})

test("a picture is made where the numbers are", async () => {
  const { run, names } = opened()
  const picture = { first: 1, count: 2, size: 8 }
  for (const name of ["conv:output", "x:value"]) {
    const read = mapped(thumbnailOf(run.at("value", name)!, picture), ({ planes }) => planes)
    expect(read.now()).toBeNull()
    expect(await read.later()).toEqual(thumbnailsOf(result.values.get(name)!, picture)!.planes)
    expect(read.now()).not.toBeNull()
  }
  expect(names()).toEqual(["thumbnail value conv:output", "thumbnail value x:value"])
})

const at = (name: string, index: number, side: "value" | "gradient" = "value") => ({ name, side, index })

describe("an explanation", () => {
  test.each([
    ["conv:output", "value", ["x:value", "conv:output"]],
    ["relu:output", "value", ["bn:output", "relu:output"]],
    ["bn:output", "value", ["conv:output", "bn:output"]],
    ["flat:output", "value", ["relu:output", "flat:output"]],
    ["conv:output", "gradient", []],
    ["relu:output", "gradient", []],
  ] as const)("of %s as %s is that of the whole run, and reads what it is made of", async (name, side, needed) => {
    const { run, asked } = opened()
    const read = reading(run, (one) => explain(analysis, one, at(name, 77, side)))
    expect(read.now()).toBeNull()
    expect(await read.later()).toEqual(explain(analysis, result, at(name, 77, side)))
    // Each large tensor once, as a whole, and of the values no others than the rule's.
    expect(asked.every((question) => question.ask === "read" && question.window === null)).toBe(true)
    const places = asked.map(({ place }) => `${place.kind} ${place.name}`)
    expect(new Set(places).size).toBe(places.length)
    if (side === "value") expect(places.sort()).toEqual(needed.map((one) => `value ${one}`).sort())
    for (const { place } of asked) {
      expect(tensorsOf(result, place.kind).get(place.name)!.data.length).toBeGreaterThan(WHOLE)
    }
    expect(read.now()?.is).toEqual(explain(analysis, result, at(name, 77, side)))
  })

  test("of a small tensor is there at once", () => {
    const { run, asked } = opened()
    const cell = at("conv.weight", 5, "value")
    expect(reading(run, (one) => explain(analysis, one, cell)).now()).toEqual({ is: explain(analysis, result, cell) })
    expect(asked).toEqual([])
  })

  test("that catches what stops it is not taken for an answer", async () => {
    const { run } = opened()
    const read = reading(run, (one) => {
      try {
        return one.values.get("conv:output")!.data[3]
      } catch {
        return "refused"
      }
    })
    expect(read.now()).toBeNull()
    expect(await read.later()).toBe(result.values.get("conv:output")!.data[3])
  })

  test("whose tensors are more than the bound is worked out all the same", async () => {
    const { report } = askable(result)
    const data = new Float32Array(2 ** 24).fill(2)
    const run = new ShownRun({
      report,
      along: [],
      ask: async () => ({ to: "read", tensor: { shape: [data.length], data } }),
    })
    const names = ["x:value", "conv:output", "bn:output"]
    const read = reading(run, ({ values }) => names.reduce((sum, name) => sum + values.get(name)!.data[0]!, 0))
    expect(await read.later()).toBe(6)
  })
})

test("a tensor is chosen by its shape alone, and named", () => {
  const { run, asked } = opened()
  const found = tensorIn(run, (one) => cellTensor(analysis, one, { name: "conv:output>bn:input", side: "value" }))
  expect(found?.place).toEqual({ kind: "value", name: "conv:output" })
  expect(tensorIn(run, (one) => cellTensor(analysis, one, { name: "nowhere", side: "value" }))).toBeUndefined()
  expect(() =>
    tensorIn(run, ({ values }) => (values.get("conv:output")!.data[0] === 0 ? undefined : undefined)),
  ).toThrow("conv:output was read")
  expect(asked).toEqual([])
})

test("a comparison in steps waits for what it reads and ends where it ends with the whole run", async () => {
  const { run, names } = opened()
  const place = { analysis, name: "relu:output", side: "value" } as const
  const ours = result.values.get("relu:output")!
  const theirs = { shape: ours.shape, data: ours.data.map((x) => 2 * x) }
  const steps = new SteppedReading<Comparison, Comparison | null>(run, (one) =>
    compareSteps({ ...place, result: one }, theirs, null),
  )
  let waited = 0
  for (;;) {
    const step = steps.next()
    if ("awaits" in step) {
      waited++
      await step.awaits
    } else if (step.done) {
      expect(step.value).toEqual(compareArrays({ ...place, result }, theirs, null))
      break
    }
  }
  expect(waited).toBeGreaterThan(0)
  expect(new Set(names()).size).toBe(waited)
})
