// Whole graphs against PyTorch: every value, every gradient, what came back along every wire, and the loss.

import { readdirSync, readFileSync } from "node:fs"
import { afterAll, expect, test } from "vitest"
import type { RunResult } from "../../src/engine/pass/result.ts"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"

interface Written {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}
interface Wanted {
  readonly loss: number
  readonly values: Readonly<Record<string, Written>>
  readonly gradients: Readonly<Record<string, Written>>
  readonly wires: Readonly<Record<string, Written>>
}
interface Case {
  readonly mode: Mode
  readonly doc: GradwireDocument
  readonly want: Wanted
}

const folder = new URL("../reference/graphs/", import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith(".json"))
let agreed = 0
let tensors = 0

const largest = (data: ArrayLike<number>): number =>
  Array.from(data).reduce((most, x) => Math.max(most, Math.abs(x)), 0)

function disagreements(result: RunResult, want: Wanted): string[] {
  const ofFile = Math.max(1, ...Object.values(want.gradients).map(({ data }) => largest(data)))
  const kinds = ["values", "gradients", "wires"] as const
  return kinds.flatMap((kind) =>
    Object.entries(want[kind]).flatMap(([name, wanted]) => {
      const got = result[kind].get(name)
      tensors += 1
      return got === undefined ? [`${kind} ${name}: missing`] : difference(`${kind} ${name}`, got, wanted, ofFile)
    }),
  )
}

function difference(name: string, got: Tensor, want: Written, ofFile: number): string[] {
  if (got.shape.join() !== want.shape.join())
    return [`${name}: shape ${got.shape.join("×")}, not ${want.shape.join("×")}`]
  const worst = largest(want.data.map((x, i) => x - got.data[i]!))
  const allowed = 1e-7 * largest(want.data) + 1e-12 * ofFile
  return worst <= allowed ? [] : [`${name}: off by ${worst}, allowed ${allowed}`]
}

test.for(files)("%s agrees with PyTorch", (file) => {
  const { mode, doc, want }: Case = JSON.parse(readFileSync(new URL(file, folder), "utf8"))
  const result = run(analyze(doc, ops, mode), { mode, dtype: "float64" })
  expect(result.problems).toEqual([])
  expect(disagreements(result, want)).toEqual([])
  expect(Math.abs((result.loss ?? Number.NaN) - want.loss)).toBeLessThanOrEqual(1e-7 * Math.abs(want.loss))
  agreed += 1
})

afterAll(() => console.log(`${agreed} of ${files.length} reference graphs agree with PyTorch, ${tensors} tensors`))
