// What a hand draws on the Input of a learned graph of the gallery: strokes as paths of a pen, in cells of the pad, painted by its
// brush; and what the network tells of them.

import { readFileSync } from "node:fs"
import { stroke } from "../src/editor/picture/brush.ts"
import { quantiseValue } from "../src/graph/values/packed.ts"
import { analyze, type GradwireDocument, ops, read, run } from "../src/library.ts"
import { tensorOf } from "../src/tensor/tensor.ts"

type Spot = readonly [x: number, y: number]
export type Strokes = readonly (readonly Spot[])[]

const SIZE = { rows: 28, columns: 28 }

export function graphOf(name: string): GradwireDocument {
  const { document } = read(readFileSync(`graphs/${name}.json`))
  if (document === null) throw new Error(`graphs/${name}.json cannot be read`)
  return document
}

export function painted(strokes: Strokes): Float64Array {
  const cells = new Float64Array(784)
  for (const path of strokes) {
    let last = path[0]
    for (const spot of path) {
      stroke(cells, SIZE, last ?? spot, spot, false)
      last = spot
    }
  }
  return cells
}

/** The index of the largest logit. */
export function leaderOf(graph: GradwireDocument, cells: Iterable<number>): number {
  const value = quantiseValue(tensorOf([1, 1, 28, 28], [...cells], "float64"))
  const nodes = graph.nodes.map((node) => (node.id === "input" ? { ...node, values: { value } } : node))
  const result = run(analyze({ ...graph, nodes }, ops), { mode: "train", dtype: "float32", backward: false })
  const logits = [...(result.values.get("fc1:output")?.data ?? [])]
  return logits.indexOf(Math.max(...logits))
}

/** A dot at each of fifteen places all over the pad. */
export const DOTS: readonly Float64Array[] = [4, 9, 14, 19, 24].flatMap((x) =>
  [4, 14, 24].map((y) => painted([[[x, y]]])),
)
