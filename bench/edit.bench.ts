// From an edit to the new numbers, without drawing: change one value, analyse, run forward and backward. A frame is 16.7 ms.
// What the page adds (messages to the worker and back, drawing) comes on top.

import { readFileSync } from "node:fs"
import { bench, describe } from "vitest"
import { analyze, type GradwireDocument, ops, read, run } from "../src/library.ts"

const GRAPHS = [
  { name: "batch-norm", node: "X", shape: [4, 3] },
  { name: "conv3-pool2-fc3", node: "input", shape: [1, 1, 28, 28] },
] as const

for (const { name, node, shape } of GRAPHS) {
  const { document } = read(readFileSync(`graphs/${name}.json`))
  if (document === null) throw new Error(`${name} cannot be read`)
  let at = 0
  const edit = (): GradwireDocument => {
    at += 1
    let i = 0
    const value = nested(shape, () => (i++ === 0 ? at / 100 : (i % 7) / 7))
    const nodes = document.nodes.map((one) => (one.id === node ? { ...one, values: { value } } : one))
    return { ...document, nodes }
  }
  describe(name, () => {
    bench("edit and analyse", () => {
      analyze(edit(), ops, "train")
    })
    bench("edit, analyse, forward and backward", () => {
      run(analyze(edit(), ops, "train"), { mode: "train", dtype: "float32" })
    })
  })
}

/** Numbers as a document writes them: a list for each axis. */
function nested(shape: readonly number[], next: () => number): Nested {
  const [length, ...rest] = shape
  return length === undefined ? next() : Array.from({ length }, () => nested(rest, next))
}

type Nested = number | Nested[]
