// Batch norm, variance and deviation of numbers whose mean is far larger than what they differ by, against the same in float64.

import { expect, test } from "vitest"
import { tensorsOf } from "../../../src/engine/numbers/report.ts"
import { run } from "../../../src/engine/planned/plain.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { ops } from "../../../src/ops/registry.ts"

const OPS = [
  { op: "BatchNorm1d", shape: [64, 5] },
  { op: "BatchNorm2d", shape: [4, 6, 9, 7] },
  { op: "Var", shape: [64, 5], attrs: { dim: [0] } },
  { op: "Std", shape: [5, 64], attrs: { dim: [1] } },
] as const

test.for(OPS.flatMap((one) => [0, -100, 3000, 1e5].map((mean) => ({ ...one, mean }))))(
  "$op of a mean of $mean and a deviation of 1",
  ({ op, shape, mean, ...rest }) => {
    const analysis = analyze(
      {
        gradwire: 2,
        seed: 9,
        target: "norm",
        upstream: { "norm:output": { distribution: "normal" } },
        nodes: [
          { id: "x", op: "Input", attrs: { shape: [...shape], mean, std: 1 } },
          { id: "norm", op, ...rest, inputs: { input: "x" } },
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
      ["gradient", ["x:value", ...(op.startsWith("Batch") ? ["norm.weight", "norm.bias"] : [])]],
    ] as const) {
      for (const name of names) {
        const [own, other] = [exact, planned].map((result) => [...(tensorsOf(result, kind).get(name)?.data ?? [])])
        expect(own?.length, name).toBeGreaterThan(0)
        const largest = Math.max(...(own ?? []).map(Math.abs))
        const apart = Math.max(...(own ?? []).map((n, i) => Math.abs(n - (other?.[i] ?? Number.NaN))))
        expect(apart / largest, name).toBeLessThanOrEqual(5e-7)
      }
    }
  },
)
