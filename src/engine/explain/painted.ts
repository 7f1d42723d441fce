// A transposed convolution as a picture: each input element paints the filter, scaled by its value, and where copies overlap
// they add.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { isRunnable } from "../pass/forward.ts"
import type { RunResult } from "../pass/result.ts"
import type { Cell } from "./terms/explanation.ts"
import { cellOn, cellWords, namedFactor } from "./terms/names.ts"

/** What one input element paints into the output: a copy of the kernel, times that element. */
export interface PaintedCopy {
  /** The input element that paints. */
  readonly cell: Cell
  readonly words: string
  readonly number: number
  /** What it paints, in the output's own shape; 0 beside it. */
  readonly painted: Tensor
  /** The output cells that it reaches. */
  readonly reaches: ReadonlySet<number>
}

/** More copies than these, or copies on larger maps, are no picture. */
const MOST_COPIES = 16
const MOST_CELLS = 400

/** One copy for each element of the input; null for other ops, and where there are too many to look at. */
export function paintedCopies(analysis: Analysis, result: RunResult, id: string): readonly PaintedCopy[] | null {
  const node = analysis.nodes.get(id)
  if (node === undefined || !isRunnable(node) || !/^ConvTranspose/.test(node.op.kind)) return null
  const tensorAt = (port: string): Tensor | undefined => {
    const { name } = cellOn(node, { name: port }, 0)
    return result.values.get(name) ?? result.params.get(name)
  }
  const [input, weight, output] = [tensorAt("input"), tensorAt("weight"), result.values.get(`${id}:output`)]
  if (input === undefined || weight === undefined || output === undefined) return null
  if (input.data.length > MOST_COPIES || output.data.length > MOST_CELLS) return null
  return Array.from(input.data, (number, index): PaintedCopy => {
    const data = new Float64Array(output.data.length)
    const reaches = new Set<number>()
    for (const { output: at, cells } of node.op.products?.(node.context, { port: "input", cell: index }) ?? []) {
      const w = cells.find(({ port }) => port === "weight")
      data[at] = (data[at] ?? 0) + number * (weight.data[w?.cell ?? -1] ?? 0)
      reaches.add(at)
    }
    const cell = cellOn(node, { name: "input" }, index)
    const { words } = namedFactor(analysis, { words: cellWords(cell.name, input.shape, index), number, cell })
    return { cell, words, number, painted: { shape: output.shape, data }, reaches }
  })
}
