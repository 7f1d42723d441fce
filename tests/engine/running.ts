// A document, run in double precision.

import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

export function runDocument(document: GradwireDocument) {
  return run(analyze(document, ops, "train"), { mode: "train", dtype: "float64" })
}

export const x3: NodeDocument = { id: "x", op: "Input", attrs: { shape: [3] }, values: { value: [-1, 2, 3] } }
