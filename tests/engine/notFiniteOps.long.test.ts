// Every op over inputs that are too large, negative or 0: where finite numbers give one that is not, a sentence says why.

import { expect, test } from "vitest"
import { whyNotFinite } from "../../src/engine/pass/notFinite.ts"
import type { AnyOp } from "../../src/ops/op.ts"
import type { Held } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Dtype, Tensor } from "../../src/tensor/tensor.ts"
import { forwardContext, runForward, type Setting } from "../ops/context.ts"

/** What the first input holds and what the others hold. */
const PROBES: Readonly<Record<Dtype, readonly (readonly [number, number])[]>> = {
  float32: [
    [0, 0],
    [0, -1],
    [-1, 0.5],
    [-2.5, -0.5],
    [200, 200],
    [1e30, 1e30],
    [-3e38, 3e38],
  ],
  float64: [
    [0, 0],
    [-2.5, 0.5],
    [1000, 1000],
  ],
}
/** A probability that is none, and rows of nothing, are refused before they are computed. */
const REFUSING = new Set(["BCELoss", "CrossEntropyLoss", "NLLLoss", "Embedding"])

const listed = (held: Held<Tensor>): readonly Tensor[] => (held === undefined ? [] : "data" in held ? [held] : held)

/** The reasons of what is not finite, by output; null where the op says nothing. */
function reasonsOf(op: AnyOp, setting: Setting, dtype: Dtype): readonly (string | null)[] {
  const at = forwardContext(op, setting, "train", 1, dtype)
  const outputs = runForward(op, at)
  return Object.keys(outputs).flatMap((port) =>
    listed(outputs[port]).flatMap(({ data }, place) => {
      const index = data.findIndex((x) => !Number.isFinite(x))
      return index < 0 ? [] : [whyNotFinite(op, at, outputs, { port, place, index })]
    }),
  )
}

let met = 0
const CASES = [...ops.values()].filter(({ kind, inputs }) => !REFUSING.has(kind) && Object.keys(inputs).length > 0)

test.each(CASES.map((op) => [op.kind, op] as const))("%s says why", (_, op) => {
  expect(op.examples.length).toBeGreaterThan(0)
  for (const example of op.examples) {
    for (const dtype of ["float32", "float64"] as const) {
      for (const [first, others] of PROBES[dtype]) {
        const range = Object.fromEntries(
          Object.keys(example.shapes).map((port, i) => [port, i === 0 ? [first, first] : [others, others]] as const),
        ) as NonNullable<Setting["range"]>
        const { values: _, ...drawn } = example
        const reasons = reasonsOf(op, { ...drawn, range }, dtype)
        expect(reasons, `${first}, ${others} ${JSON.stringify(example.attrs ?? {})}`).not.toContain(null)
        // Numbers of everyday size do not become too large.
        if (Math.max(Math.abs(first), Math.abs(others)) < 10) {
          expect(reasons.filter((reason) => reason?.includes("too large"))).toEqual([])
        }
        met += reasons.length
      }
    }
  }
})

test("there was something to explain", () => {
  expect(met).toBeGreaterThan(100)
})
