// An Input that no field feeds although the data feed others is said before the first step: by check, by train, and in words
// that tell a forgotten Input from noise.

import { expect, test } from "vitest"
import { planTraining } from "../../../src/engine/train/plan.ts"
import type { DataDocument, GradwireDocument, NodeDocument, TrainingDocument } from "../../../src/graph/document.ts"
import { call } from "../../cli/call.ts"

const COLUMNS = {
  sepal_length: [[5.1], [7], [6.3], [4.9]],
  sepal_width: [[3.5], [3.2], [3.3], [3]],
  labels: [0, 1, 2, 0],
}
const X: NodeDocument = { id: "x", op: "Input", attrs: { shape: [4, 2] } }
const REST: readonly NodeDocument[] = [
  { id: "t", op: "Input", attrs: { shape: [4] } },
  { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "x" } },
  { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
]

function flowers(data: Partial<DataDocument> = {}, x: NodeDocument = X): GradwireDocument {
  const source = { kind: "values" }
  return {
    gradwire: 1,
    seed: 1,
    target: "loss",
    nodes: [x, ...REST],
    data: { source, feeds: { t: "labels" }, values: COLUMNS, ...data },
  }
}

/** An autoencoder whose code gets noise added. */
function noisy(
  training: TrainingDocument,
  values: object = {
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
  },
): GradwireDocument {
  const nodes: readonly NodeDocument[] = [
    X,
    { id: "eps", op: "Input", attrs: { shape: [4, 2] } },
    { id: "enc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x" } },
    { id: "z", op: "Add", inputs: { a: "enc", b: "eps" } },
    { id: "dec", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "z" } },
    { id: "loss", op: "MSELoss", inputs: { input: "dec", target: "x" } },
  ]
  const data = { source: { kind: "values" }, feeds: { x: "x" }, values } as DataDocument
  return { gradwire: 1, seed: 1, target: "loss", nodes, data, training }
}

const warnings = (document: GradwireDocument): readonly string[] =>
  planTraining(document, { dtype: "float32" }).problems.map(({ code, severity, sentence }) => {
    expect([code, severity]).toEqual(["GW-D110", "warning"])
    return sentence
  })

test("a forgotten Input is named with the fields that feed nothing", () => {
  expect(warnings(flowers())).toEqual([
    'The Input "x" 4×2 keeps drawn numbers while the data feed t, so what is learned from it is noise; "sepal_length", "sepal_width" feed nothing: choose a field for it, joined from several columns if they belong together.',
  ])
  expect(warnings(flowers({ values: { labels: COLUMNS.labels } }))[0]).toContain(
    "what is learned from it is noise; the data have no other field; add one for it",
  )
  expect(
    warnings(
      flowers(
        {},
        {
          ...X,
          values: {
            value: [
              [1, 2],
              [3, 4],
              [5, 6],
              [7, 8],
            ],
          },
        },
      ),
    )[0],
  ).toContain(
    'The Input "x" 4×2 keeps its written values in every step while the data feed t, so they belong to no example',
  )
})

test("nothing is said where all is fed, nor of an Input that leads nowhere", () => {
  const values = {
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    labels: COLUMNS.labels,
  }
  expect(warnings(flowers({ values, feeds: { x: "x", t: "labels" } }))).toEqual([])
  const idle = flowers({ values, feeds: { x: "x", t: "labels" } })
  expect(warnings({ ...idle, nodes: [...idle.nodes, { id: "u", op: "Input", attrs: { shape: [4, 9] } }] })).toEqual([])
})

test("noise is called noise, unless a field is left over for it", () => {
  expect(warnings(noisy({}))).toEqual([
    'The Input "eps" takes no field of the data: its numbers are drawn once and stay the same in every step; set redraw for new ones. That is right for noise; else choose a field for it.',
  ])
  expect(warnings(noisy({ redraw: true }))[0]).toContain(
    "new numbers are drawn for it in every step. That is right for noise",
  )
  const left = {
    x: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
    more: [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ],
  }
  expect(warnings(noisy({ redraw: true }, left))[0]).toContain('"more" feeds nothing: choose a field for it')
})

test("check warns with the code and is not fine; train says it before the first step", async () => {
  const files = { "iris.json": JSON.stringify({ ...flowers(), training: { epochs: 1 } }) }
  const checked = await call(["check", "iris.json"], files)
  expect([checked.code, checked.err]).toEqual([0, ""])
  expect(checked.out).toContain('iris.json: warning: x: The Input "x" 4×2 keeps drawn numbers')
  const asJson = JSON.parse((await call(["check", "iris.json", "--json"], files)).out)
  expect(asJson.problems).toMatchObject([{ code: "GW-D110", severity: "warning", node: "x" }])
  const order: string[] = []
  const trained = await call(["train", "iris.json"], files, order)
  expect(trained.code).toBe(0)
  expect(trained.err.match(/keeps drawn numbers/g)).toHaveLength(1)
  expect(order[0]).toContain("keeps drawn numbers")
})
