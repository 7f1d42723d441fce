// From an edit to the new numbers, without drawing: change one value, analyse, run forward and backward. A frame is 16.7 ms.
// What the page adds (messages to the worker and back, drawing) comes on top.

import { readFileSync } from "node:fs"
import { bench, describe } from "vitest"
import { run } from "../src/engine/pass/run.ts"
import { analyze } from "../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../src/graph/document.ts"
import { setValues } from "../src/graph/edit/edit.ts"
import { writeValue } from "../src/graph/values/values.ts"
import { ops } from "../src/ops/registry.ts"
import type { Tensor } from "../src/tensor/tensor.ts"

const GRAPHS = [
  { name: "batch-norm", node: "X", shape: [4, 3] },
  { name: "conv3-pool2-fc3", node: "input", shape: [1, 1, 28, 28] },
] as const

for (const { name, node, shape } of GRAPHS) {
  // A file of our own, held to be a document by tests/graphs.test.ts.
  let document = JSON.parse(readFileSync(`graphs/${name}.json`, "utf8")) as GradwireDocument
  const size = shape.reduce((product: number, n) => product * n, 1)
  let at = 0
  const edit = (): GradwireDocument => {
    at += 1
    const tensor: Tensor = {
      shape,
      data: Float64Array.from({ length: size }, (_, i) => (i === 0 ? at / 100 : (i % 7) / 7)),
    }
    document = setValues(document, node, "value", writeValue(tensor))
    return document
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
