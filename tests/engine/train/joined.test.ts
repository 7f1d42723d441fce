// Sources behind tensors that hold several batches one after the other: a network that judges real and generated examples takes
// both in one tensor, so that its labels are twice the batch, whatever the batch is.

import { describe, expect, test } from "vitest"
import { readsOf } from "../../../src/engine/pass/reads.ts"
import { evaluatePart } from "../../../src/engine/train/evaluate.ts"
import { startRun, train, trainSteps } from "../../../src/engine/train/train.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { singleShape } from "../../../src/graph/analysis/shapes.ts"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { atBatch } from "../../../src/graph/measure/atBatch.ts"
import { totalAt, trainingMemory } from "../../../src/graph/measure/trainingMemory.ts"
import { ops } from "../../../src/ops/registry.ts"
import { ended, planned } from "./training.ts"

/** Eight real examples and `branches` times eight generated ones, judged in one tensor. The labels come first. */
function judged(branches: number, fed = true): GradwireDocument {
  const made = Array.from({ length: branches }, (_, i): readonly NodeDocument[] => [
    { id: `z${i}`, op: "Input", attrs: { shape: [8, 3] } },
    { id: `fake${i}`, op: "Linear", attrs: { out_features: 2 }, inputs: { input: `z${i}` } },
  ])
  const parts = ["real", ...made.map((_, i) => `fake${i}`)]
  const data: GradwireDocument["data"] = {
    source: { kind: "random", count: 17, shape: [2] },
    feeds: { real: "x" },
    validation: 0.25,
  }
  return {
    gradwire: 1,
    seed: 3,
    target: "loss",
    nodes: [
      { id: "label", op: "Input", attrs: { shape: [8 * parts.length, 1], distribution: "uniform" } },
      { id: "real", op: "Input", attrs: { shape: [8, 2] } },
      ...made.flat(),
      { id: "both", op: "Concat", attrs: { dim: 0 }, inputs: { inputs: parts } },
      { id: "judge", op: "Linear", attrs: { out_features: 1 }, inputs: { input: "both" } },
      { id: "loss", op: "BCEWithLogitsLoss", inputs: { input: "judge", target: "label" } },
    ],
    ...(fed ? { data, training: { batch_size: 5, epochs: 1 } } : {}),
  }
}

describe.each([1, 2, 3])("%i generated for each real one", (branches) => {
  const times = branches + 1

  test("each batch has as many labels, the smaller last one as well", () => {
    const run = startRun(planned(judged(branches)))
    const shapes: unknown[] = []
    for (const event of trainSteps(run)) {
      if (event.kind !== "step") continue
      const kept = run.learner.last()?.kept
      shapes.push(["label", "z0"].map((id) => kept?.get(id)?.buffers.get("value")?.shape))
    }
    const of = (size: number) => [
      [times * size, 1],
      [size, 3],
    ]
    expect(shapes).toEqual([of(5), of(5), of(3)])
    expect(run.problem).toBeNull()
  })

  test("so has evaluation", () => {
    const run = train(planned(judged(branches)))
    expect(ended(evaluatePart(run.learner, "validation", 0))).toMatchObject({ examples: 4 })
    expect(ended(evaluatePart(run.learner, "training", 0))).toMatchObject({ examples: 13 })
  })

  test.each([true, false])("and the graph at another batch, its memory with it; fed: %s", (fed) => {
    const analysis = analyze(judged(branches, fed), ops)
    const sizes = { dtype: "float32", reads: readsOf, stateCopies: 2 } as const
    const drawn = trainingMemory(analysis, sizes)
    for (const size of [1, 5, 24]) {
      const { analysis: there, problems } = atBatch(analysis, size)
      expect(problems).toEqual([])
      expect(singleShape(there.nodes.get("label")?.outputs?.value)).toEqual([times * size, 1])
      expect(totalAt(drawn, size)).toBe(totalAt(trainingMemory(there, sizes), size))
    }
  })
})

test("a part that is no whole number of batches takes the batch, and what clashes then is said", () => {
  const document = judged(1)
  const shapes: { readonly [id: string]: readonly number[] } = { z0: [3, 3], label: [11, 1] }
  const nodes = (document.nodes as readonly NodeDocument[]).map((node) => {
    const shape = shapes[node.id]
    return shape === undefined ? node : { ...node, attrs: { ...node.attrs, shape } }
  })
  const { problems } = atBatch(analyze({ ...document, nodes }, ops), 5)
  expect(problems).toMatchObject([{ code: "GW-R110", node: "loss" }])
  expect(problems[0]?.sentence).toMatch(/^With a batch of 5 examples: .*5×1.*10×1/)
})
