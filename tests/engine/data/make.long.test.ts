// Data of a document: reading their settings, limits, the split; what is wrong in one sentence each.

import { describe, expect, it, test } from "vitest"
import type { DataSet, MadeData } from "../../../src/engine/data/data.ts"
import { isDataProblem, makeData, planData } from "../../../src/engine/data/make.ts"
import { dataSources } from "../../../src/engine/data/registry.ts"
import type { DataDocument } from "../../../src/graph/document.ts"
import { writeValue } from "../../../src/graph/values/values.ts"

function made(data: Omit<DataDocument, "feeds">, seed = 182): MadeData {
  const answer = makeData({ feeds: {}, ...data }, seed, "float64")
  if (isDataProblem(answer)) throw new Error(answer.sentence)
  return answer
}

function refusal(data: Omit<DataDocument, "feeds">): string {
  const answer = makeData({ feeds: {}, ...data }, 182, "float64")
  expect(isDataProblem(answer)).toBe(true)
  if (!isDataProblem(answer)) return ""
  const planned = planData({ feeds: {}, ...data })
  if (isDataProblem(planned)) expect(planned).toEqual(answer)
  return `${answer.code} ${answer.path} ${answer.sentence}`
}

const numbers = (set: DataSet, field: string): number[] => Array.from(set.fields.get(field)!.tensor.data)

describe("every source", () => {
  test.for([...dataSources.keys()].filter((kind) => kind !== "values"))("%s: plan and examples agree", (kind) => {
    const planned = planData({ feeds: {}, source: { kind } })
    if (isDataProblem(planned)) throw new Error(planned.sentence)
    const { training } = made({ source: { kind } })
    expect(training.count).toBe(planned.plan.count)
    expect([...training.fields.keys()]).toEqual(Object.keys(planned.plan.fields))
    for (const { tensor, shape, role, classes } of training.fields.values()) {
      expect(tensor.shape).toEqual([training.count, ...shape])
      expect(tensor.data.every(Number.isFinite)).toBe(true)
      if (role === "number") continue
      const perClass = classes!.map((_, index) => Array.from(tensor.data).filter((label) => label === index).length)
      expect(new Set(perClass)).toEqual(new Set([training.count / classes!.length]))
    }
  })

  test.for([...dataSources.keys()].filter((kind) => kind !== "values"))("%s: a seed is a set", (kind) => {
    const source = { kind, count: 6 }
    const all = ({ training }: MadeData) => [...training.fields.values()].map(({ tensor }) => tensor.data)
    expect(all(made({ source }))).toEqual(all(made({ source })))
    expect(all(made({ source }, 183))).not.toEqual(all(made({ source })))
    // More examples begin with the same ones.
    const few = made({ source }).training
    const more = made({ source: { kind, count: 9 } }).training
    for (const [name, { tensor }] of few.fields) {
      expect(Array.from(more.fields.get(name)!.tensor.data.slice(0, tensor.data.length))).toEqual(
        Array.from(tensor.data),
      )
    }
  })
})

describe("the split", () => {
  const values = { x: Array.from({ length: 10 }, (_, i) => [i]), y: Array.from({ length: 10 }, (_, i) => 10 * i) }
  const source = { kind: "values" }

  it("holds back a share, each example once, fields together", () => {
    const { training, validation } = made({ source, values, validation: 0.3 })
    expect([training.count, validation!.count]).toEqual([7, 3])
    const rows = [...numbers(training, "x"), ...numbers(validation!, "x")]
    expect(rows.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const part of [training, validation!]) {
      expect(numbers(part, "y")).toEqual(numbers(part, "x").map((x) => 10 * x))
    }
    expect(numbers(validation!, "x")).toEqual([0, 6, 9])
  })

  it("depends on the seed, and is nothing without a share", () => {
    const other = made({ source, values, validation: 0.3 }, 5)
    expect(numbers(other.validation!, "x")).not.toEqual([0, 6, 9])
    expect(made({ source, values }).validation).toBeNull()
    expect(made({ source, values, validation: 0 }).training.count).toBe(10)
  })

  it("refuses to leave one side empty, or to have two kinds of validation", () => {
    expect(refusal({ source, values, validation: 0.04 })).toBe(
      "GW-D105 /data/validation Holding back 0.04 of 10 examples leaves none to validate on; give more examples or another share.",
    )
    expect(refusal({ source, values, validation: 0.96 })).toContain("leaves none to train on")
    expect(refusal({ source: { kind: "edges", validation_count: 5 }, validation: 0.5 })).toBe(
      "GW-D105 /data/validation The data make 15 examples for validation, and a share of 0.5 is to be kept for it as well; keep one of the two.",
    )
  })
})

describe("numbers of one's own", () => {
  const source = { kind: "values" }

  it("take base64 as well, in the precision asked for", () => {
    const tensor = { shape: [2, 1, 1, 2], data: Float32Array.from([0.1, 0.2, 0.3, 0.4]) }
    const packed = { shape: [2, 1, 1, 2], f32: Buffer.from(tensor.data.buffer).toString("base64") }
    expect(numbers(made({ source, values: { images: packed, y: [1, 2] } }).training, "images")).toEqual(
      Array.from(tensor.data),
    )
    expect(writeValue(tensor)).not.toEqual(packed)
  })

  it("know class labels by name", () => {
    const { fields } = made({
      source,
      values: {
        points: [
          [0, 1],
          [2, 3],
          [4, 5],
        ],
        labels: [0, 2, 0],
      },
    }).training
    expect(fields.get("labels")).toMatchObject({ role: "class", classes: ["0", "1", "2"] })
    expect(fields.get("points")).toMatchObject({ role: "number", shape: [2] })
    const named = made({ source: { kind: "values", labels: "t", classes: "cat, dog" }, values: { t: [1, 0] } })
    expect(named.training.fields.get("t")).toMatchObject({ role: "class", classes: ["cat", "dog"] })
    expect(made({ source, values: { labels: [0.5, 1] } }).training.fields.get("labels")!.role).toBe("number")
    expect(made({ source, values: { labels: [[0, 1]] } }).training.fields.get("labels")!.role).toBe("number")
  })

  it("refuse with one sentence", () => {
    expect(refusal({ source })).toBe(
      'GW-D104 /data The data "values": no field has values yet; type, paste or drop some.',
    )
    expect(refusal({ source, values: { x: [1, 2, 3], y: [1, 2] } })).toBe(
      'GW-D104 /data/values/y The data "values": the field "y" has 2 examples, but "x" has 3.',
    )
    expect(refusal({ source, values: { x: 3 } })).toBe(
      'GW-D104 /data/values/x The data "values": the field "x" is a single number; expected a list of examples.',
    )
    expect(refusal({ source, values: { x: [[1, 2], [3]] } })).toBe(
      'GW-D104 /data/values/x The data "values": the field "x": element [1] has 1 elements, but element [0] has 2.',
    )
    expect(refusal({ source: { kind: "values", classes: "cat, dog" }, values: { labels: [0, 2] } })).toBe(
      'GW-D104 /data/values/labels The data "values": "labels"[1] is 2, expected a class index from 0 to 1 ("cat", "dog").',
    )
    expect(refusal({ source, values: { x: [] } })).toBe("GW-D105 /data The data have no examples; give at least one.")
  })
})

test("settings are refused with one sentence", () => {
  expect(refusal({ source: { kind: "moon" } })).toBe(
    'GW-D101 /data/source/kind There are no data of kind "moon"; there are circles, digits, edges, gaussians, line, moons, random, sine, spirals, values. Did you mean "moons"?',
  )
  expect(refusal({ source: { kind: "moons", noise: -1 } })).toBe(
    'GW-D102 /data/source/noise The data "moons": "noise": expected a number of at least 0, found -1.',
  )
  expect(refusal({ source: { kind: "moons", nois: 1 } })).toContain('unknown attribute "nois"')
  expect(refusal({ source: { kind: "line", low: 2 } })).toBe(
    'GW-D102 /data/source/low The data "line": "low" is 2, above "high" 1; exchange them.',
  )
  expect(refusal({ source: { kind: "edges", max_width: 15, place: "first half" } })).toBe(
    'GW-D102 /data/source/max_width The data "edges": "max_width" is 15, but the first half of a picture of size 28 has 14 pixels.',
  )
  expect(refusal({ source: { kind: "edges", min_width: 6 } })).toContain('"min_width" is 6, more than "max_width" 5')
  expect(refusal({ source: { kind: "random", count: 1000000, shape: [100] } })).toBe(
    "GW-D103 /data/source The data are too large: 1,000,000 examples of 101 numbers each are 101,000,000; the limit is 16,777,216, so at most 166,111 examples.",
  )
  expect(refusal({ source: { kind: "random", shape: [1, 1, 1, 1, 1, 1, 1, 2] } })).toBe(
    'GW-D102 /data/source/shape The data "random": "shape" has 8 axes; at most 7 are possible, as the batch is one more.',
  )
})

test("numbers that are not finite are refused, with their place", () => {
  const data = { source: { kind: "line", slope: 1e38, intercept: 3e38 }, feeds: {} }
  const answer = makeData(data, 182, "float32")
  expect(answer).toMatchObject({
    code: "GW-D104",
    sentence: expect.stringMatching(
      /^The data "line": the field "y" is infinite in example \d+; make the settings smaller\.$/,
    ),
  })
  expect(isDataProblem(makeData(data, 182, "float64"))).toBe(false)
})
