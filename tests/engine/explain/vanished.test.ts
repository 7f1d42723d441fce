import { expect, it } from "vitest"
import { vanishedOnes } from "../../../src/engine/explain/vanished.ts"
import { openGraph, runDocument } from "../../graphs/gallery.ts"

const gallery = openGraph("batch-norm")
const { upstream: _, ...withOnes } = gallery.document
const ones = runDocument(withOnes)

it("finds the normalisation that ones vanish in, from X, a piece, γ and Z", () => {
  for (const name of ["X:value", "X:value>sigma2:input", "gamma:value"]) {
    const found = vanishedOnes(ones.analysis, ones.result, name)
    expect([name, found?.start, found?.through.id]).toEqual([name, "Y:output", "Z"])
  }
})

it("has nothing to say of gradients that are there, or that start with numbers of their own", () => {
  expect(vanishedOnes(ones.analysis, ones.result, "beta:value")).toBeNull()
  for (const piece of ["X:value>Z:x", "X:value>mu:input"]) {
    expect(vanishedOnes(ones.analysis, ones.result, piece)).toBeNull()
  }
  expect(vanishedOnes(gallery.analysis, gallery.result, "X:value")).toBeNull()
})

it("does not blame a ReLU's zeros on ones", () => {
  const { analysis, result } = runDocument({
    gradwire: 1,
    target: "y",
    nodes: [
      {
        id: "x",
        op: "Input",
        attrs: { shape: [2, 2] },
        values: {
          value: [
            [-1, -2],
            [-3, -4],
          ],
        },
      },
      { id: "y", op: "ReLU", inputs: { input: "x" } },
    ],
  })
  expect(vanishedOnes(analysis, result, "x:value")).toBeNull()
})
