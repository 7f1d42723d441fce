// Convolutions as networks have them, one example, float32: forward, and forward with the gradients of input and weight.
// Input and weight are Parameters of ones, which cost next to nothing to make.

import { bench, describe } from "vitest"
import { analyze, type NodeDocument, ops, run } from "../src/library.ts"

interface Layer {
  readonly channels: number
  readonly filters: number
  readonly size: number
  readonly kernel: number
  readonly stride: number
  readonly groups?: number
}

const layers: readonly (readonly [string, Layer])[] = [
  ["3×3, 64 to 64, 56×56 (116 million multiply-adds)", { channels: 64, filters: 64, size: 56, kernel: 3, stride: 1 }],
  ["7×7, 3 to 64, 224×224, stride 2 (118 million)", { channels: 3, filters: 64, size: 224, kernel: 7, stride: 2 }],
  ["3×3, 512 to 512, 7×7 (116 million)", { channels: 512, filters: 512, size: 7, kernel: 3, stride: 1 }],
  ["3×3 depthwise, 96, 56×56 (2.7 million)", { channels: 96, filters: 96, size: 56, kernel: 3, stride: 1, groups: 96 }],
]

function ones(id: string, shape: number[]): NodeDocument {
  return { id, op: "Parameter", attrs: { shape, init: "ones" } }
}

for (const [name, { channels, filters, size, kernel, stride, groups = 1 }] of layers) {
  const padding = Math.floor(kernel / 2)
  const conv: NodeDocument = {
    id: "conv",
    op: "Conv2d",
    attrs: { out_channels: filters, kernel_size: kernel, stride, padding, groups, bias: false },
    inputs: { input: "x", weight: "w" },
  }
  const nodes = [ones("x", [1, channels, size, size]), ones("w", [filters, channels / groups, kernel, kernel]), conv]
  const analysis = analyze({ gradwire: 1, nodes }, ops)
  const [problem] = analysis.problems
  if (problem !== undefined) throw new Error(problem.sentence)
  const options = { time: 1000, warmupTime: 300 }
  describe(name, () => {
    for (const backward of [false, true]) {
      const pass = backward ? "forward and backward" : "forward"
      bench(pass, () => void run(analysis, { mode: "train", dtype: "float32", backward }), options)
    }
  })
}
