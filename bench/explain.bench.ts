// "Why is this number?" of large layers: the time from a click on a cell to its explanation, without drawing. One cell of the
// output's value, one of the input's gradient and one of the param's, where there is one. A frame is 16.7 ms.

import { bench, describe } from "vitest"
import { analyze, type Cell, explain, type GradwireDocument, type NodeDocument, ops, run } from "../src/library.ts"

const input = (id: string, shape: readonly number[]): NodeDocument => ({
  id,
  op: "Input",
  attrs: { shape: [...shape] },
})

const LAYERS: readonly {
  readonly name: string
  readonly nodes: readonly NodeDocument[]
  readonly cells: readonly Cell[]
}[] = [
  {
    name: "Conv2d, 64 → 64 channels of 56×56, 3×3",
    nodes: [
      input("x", [1, 64, 56, 56]),
      { id: "y", op: "Conv2d", attrs: { out_channels: 64, kernel_size: 3, padding: 1 }, inputs: { input: "x" } },
    ],
    cells: [
      { name: "y:output", side: "value", index: 91_234 },
      { name: "x:value>y:input", side: "gradient", index: 91_234 },
      { name: "y.weight", side: "gradient", index: 20_000 },
    ],
  },
  {
    name: "MatMul, 512×512 by 512×512",
    nodes: [input("a", [512, 512]), input("b", [512, 512]), { id: "y", op: "MatMul", inputs: { a: "a", b: "b" } }],
    cells: [
      { name: "y:output", side: "value", index: 100_000 },
      { name: "a:value>y:a", side: "gradient", index: 100_000 },
    ],
  },
  {
    name: "BatchNorm2d, 8×64×28×28",
    nodes: [input("x", [8, 64, 28, 28]), { id: "y", op: "BatchNorm2d", inputs: { input: "x" } }],
    cells: [
      { name: "y:output", side: "value", index: 200_000 },
      { name: "x:value>y:input", side: "gradient", index: 200_000 },
      { name: "y.weight", side: "gradient", index: 30 },
    ],
  },
  {
    name: "Cross-entropy, 256×1000",
    nodes: [
      input("z", [256, 1000]),
      input("t", [256]),
      { id: "y", op: "CrossEntropyLoss", inputs: { input: "z", target: "t" } },
    ],
    cells: [
      { name: "y:output", side: "value", index: 0 },
      { name: "z:value>y:input", side: "gradient", index: 123_456 },
    ],
  },
]

for (const { name, nodes, cells } of LAYERS) {
  const document: GradwireDocument = { gradwire: 1, seed: 1, target: "y", nodes: [...nodes] }
  const analysis = analyze(document, ops, "train")
  const result = run(analysis, { mode: "train", dtype: "float32" })
  describe(name, () => {
    for (const cell of cells) {
      if (explain(analysis, result, cell) === null) throw new Error(`${cell.name} of "${name}" has no explanation`)
      bench(`${cell.side} ${cell.name}`, () => void explain(analysis, result, cell), { time: 1000 })
    }
  })
}
