// Batch norm of numbers whose mean is far larger than their deviations, against the same numbers in float64.

import { expect, test } from "vitest"
import { tensorsOf } from "../../../src/engine/numbers/report.ts"
import { run } from "../../../src/engine/planned/plain.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { ops } from "../../../src/ops/registry.ts"

const SHAPES = { BatchNorm1d: [64, 5], BatchNorm2d: [4, 6, 9, 7] } as const

test.for(
  (["BatchNorm1d", "BatchNorm2d"] as const).flatMap((op) => [0, -100, 3000, 1e5].map((mean) => [op, mean] as const)),
)("%s of a mean of %d and a deviation of 1", ([op, mean]) => {
  const analysis = analyze(
    {
      gradwire: 2,
      seed: 9,
      target: "norm",
      upstream: { "norm:output": { distribution: "normal" } },
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [...SHAPES[op]], mean, std: 1 } },
        { id: "norm", op, inputs: { input: "x" } },
      ],
    },
    ops,
    "train",
  )
  const planned = run(analysis, { mode: "train", dtype: "float32", engine: "planned", anySize: true })
  expect(planned.engine).toBe("planned")
  const x = planned.values.get("x:value")
  if (x === undefined) throw new Error("the Input has a value")
  const value = { shape: x.shape, data: Float64Array.from(x.data) }
  const kept = new Map([["x", { params: new Map(), buffers: new Map([["value", value]]) }]])
  const exact = run(analysis, { mode: "train", dtype: "float64" }, undefined, kept)
  for (const [kind, names] of [
    ["value", ["norm:output"]],
    ["gradient", ["x:value", "norm.weight", "norm.bias"]],
  ] as const) {
    for (const name of names) {
      const [own, other] = [exact, planned].map((result) => [...(tensorsOf(result, kind).get(name)?.data ?? [])])
      expect(own?.length, name).toBeGreaterThan(0)
      const largest = Math.max(...(own ?? []).map(Math.abs))
      const apart = Math.max(...(own ?? []).map((n, i) => Math.abs(n - (other?.[i] ?? Number.NaN))))
      expect(apart / largest, name).toBeLessThanOrEqual(5e-7)
    }
  }
})
