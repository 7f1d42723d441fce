// What each block learns, counted by hand.

import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { shapeAt } from "../../src/graph/analysis/shapes.ts"
import { blocks } from "../../src/graph/blocks/registry.ts"
import { totalCount } from "../../src/graph/measure/counts.ts"
import { ops } from "../../src/ops/registry.ts"
import { behind, type Options } from "./blockCases.ts"

interface Case {
  readonly kind: string
  readonly options?: Options
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly count: number
  /** Where the number is from. */
  readonly by: string
}

const cases: readonly Case[] = [
  {
    kind: "ConvBNReLU",
    options: { out_channels: 10, kernel_size: 5, stride: 2 },
    from: [2, 3, 8, 8],
    to: [2, 10, 4, 4],
    count: 770,
    by: "5·5·3·10 weights and 2·10 of batch norm",
  },
  {
    kind: "BasicBlock",
    from: [1, 64, 8, 8],
    to: [1, 64, 8, 8],
    count: 73_984,
    by: "torchvision resnet18 layer1[0]: 2·(64·64·9) + 4·64",
  },
  {
    kind: "BasicBlock",
    options: { channels: 128, stride: 2 },
    from: [1, 64, 8, 8],
    to: [1, 128, 4, 4],
    count: 230_144,
    by: "torchvision resnet18 layer2[0], with its projection",
  },
  {
    kind: "Bottleneck",
    from: [1, 256, 8, 8],
    to: [1, 256, 8, 8],
    count: 70_400,
    by: "torchvision resnet50 layer1[1]",
  },
  {
    kind: "Bottleneck",
    from: [1, 64, 8, 8],
    to: [1, 256, 8, 8],
    count: 75_008,
    by: "torchvision resnet50 layer1[0]: a projection because the channels change",
  },
  {
    kind: "Bottleneck",
    options: { channels: 128, stride: 2 },
    from: [1, 256, 8, 8],
    to: [1, 512, 4, 4],
    count: 379_392,
    by: "torchvision resnet50 layer2[0]",
  },
  {
    kind: "InvertedResidual",
    options: { out_channels: 16, expand_ratio: 1 },
    from: [1, 32, 8, 8],
    to: [1, 16, 8, 8],
    count: 896,
    by: "torchvision mobilenet_v2 features[1]",
  },
  {
    kind: "InvertedResidual",
    options: { out_channels: 24, stride: 2 },
    from: [1, 16, 8, 8],
    to: [1, 24, 4, 4],
    count: 5_136,
    by: "torchvision mobilenet_v2 features[2]",
  },
  {
    kind: "InvertedResidual",
    options: { out_channels: 24 },
    from: [1, 24, 8, 8],
    to: [1, 24, 8, 8],
    count: 8_832,
    by: "torchvision mobilenet_v2 features[3]",
  },
  {
    kind: "InvertedResidual",
    options: { out_channels: 320 },
    from: [1, 160, 4, 4],
    to: [1, 320, 4, 4],
    count: 473_920,
    by: "torchvision mobilenet_v2 features[17]",
  },
  {
    kind: "DepthwiseSeparable",
    options: { out_channels: 64 },
    from: [1, 32, 8, 8],
    to: [1, 64, 8, 8],
    count: 2_528,
    by: "MobileNet's first block: 32·9 + 32·64 weights and 2·(32 + 64) of batch norm",
  },
  {
    kind: "DepthwiseSeparable",
    options: { out_channels: 4, batch_norm: false },
    from: [1, 3, 8, 8],
    to: [1, 4, 8, 8],
    count: 39,
    by: "the course's F8: 27 + 12",
  },
  {
    kind: "MLP",
    options: { hidden_features: [128], out_features: 10 },
    from: [2, 1, 28, 28],
    to: [2, 10],
    count: 101_770,
    by: "784·128 + 128 + 128·10 + 10",
  },
  {
    kind: "MLP",
    options: { hidden_features: [], out_features: 3 },
    from: [2, 4],
    to: [2, 3],
    count: 15,
    by: "4·3 + 3",
  },
  {
    kind: "TransformerEncoder",
    from: [2, 5, 64],
    to: [2, 5, 64],
    count: 49_984,
    by: "torch.nn.TransformerEncoderLayer(64, 4, 256)",
  },
  {
    kind: "TransformerEncoder",
    options: { num_heads: 12, dropout: 0.1 },
    from: [1, 4, 768],
    to: [1, 4, 768],
    count: 7_087_872,
    by: "torchvision vit_b_16 encoder_layer_0, and torch.nn.TransformerEncoderLayer(768, 12, 3072)",
  },
]

test.each(cases)("$kind learns $count numbers: $by", ({ kind, options, from, to, count }) => {
  const { document, output } = behind(from, kind, options)
  const analysis = analyze(document, ops)
  expect(analysis.problems).toEqual([])
  expect(totalCount(analysis)).toBe(count)
  expect(shapeAt(analysis.nodes.get(output.node)?.outputs, output)).toEqual(to)
})

test("every block has a count to answer for, and words to be found by", () => {
  expect([...new Set(cases.map(({ kind }) => kind))].sort()).toEqual([...blocks.keys()].sort())
  for (const block of blocks.values()) expect(block.title !== "" && block.summary.endsWith(".")).toBe(true)
})
