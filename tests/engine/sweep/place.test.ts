import { describe, expect, test } from "vitest"
import { numberAt, sweepPlaces, withPlace } from "../../../src/engine/sweep/place.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"

const document: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "X", op: "Input", attrs: { shape: [4, 1, 8, 8] } },
    { id: "X.big", op: "Input", attrs: { shape: [2] } },
    { id: "conv", op: "Conv2d", attrs: { out_channels: 2, kernel_size: 3 }, inputs: { input: "X" } },
    { id: "drop", op: "Dropout", inputs: { input: "conv" } },
  ],
  data: { source: { kind: "line", count: 20 }, feeds: { X: "x" } },
  training: { batch_size: 4, multipliers: { conv: 2 } },
}

function placed(place: string, value: number): GradwireDocument {
  const answer = withPlace(document, place, value)
  if ("problem" in answer) throw new Error(answer.problem.sentence)
  return answer.document
}

function sentence(place: string, value: number, of: GradwireDocument = document): string {
  const answer = withPlace(of, place, value)
  if ("document" in answer) throw new Error(`${place} could be set to ${value}`)
  return answer.problem.sentence
}

describe("a place is set, and nothing else", () => {
  test("an axis of a shape", () => {
    const next = placed("X.shape[2]", 16)
    expect(next.nodes[0]).toEqual({ id: "X", op: "Input", attrs: { shape: [4, 1, 16, 8] } })
    expect(next.nodes.slice(1)).toEqual(document.nodes.slice(1))
    expect(document.nodes[0]).toMatchObject({ attrs: { shape: [4, 1, 8, 8] } })
  })

  test("one of a pair that is written as one number", () => {
    expect(placed("conv.kernel_size[1]", 5).nodes[2]).toMatchObject({ attrs: { kernel_size: [3, 5] } })
    expect(placed("conv.kernel_size", 5).nodes[2]).toMatchObject({ attrs: { kernel_size: 5 } })
  })

  test("an attribute that the document does not write", () => {
    expect(placed("drop.p", 0.25).nodes[3]).toMatchObject({ attrs: { p: 0.25 } })
  })

  test("the longest node id counts", () => {
    expect(placed("X.big.shape[0]", 3).nodes[1]).toMatchObject({ attrs: { shape: [3] } })
  })

  test("the seed, data and training", () => {
    expect(placed("seed", 7).seed).toBe(7)
    expect(placed("data.source.count", 50).data?.source).toEqual({ kind: "line", count: 50 })
    expect(placed("data.validation", 0.5).data?.validation).toBe(0.5)
    expect(placed("training.batch_size", 8).training).toEqual({ batch_size: 8, multipliers: { conv: 2 } })
    expect(placed("training.multipliers.conv.weight", 0).training?.multipliers).toEqual({ conv: 2, "conv.weight": 0 })
  })
})

test.for([
  ["drop.p", 1.5, /"drop\.p" cannot be 1\.5: expected a number from 0 to 1, found 1\.5\./],
  ["X.shape[2]", 2.5, /whole number/],
  ["X.shape[2]", 0, /from 1 to/],
  ["X.shape[4]", 3, /"shape" of "X" has 4 elements, \[0\] to \[3\]/],
  ["drop.p[0]", 3, /"p" of "drop" is no list/],
  ["seed", 0.5, /whole number/],
  ["training.batch_size", 0, /from 1/],
  ["data.source.count", 2.5, /whole number/],
  ["drop.q", 1, /Dropout has p/],
  ["dorp.p", 1, /is no place of this document; .* Did you mean "drop\.p"\?/],
  ["data.source.kind", 1, /expected|has/],
  ["nonsense", 1, /a place is seed, node\.attribute/],
  ["conv", 1, /Conv2d has/],
] as const)("%s = %d is refused in one sentence", ([place, value, words]) => {
  expect(sentence(place, value)).toMatch(words)
})

test("places of a document are listed with what stands there, and each can be set to it", () => {
  const places = sweepPlaces(document)
  const now = new Map(places.map(({ place, now: x }) => [place, x]))
  expect(now.get("X.shape[2]")).toBe(8)
  expect(now.get("drop.p")).toBe(0.5)
  expect(now.get("conv.kernel_size[1]")).toBe(3)
  expect(now.get("data.source.count")).toBe(20)
  expect(now.get("training.batch_size")).toBe(4)
  expect(now.get("seed")).toBe(0)
  for (const { place, now: x } of places) {
    if (x !== null) expect(numberAt(placed(place, x), place)).toBe(x)
  }
})

test("data that the document does not have cannot be set", () => {
  expect(sentence("data.source.count", 5, { gradwire: 1, nodes: [] })).toMatch(/the document says no data\.source/)
})
