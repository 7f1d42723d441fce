// Any document that was read has an analysis, whatever it asks for.

import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { NodeDocument } from "../../src/graph/document.ts"
import { summaryRows } from "../../src/graph/measure/table.ts"
import { ops } from "../../src/ops/registry.ts"

describe("any document that was read", () => {
  const kinds = [...ops.keys(), "Nonsense"]
  const ids = ["a", "b", "c", "d", "e", "f", "g", "h"]
  const size = fc.integer({ min: 0, max: 6 })
  const json = fc.oneof(
    size,
    fc.array(size, { maxLength: 4 }),
    fc.constantFrom(null, true, "same", "mean", "", -1, 1e9, 0.5),
  )
  const source = fc.oneof(
    fc.constantFrom(...ids),
    fc.constantFrom("a:value", "b:output", "c:mask", "d:outputs[0]", "e:outputs[9]", "nobody", "a:b:c", ""),
  )
  const inputs = fc.dictionary(
    fc.constantFrom("input", "a", "b", "inputs", "weight", "target", "x", "bias"),
    fc.oneof(source, fc.array(fc.oneof(source, fc.constant(null)), { maxLength: 3 })),
    { maxKeys: 3 },
  )
  const attrs = fc.dictionary(
    fc.constantFrom("shape", "dim", "kernel_size", "out_channels", "out_features", "padding", "stride", "groups", "p"),
    json,
    { maxKeys: 4 },
  )
  const input = fc.record({
    op: fc.constant("Input"),
    attrs: fc.record({ shape: fc.array(size, { maxLength: 5 }) }),
    inputs: fc.constant({}),
  })
  const anyNode = fc.record({ op: fc.constantFrom(...kinds), attrs, inputs })
  const nodes = fc
    .array(fc.oneof({ weight: 1, arbitrary: input }, { weight: 3, arbitrary: anyNode }), { maxLength: 8 })
    .map((list) => list.map((node, i): NodeDocument => ({ id: ids[i]!, ...node })))

  it("has an analysis, rows, fields and costs, and every problem a place and a sentence", () => {
    fc.assert(
      fc.property(nodes, fc.constantFrom("train" as const, "eval" as const), (list, mode) => {
        const analysis = analyze({ gradwire: 1, nodes: list }, ops, mode)
        expect(analysis.nodes.size).toBe(list.length)
        expect(summaryRows(analysis)).toHaveLength(analysis.order.length)
        for (const problem of analysis.problems) {
          expect(problem.code, problem.sentence).not.toBe("GW-G104")
          expect(problem.sentence).toMatch(/^["A-Z].*[.?]$/)
        }
        for (const node of analysis.nodes.values()) {
          if (node.state === "ok") expect(node.outputs).not.toBeNull()
          if (node.state === "bad") expect(node.problems.some(({ severity }) => severity === "error")).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
