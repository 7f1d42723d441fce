// Documents with a node that opens into parts, before and after.

import { expect } from "vitest"
import type { RunResult } from "../../src/engine/pass/result.ts"
import { run } from "../../src/engine/pass/run.ts"
import { keptTensors } from "../../src/engine/pass/tensors.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { openIntoParts } from "../../src/graph/parts/open.ts"
import { type OpenedFrom, partId } from "../../src/graph/parts/record.ts"
import type { Problem } from "../../src/graph/problem.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Dtype, Tensor } from "../../src/tensor/tensor.ts"

export function opened(document: GradwireDocument, mode: Mode, id = "n"): GradwireDocument {
  const analysis = analyze(document, ops, mode)
  const node = analysis.nodes.get(id)
  if (node === undefined) throw new Error(`no node ${id}`)
  const { params } = keptTensors(node, null, document.seed ?? 0, "float64")
  return sound(openIntoParts(document, analysis, id, params))
}

export function sound(answer: GradwireDocument | Problem): GradwireDocument {
  if ("sentence" in answer) throw new Error(answer.sentence)
  return answer
}

export function sentence(answer: GradwireDocument | Problem): string {
  if (!("sentence" in answer)) throw new Error("expected a problem, got a document")
  return answer.sentence
}

export function ran(document: GradwireDocument, mode: Mode, dtype: Dtype): RunResult {
  const analysis = analyze(document, ops, mode)
  expect(analysis.problems).toEqual([])
  const result = run(analysis, { mode, dtype })
  expect(result.problems).toEqual([])
  return result
}

/** Largest difference of two tensors in units of the largest magnitude of the first. */
export function distance(a: Tensor | undefined, b: Tensor | undefined, name: string): number {
  if (a === undefined || b === undefined) throw new Error(`${name} is missing ${a === undefined ? "before" : "after"}`)
  expect(b.shape, name).toEqual(a.shape)
  let [most, apart] = [0, 0]
  for (const [i, x] of a.data.entries()) {
    most = Math.max(most, Math.abs(x))
    apart = Math.max(apart, Math.abs(x - b.data[i]!))
  }
  return apart === 0 ? 0 : apart / most
}

/** Where a tensor of the closed graph is found in the opened one. */
export function renamed(name: string, record: OpenedFrom): string {
  const [, port] = /^n:(.*)$/.exec(name) ?? []
  if (port !== undefined) return `${partId(record, record.ports.outputs[port]!)}:output`
  const [, kept] = /^n\.(.*)$/.exec(name) ?? []
  return kept === undefined ? name : `${partId(record, record.ports.kept[kept]!)}.value`
}

export const bn: GradwireDocument = {
  gradwire: 1,
  seed: 182,
  upstream: {
    "bn1:output": [
      [0.5, -1],
      [1.5, 0.5],
      [-1, 2],
      [0.25, -0.75],
    ],
  },
  target: "bn1",
  nodes: [
    { id: "X", op: "Input", attrs: { shape: [4, 2] }, at: [0, 0] },
    {
      id: "bn1",
      op: "BatchNorm1d",
      inputs: { input: "X" },
      values: { weight: [2, 3], running_mean: [1, 1] },
      at: [240, 0],
    },
    { id: "relu1", op: "ReLU", inputs: { input: "bn1" }, at: [480, 0], group: "tail" },
    { id: "below", op: "Identity", inputs: { input: "X" }, at: [240, 200] },
  ],
  groups: [{ id: "tail", label: "the rest" }],
}

export const parts = opened(bn, "train", "bn1")
