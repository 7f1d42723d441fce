// Homework row T1: a small CNN and an MLP on pictures of edges. Chance is one in three. Each training is a few seconds of
// one core, more where tests share it; in float32, as in the page.

import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { paramCount } from "../../src/graph/measure/counts.ts"
import { ops } from "../../src/ops/registry.ts"
import { readGraph, sweepOf, train } from "./trained.ts"

const SHARED = { timeout: 120_000 }

function accuracy(document: GradwireDocument): { readonly known: number; readonly fresh: number } {
  const { last } = train(document, "float32")
  return { known: last.training.accuracy!, fresh: last.validation!.accuracy! }
}

/** The document with other values in its sweep. */
function sweptOver(document: GradwireDocument, values: readonly number[]): GradwireDocument {
  return { ...document, sweep: { ...document.sweep!, values } }
}

function learned(name: string): number {
  const { nodes } = analyze(readGraph(name), ops, "train")
  return [...nodes.values()].reduce((sum, node) => sum + (paramCount(node)?.count ?? 0), 0)
}

test("the networks have as many parameters as their descriptions say", () => {
  for (const name of ["t1-edges-cnn", "t1-edges-mlp"]) {
    expect(readGraph(name).description).toContain(`${learned(name).toLocaleString("en")} parameters`)
  }
})

test("a CNN is right on new pictures after 5 to 10 of each class", SHARED, () => {
  const { values, means } = sweepOf(readGraph("t1-edges-cnn"), "float32")
  expect(values).toEqual([2, 3, 5, 10])
  const [two, , five, ten] = means[1]!
  expect(two!).toBeLessThan(0.85)
  expect(five!).toBeGreaterThan(0.9)
  expect(ten!).toBeGreaterThan(0.9)
})

test("an MLP knows 10 of each class by heart and needs far more to be right on new ones", SHARED, () => {
  const { values, means } = sweepOf(readGraph("t1-edges-mlp"), "float32")
  expect(values).toEqual([5, 10, 20, 40])
  for (const known of means[0]!) expect(known).toBe(1)
  const [five, ten, twenty, forty] = means[1]!
  expect([five! < ten!, ten! < twenty!, twenty! < forty!]).toEqual([true, true, true])
  expect(ten!).toBeLessThan(0.85)
  expect(forty!).toBeGreaterThan(0.9)
})

test("edges in the other halves: the CNN finds them, the MLP guesses", SHARED, () => {
  expect(accuracy(readGraph("t1-halves-cnn")).fresh).toBeGreaterThan(0.9)
  const mlp = accuracy(readGraph("t1-halves-mlp"))
  expect(mlp.known).toBe(1)
  expect(mlp.fresh).toBeCloseTo(1 / 3, 1)
})

test("permuted pixels: the CNN only finds whether there is an edge, the MLP is as before", SHARED, () => {
  const cnn = accuracy(readGraph("t1-permuted-cnn"))
  expect(cnn.fresh).toBeLessThan(0.75)
  const [mixed, plain] = [accuracy(readGraph("t1-permuted-mlp")), accuracy(readGraph("t1-edges-mlp"))]
  expect(mixed.known).toBe(1)
  expect(Math.abs(mixed.fresh - plain.fresh)).toBeLessThan(0.1)
})

test("kernels of 1×1 cannot tell which way an edge runs; those of 3×3 can", SHARED, () => {
  const document = readGraph("t1-kernel-sizes")
  const { means } = sweepOf(sweptOver(document, [1, 3]), "float32")
  expect(means[1]![0]!).toBeLessThan(0.75)
  expect(means[1]![1]!).toBeGreaterThan(0.85)
})

test("average pooling does about as well as max pooling here", SHARED, () => {
  expect(accuracy(readGraph("t1-average-pooling")).fresh).toBeGreaterThan(0.85)
})
