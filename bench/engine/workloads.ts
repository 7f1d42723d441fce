// The networks whose training is timed, as documents: W1, the homework's CNN, and W2, a CNN for pictures of 32×32 with batch
// norm. Numbers are drawn once; all sides train on one batch again and again, and nobody asks for gradients of the data.

import type { GradwireDocument, NodeDocument } from "../../src/library.ts"

export interface Workload {
  readonly name: string
  readonly batch: number
  /** Channels, height and width of a picture. */
  readonly picture: readonly [number, number, number]
  readonly classes: number
  readonly layers: readonly Layer[]
  readonly document: GradwireDocument
}

/** A layer of a chain, as every side builds it. */
interface Layer {
  readonly op: "Conv2d" | "BatchNorm2d" | "ReLU" | "MaxPool2d" | "Flatten" | "Dropout" | "Linear"
  readonly attrs?: NonNullable<NodeDocument["attrs"]>
}

function workload(
  name: string,
  batch: number,
  picture: Workload["picture"],
  classes: number,
  layers: readonly Layer[],
): Workload {
  const chain = layers.map(({ op, attrs }, i) => ({
    id: `layer${i}`,
    op,
    ...(attrs === undefined ? {} : { attrs }),
    inputs: { input: i === 0 ? "x" : `layer${i - 1}` },
  }))
  const document: GradwireDocument = {
    gradwire: 1,
    seed: 182,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [batch, ...picture] } },
      { id: "t", op: "Input", attrs: { shape: [batch] } },
      ...chain,
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: `layer${layers.length - 1}`, target: "t" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.01, momentum: 0.9 }, epochs: 1_000_000 },
  }
  return { name, batch, picture, classes, layers, document }
}

const conv = (out_channels: number): Layer => ({ op: "Conv2d", attrs: { out_channels, kernel_size: 3, padding: 1 } })
const pool: Layer = { op: "MaxPool2d", attrs: { kernel_size: 2 } }
const linear = (out_features: number): Layer => ({ op: "Linear", attrs: { out_features } })
const relu: Layer = { op: "ReLU" }
const flat: Layer = { op: "Flatten" }

const homework = [conv(10), pool, conv(10), pool, flat, linear(3)]
const block = (filters: number): readonly Layer[] => [conv(filters), { op: "BatchNorm2d" }, relu]
const stage = (filters: number): readonly Layer[] => [...block(filters), ...block(filters), pool]
const cifar = [
  ...stage(32),
  ...stage(64),
  ...stage(128),
  flat,
  linear(256),
  relu,
  { op: "Dropout" } as const,
  linear(10),
]

export const workloads: readonly Workload[] = [
  workload("W1 train, batch 1", 1, [1, 28, 28], 3, homework),
  workload("W1 train, batch 64", 64, [1, 28, 28], 3, homework),
  workload("W2 train, batch 64", 64, [3, 32, 32], 10, cifar),
]
