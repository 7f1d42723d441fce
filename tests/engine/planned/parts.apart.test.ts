// Parts of steps, cut as finely as can be, in any order: the same bits. What one part writes no other reads or writes, so that
// threads may do them at one time.

import { expect, test, vi } from "vitest"
import { tensorAt } from "../../../src/engine/pass/pass.ts"
import { compile } from "../../../src/engine/planned/compiled.ts"
import type { DraftStep } from "../../../src/engine/planned/draft/draft.ts"
import type { GraphPlan } from "../../../src/engine/planned/drafting.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { preparedTo } from "../../../src/engine/train/prepared.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"
import { ended, exampleDocument } from "./twins.ts"

vi.mock("../../../src/engine/planned/draft/worth.ts", () => ({ partsFor: () => 8 }))

/** Every number of the target and of the gradients, by steps whose parts were put into another order. */
function bits(document: GradwireDocument, order: <T>(parts: readonly T[]) => readonly T[]) {
  const analysis = analyze(document, ops, "train")
  if (analysis.target === null) throw new Error("no target")
  const prepared = preparedTo(analysis, analysis.target, new Set())
  const plan = planGraph({ ...prepared, reads: [prepared.end] })
  const graph = compile({ ...plan, steps: plan.steps.map((step) => reordered(step, order)) })
  const pass = ended(graph.forward(new Map(), 3))
  const gradients = ended(graph.backward())
  const numbers = [tensorAt(pass, prepared.end), ...gradients.values()].flatMap((tensor) => [...(tensor?.data ?? [])])
  return { numbers, parts: partsIn(plan) }
}

function reordered(step: DraftStep, order: <T>(parts: readonly T[]) => readonly T[]): DraftStep {
  return step.kernel === null ? step : { ...step, kernel: { ...step.kernel, parts: order(step.kernel.parts) } }
}

function partsIn({ steps }: GraphPlan): number {
  return steps.reduce((sum, { kernel }) => sum + (kernel?.parts.length ?? 0) - (kernel === null ? 0 : 1), 0)
}

const kinds = [...ops.values()].filter(({ fast }) => fast !== undefined)

/** Each op is tried, and of its examples these. */
const EVERY = 4

test("every op with a kernel", () => {
  let parts = 0
  for (const op of kinds) {
    for (const [number, example] of op.examples.entries()) {
      if (number % EVERY !== 0) continue
      const document = exampleDocument(op, example)
      const forwards = bits(document, (some) => some)
      const backwards = bits(document, (some) => [...some].reverse())
      expect(backwards.numbers, `${op.kind} ${number}`).toEqual(forwards.numbers)
      parts += forwards.parts
    }
  }
  expect(parts).toBeGreaterThan(200)
})
