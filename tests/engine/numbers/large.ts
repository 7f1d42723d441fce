// A run with large tensors and small ones beside them.

import { run } from "../../../src/engine/pass/run.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { ops } from "../../../src/ops/registry.ts"

/** `side`: of the picture; 40 makes tensors of 4800 numbers and more, 8 none of over 4096. */
export function convolutions(side: number, seed = 3): GradwireDocument {
  return {
    gradwire: 1,
    seed,
    target: "loss:output",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 3, side, side] } },
      { id: "conv", op: "Conv2d", attrs: { out_channels: 4, kernel_size: 3, padding: 1 }, inputs: { input: "x" } },
      { id: "bn", op: "BatchNorm2d", inputs: { input: "conv" } },
      { id: "relu", op: "ReLU", inputs: { input: "bn" } },
      { id: "flat", op: "Flatten", inputs: { input: "relu" } },
      { id: "loss", op: "Sum", inputs: { input: "flat" } },
    ],
  }
}

export function ran(document: GradwireDocument) {
  const analysis = analyze(document, ops, "train")
  return { analysis, result: run(analysis, { mode: "train", dtype: "float32" }) }
}
