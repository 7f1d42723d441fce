// Every op × every example: its own numbers agree, noise has no cause, and no mistake that is tried brings anything down.

import { describe, expect, it } from "vitest"
import { compareArrays } from "../../../src/engine/compare/compare.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { runSingle } from "../explain/single.ts"

const withInputs = [...ops.values()].filter((op) => Object.keys(op.inputs).length > 0)

describe.for(withInputs.map((op) => [op.kind, op] as const))("%s", ([, op]) => {
  it.for(op.examples.map((example, i) => [i, example] as const))("example %i", ([, example]) => {
    for (const mode of example.mode === undefined ? (["train", "eval"] as const) : [example.mode]) {
      const single = runSingle(op, example, mode)
      if (single === null) continue
      const { analysis, result } = single
      const random = randomStream(7, op.kind, "noise")
      const check = (name: string, side: "value" | "gradient", tensor: Tensor) => {
        const compare = (theirs: Tensor) => compareArrays({ analysis, result, name, side }, theirs, null)!
        expect(compare(tensor)).toMatchObject({ cells: { wrong: [] }, causes: [] })
        const noise = { shape: tensor.shape, data: Float64Array.from(tensor.data, () => random.uniform() - 0.5) }
        expect(compare(noise).causes, `${mode} ${side} ${name}`).toEqual([])
        const longer = { shape: [tensor.data.length + 1], data: new Float64Array(tensor.data.length + 1).fill(0.5) }
        expect(compare(longer).cells).toBeNull()
      }
      for (const [name, tensor] of result.values) check(name, "value", tensor)
      for (const [name, tensor] of result.gradients) check(name, "gradient", tensor)
      for (const [name, tensor] of result.wires) check(name, "gradient", tensor)
    }
  })
})
