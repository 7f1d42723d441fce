// A plain run of a document with data holds the first examples that a training would learn from.

import { describe, expect, it, test } from "vitest"
import { gradcheck } from "../../src/engine/check/gradcheck.ts"
import { isDataProblem, makeData, makeFirst } from "../../src/engine/data/make.ts"
import { dataSources } from "../../src/engine/data/registry.ts"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { DataDocument, GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

const SPIRALS: DataDocument = {
  source: { kind: "spirals", count: 10 },
  feeds: { points: "points", labels: "labels" },
  validation: 0.25,
}

function classifier(size: number, data?: DataDocument, points: Partial<NodeDocument> = {}): GradwireDocument {
  return {
    gradwire: 1,
    seed: 5,
    ...(data === undefined ? {} : { data }),
    nodes: [
      { id: "points", op: "Input", attrs: { shape: [size, 2] }, ...points },
      { id: "scores", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "points" } },
      { id: "labels", op: "Input", attrs: { shape: [size] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "scores", target: "labels" } },
    ],
  }
}

function ran(document: GradwireDocument, seed?: number) {
  const result = run(analyze(document, ops, "train"), {
    mode: "train",
    dtype: "float64",
    ...(seed === undefined ? {} : { seed }),
  })
  const of = (place: string): number[] => Array.from(result.values.get(place)!.data)
  return { result, points: of("points:value"), labels: of("labels:value") }
}

function training(data: DataDocument, seed: number, field: string): number[] {
  const made = makeData(data, seed, "float64")
  if (isDataProblem(made)) throw new Error(made.sentence)
  return Array.from(made.training.fields.get(field)!.tensor.data)
}

describe("the first examples", () => {
  it("are those of the training set, labels with their points, by the seed of the run", () => {
    for (const seed of [5, 6]) {
      const { points, labels, result } = ran(classifier(6, SPIRALS), seed)
      expect(points).toEqual(training(SPIRALS, seed, "points").slice(0, 12))
      expect(labels).toEqual(training(SPIRALS, seed, "labels").slice(0, 6))
      expect(result.fed.get("points")).toEqual({ source: "Spirals", field: "points", count: 6 })
    }
  })

  it("leave an Input alone that has numbers of its own", () => {
    const own = [
      [1, 2],
      [3, 4],
    ]
    const { points, labels, result } = ran(classifier(2, SPIRALS, { values: { value: own } }))
    expect(points).toEqual(own.flat())
    expect(labels).toEqual(training(SPIRALS, 5, "labels").slice(0, 2))
    expect([...result.fed.keys()]).toEqual(["labels"])
  })

  it.for([
    ["more places than examples", classifier(16, SPIRALS)],
    ["a feed that does not fit", classifier(6, { ...SPIRALS, feeds: { points: "labels", labels: "points" } })],
    ["a field that is not there", classifier(6, { ...SPIRALS, feeds: { points: "images", labels: "labels" } })],
    ["data that cannot be made", classifier(6, { ...SPIRALS, source: { kind: "moon" } })],
    ["more classes than scores", classifier(6, { ...SPIRALS, source: { kind: "spirals", classes: 3 } })],
  ] as const)("are not taken for %s: all is drawn, as without data", ([, document]) => {
    const { data: _, ...without } = document
    const [fed, drawn] = [ran(document), ran(without)]
    expect(fed.result.fed.size).toBe(0)
    expect([fed.points, fed.labels]).toEqual([drawn.points, drawn.labels])
  })

  it("are what gradients are checked at", () => {
    const steps = gradcheck(analyze(classifier(6, SPIRALS), ops, "train"))
    let step = steps.next()
    while (!step.done) step = steps.next()
    expect(step.value.passed).toBe(true)
    expect(step.value.tensors.find(({ name }) => name === "points:value")!.checked).toBe(12)
  })
})

test.for([...dataSources.keys()].filter((kind) => kind !== "values"))(
  "%s: making the first ones only gives the same numbers",
  (kind) => {
    const data: DataDocument = { source: { kind, count: 8 }, feeds: {}, validation: 0.25 }
    const [all, first] = [makeData(data, 3, "float32"), makeFirst(data, 3, "float32", 4)]
    if (isDataProblem(all) || isDataProblem(first)) throw new Error("the data are sound")
    expect(first.count).toBe(4)
    for (const [name, { tensor }] of first.fields) {
      const whole = all.training.fields.get(name)!.tensor.data
      expect(Array.from(tensor.data)).toEqual(Array.from(whole.slice(0, tensor.data.length)))
    }
  },
)
