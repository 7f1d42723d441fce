// Every op with a kernel on each of its examples: the planned engine is at most 1e-5 of a tensor's largest number away from
// the eager one.

import { describe, expect, it } from "vitest"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { AnyOp } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { exampleDocument, twins } from "./twins.ts"

const MOST = 1e-5

function kindsWithKernel(): readonly AnyOp[] {
  return [...ops.values()].filter(({ fast }) => fast !== undefined)
}

describe("ops with a kernel", () => {
  it("are there", () => {
    expect(kindsWithKernel().map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["Conv2d", "Linear", "MaxPool2d", "AvgPool2d", "ReLU", "Flatten", "Add"]),
    )
  })
  for (const op of kindsWithKernel()) {
    it(`${op.kind}: as its own rules, in both modes`, () => {
      let tried = 0
      for (const [number, example] of op.examples.entries()) {
        for (const mode of example.mode === undefined ? (["train", "eval"] as const) : [example.mode]) {
          const document = exampleDocument(op, example)
          const { apart, eager } = twins(document, mode)
          for (const [name, share] of apart) expect(share, `${number} ${mode} ${name}`).toBeLessThanOrEqual(MOST)
          const node = analyze(document, ops, mode).nodes.get("op")
          const fast = op.fast?.({ ...node!.context!, outputs: node!.outputs! }) ?? null
          expect(eager, `${number} ${mode}`).toEqual(fast === null ? ["op"] : [])
          if (fast !== null) tried += 1
        }
      }
      expect(tried).toBeGreaterThan(0)
    })
  }
})
