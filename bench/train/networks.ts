// The two networks whose training is timed, as documents: the homework's CNN with its loss behind it, and a small one for
// pictures of edges. Numbers are drawn once; both sides train on one batch again and again.

import type { GradwireDocument, NodeDocument } from "../../src/library.ts"

export interface Network {
  readonly name: string
  readonly batch: number
  readonly document: GradwireDocument
}

interface Stage {
  readonly id: string
  readonly op: string
  readonly attrs?: NonNullable<NodeDocument["attrs"]>
}

function network(name: string, batch: number, stages: readonly Stage[]): Network {
  const chain = stages.map((stage, i) => ({ ...stage, inputs: { input: stages[i - 1]?.id ?? "x" } }))
  return {
    name,
    batch,
    document: {
      gradwire: 1,
      seed: 182,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [batch, 1, 28, 28] } },
        { id: "t", op: "Input", attrs: { shape: [batch] } },
        ...chain,
        { id: "loss", op: "CrossEntropyLoss", inputs: { input: stages.at(-1)?.id ?? "x", target: "t" } },
      ],
      training: { optimizer: { kind: "SGD", lr: 0.01, momentum: 0.9 }, epochs: 1_000_000 },
    },
  }
}

const conv = (id: string, out_channels: number, kernel_size: number): Stage => ({
  id,
  op: "Conv2d",
  attrs: { out_channels, kernel_size, padding: Math.floor(kernel_size / 2) },
})
const relu = (id: string): Stage => ({ id, op: "ReLU" })
const pool = (id: string): Stage => ({ id, op: "MaxPool2d", attrs: { kernel_size: 2 } })
const flat: Stage = { id: "flat", op: "Flatten" }
const fc: Stage = { id: "fc", op: "Linear", attrs: { out_features: 3 } }

export const networks: readonly Network[] = [
  network("homework CNN (CONV3-10 POOL2 CONV3-10 POOL2 FC-3), batch 64", 64, [
    conv("conv1", 10, 3),
    pool("pool1"),
    conv("conv2", 10, 3),
    pool("pool2"),
    flat,
    fc,
  ]),
  network("edge CNN (CONV5-8 ReLU POOL2 CONV5-8 ReLU POOL2 FC-3), batch 30", 30, [
    conv("conv1", 8, 5),
    relu("relu1"),
    pool("pool1"),
    conv("conv2", 8, 5),
    relu("relu2"),
    pool("pool2"),
    flat,
    fc,
  ]),
]
