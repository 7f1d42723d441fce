// One arrow of an example at a time: its rule as it is written, and what the engine computes.

import { expect } from "vitest"
import { writeTex } from "../../../src/formula/tex.ts"
import type { NodeAnalysis } from "../../../src/graph/analysis/analysis.ts"
import { rulesOf } from "../../../src/graph/analysis/rules.ts"
import type { AnyBackwardContext, AnyOp, Mode } from "../../../src/ops/op.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { backwardContext, drawUpstream, forwardContext, runBackward, runForward, shapesOf } from "../context.ts"
import { readRule, type Statement } from "./readRule.ts"
import type { Place, Scope } from "./workOut.ts"

const SEED = 11

/** One arrow of an example with everything that its rule may speak of. */
export interface Step {
  readonly op: AnyOp
  readonly at: AnyBackwardContext
  readonly arrow: string
  readonly rule: readonly Statement[]
  readonly wanted: Tensor
}

export function stepsOf(op: AnyOp, example: AnyOp["examples"][number], mode: Mode): readonly Step[] {
  const at = forwardContext(op, example, mode, SEED)
  const outputs = runForward(op, at)
  const back = backwardContext(op, at, outputs, drawUpstream(op, outputs, SEED))
  const context = { attrs: at.attrs, shapes: at.shapes, mode }
  // What rulesOf reads of a node.
  const node = { op, context, outputs: shapesOf(op, context) } as unknown as NodeAnalysis
  const rules = rulesOf(node)!
  return Object.entries(rules.backward).flatMap(([arrow, template]): readonly Step[] => {
    const wanted = runBackward(op, back, arrow)?.[0]
    if (template === null || wanted === undefined) return []
    expect(template).not.toContain("\\when")
    const rule = readRule(writeTex(template, (name) => (names(op).has(name) ? `⟪${name}⟫` : null)))
    return [{ op, at: back, arrow, rule, wanted }]
  })
}

function names(op: AnyOp): ReadonlySet<string> {
  return new Set([op.attrs, op.inputs, op.outputs, op.params, op.buffers].flatMap((place) => Object.keys(place)))
}

export function scopeOf(place: Place, rule: readonly Statement[], letters: Readonly<Record<string, number>>): Scope {
  return { place, meanings: rule.slice(1), letters: new Map(Object.entries(letters)) }
}

export function expectEqual(got: readonly number[], { wanted, op, arrow }: Step): void {
  const scale = Math.max(1e-3, ...wanted.data.map(Math.abs))
  expect(got.length, `${op.kind}.${arrow}`).toBe(wanted.data.length)
  got.forEach((x, i) => {
    expect(
      Math.abs(x - wanted.data[i]!) / scale,
      `${op.kind}.${arrow}, cell ${i}: ${x}, wanted ${wanted.data[i]}`,
    ).toBeLessThan(1e-6)
  })
}
