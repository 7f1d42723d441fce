// Opens gallery documents for tests and reads numbers off their runs.

import { readFileSync } from "node:fs"
import { expect } from "vitest"
import type { RunResult } from "../../src/engine/pass/result.ts"
import { run } from "../../src/engine/pass/run.ts"
import type { Analysis } from "../../src/graph/analysis/analysis.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Tensor } from "../../src/tensor/tensor.ts"

export interface Opened {
  readonly document: GradwireDocument
  readonly analysis: Analysis
  readonly result: RunResult
  readonly value: (name: string) => number[]
  readonly gradient: (name: string) => number[]
  readonly wire: (name: string) => number[]
}

/** A document of `graphs/`, by its file name without `.json`, run in float64. */
export function openGraph(name: string, mode: Mode = "train"): Opened {
  const read = readDocument(readFileSync(new URL(`../../graphs/${name}.json`, import.meta.url), "utf8"))
  expect(read.problems).toEqual([])
  return runDocument(read.document!, mode)
}

export function runDocument(document: GradwireDocument, mode: Mode = "train"): Opened {
  const analysis = analyze(document, ops, mode)
  expect(analysis.problems).toEqual([])
  const result = run(analysis, { mode, dtype: "float64" })
  const numbers = (tensors: ReadonlyMap<string, Tensor>) => (place: string) => {
    expect([...tensors.keys()]).toContain(place)
    return Array.from(tensors.get(place)!.data)
  }
  const { values, gradients, wires } = result
  return { document, analysis, result, value: numbers(values), gradient: numbers(gradients), wire: numbers(wires) }
}

/** Every number within `within` of the largest magnitude wanted. */
export function expectClose(got: readonly number[], wanted: readonly number[], within = 1e-12): void {
  expect(got.length).toBe(wanted.length)
  const scale = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE)
  got.forEach((x, i) => {
    expect(Math.abs(x - wanted[i]!), `cell ${i}: ${x}, wanted ${wanted[i]}`).toBeLessThanOrEqual(within * scale)
  })
}

/** Column j of a matrix of `columns` columns. */
export function column(matrix: readonly number[], columns: number, j: number): number[] {
  return matrix.filter((_, i) => i % columns === j)
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length
}
