// Which views a training has is known from the graph alone, and is what the training itself then says.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { planTraining } from "../../src/engine/train/plan.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { kernelShape } from "../../src/graph/measure/filters.ts"
import { readOff } from "../../src/graph/measure/readOff.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const files = readdirSync("graphs").filter((name) => name.endsWith(".json") && !name.startsWith("resnet"))

/** The same with few examples: planning makes them all, and how many there are changes no view. */
function few(document: GradwireDocument): GradwireDocument {
  const { data } = document
  if (data === undefined || data === null || typeof data.source.count !== "number") return document
  return { ...document, data: { ...data, source: { ...data.source, count: Math.min(20, data.source.count) } } }
}

test.for(files)("%s: the graph says what its training says", (file) => {
  const document = few(readDocument(readFileSync(`graphs/${file}`, "utf8")).document!)
  const { plan, problems } = planTraining(document, { dtype: "float32" })
  if (plan === null) {
    // Not every graph can be trained.
    expect(problems).not.toEqual([])
    return
  }
  const { classified, plane, params } = plan.summary
  const filters = params.some(({ shape }) => kernelShape(shape) !== null)
  expect(readOff(analyze(document, ops, "train"))).toEqual({
    classes: classified !== null,
    plane: plane !== null,
    filters,
  })
})

const input = (shape: readonly number[]): NodeDocument => ({ id: "x", op: "Input", attrs: { shape } })
const said = (...nodes: readonly NodeDocument[]) =>
  readOff(analyze({ gradwire: 1, nodes } as GradwireDocument, ops, "train"))

test("two numbers an example are a plane, three are none; a kernel of one number is no filter", () => {
  const layer: NodeDocument = { id: "l", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "x" } }
  expect(said(input([5, 2]), layer)).toEqual({ classes: false, plane: true, filters: false })
  expect(said(input([5, 3]), layer)).toEqual({ classes: false, plane: false, filters: false })
  const conv = (kernel: number): NodeDocument => ({
    id: "c",
    op: "Conv2d",
    attrs: { out_channels: 2, kernel_size: kernel },
    inputs: { input: "x" },
  })
  expect(said(input([2, 1, 6, 6]), conv(3)).filters).toBe(true)
  expect(said(input([2, 1, 6, 6]), conv(1)).filters).toBe(false)
  expect(said()).toEqual({ classes: false, plane: false, filters: false })
})
