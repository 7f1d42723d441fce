// The networks that are timed, as documents: W1, the homework's CNN, W2, a CNN for pictures of 32×32 with batch norm, a small
// transformer, ResNet-18, and convolutions of one size. Numbers are drawn once; all sides work on one batch again and again, and in
// trainings nobody asks for gradients of the data.

import type { GradwireDocument, NodeDocument } from "../../src/library.ts"

export interface Workload {
  readonly name: string
  /** A step of training; the values alone, in evaluation; values and gradients, in training; one convolution of a chain. */
  readonly work: "train" | "forward" | "both" | "convolution"
  /** What a convolution is asked for: its output, or a gradient. */
  readonly asked?: Part
  /** A chain of `layers`, or one of the networks that every side builds by its name. */
  readonly network: "chain" | "transformer" | "resnet18"
  readonly batch: number
  /** Channels, height and width of a picture. */
  readonly picture: readonly [number, number, number]
  readonly classes: number
  readonly layers: readonly Layer[]
  readonly document: GradwireDocument
}

/** What a convolution computes, forward and back. */
export type Part = "output" | "input" | "weight"

/** A layer of a chain, as every side builds it. */
interface Layer {
  readonly op: "Conv2d" | "BatchNorm2d" | "ReLU" | "MaxPool2d" | "Flatten" | "Dropout" | "Linear"
  readonly attrs?: NonNullable<NodeDocument["attrs"]>
}

function chainOf(
  name: string,
  work: Workload["work"],
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
  const document = classifying([batch, ...picture], chain)
  return { name, work, network: "chain", batch, picture, classes, layers, document }
}

/** Nodes from `x` to scores, with the loss and the training behind them. */
function classifying(shape: readonly number[], nodes: readonly NodeDocument[]): GradwireDocument {
  return {
    gradwire: 1,
    seed: 182,
    nodes: [
      { id: "x", op: "Input", attrs: { shape } },
      { id: "t", op: "Input", attrs: { shape: shape.slice(0, 1) } },
      ...nodes,
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: nodes.at(-1)?.id ?? "x", target: "t" } },
    ],
    training: { optimizer: { kind: "SGD", lr: 0.01, momentum: 0.9 }, epochs: 1_000_000 },
  }
}

/** Two encoder layers of d 128 with 4 heads over 64 places, norms behind the sums, and a classifier of the mean place. */
function transformer(): GradwireDocument {
  const nodes: NodeDocument[] = []
  const add = (id: string, op: string, inputs: NonNullable<NodeDocument["inputs"]>, attrs?: NodeDocument["attrs"]) => {
    nodes.push({ id, op, inputs, ...(attrs === undefined ? {} : { attrs }) })
    return id
  }
  let at = "x"
  for (const i of [0, 1]) {
    const attended = add(`attention${i}`, "MultiheadAttention", { query: at, key: at, value: at }, HEADS)
    const first = add(`norm${i}a`, "LayerNorm", { input: add(`sum${i}a`, "Add", { a: at, b: attended }) }, NORM)
    const wide = add(`wide${i}`, "Linear", { input: first }, { out_features: 512 })
    const back = add(`back${i}`, "Linear", { input: add(`gelu${i}`, "GELU", { input: wide }) }, { out_features: 128 })
    at = add(`norm${i}b`, "LayerNorm", { input: add(`sum${i}b`, "Add", { a: first, b: back }) }, NORM)
  }
  add("fc", "Linear", { input: add("mean", "Mean", { input: at }, { dim: [1] }) }, { out_features: 10 })
  return classifying([16, 64, 128], nodes)
}

const HEADS = { num_heads: 4, batch_first: true }
const NORM = { normalized_shape: [128] }

/** ResNet-18 for pictures of 224×224. */
function resnet(): GradwireDocument {
  const nodes: NodeDocument[] = []
  const add = (op: string, input: string, attrs: NonNullable<NodeDocument["attrs"]> = {}): string => {
    const id = `${op}${nodes.length}`
    nodes.push({ id, op, attrs, inputs: { input } })
    return id
  }
  const normed = (input: string, out_channels: number, kernel_size: number, stride: number): string => {
    const padding = (kernel_size - 1) / 2
    return add("BatchNorm2d", add("Conv2d", input, { out_channels, kernel_size, stride, padding, bias: false }))
  }
  let at = add("MaxPool2d", add("ReLU", normed("x", 64, 7, 2)), { kernel_size: 3, stride: 2, padding: 1 })
  for (const [stage, filters] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1
      const branch = normed(add("ReLU", normed(at, filters, 3, stride)), filters, 3, 1)
      const id = `sum${stage}${block}`
      nodes.push({ id, op: "Add", inputs: { a: stride === 1 ? at : normed(at, filters, 1, 2), b: branch } })
      at = add("ReLU", id)
    }
  }
  add("Linear", add("Flatten", add("AdaptiveAvgPool2d", at, { output_size: 1 })), { out_features: 1000 })
  return classifying([1, 3, 224, 224], nodes)
}

const conv = (out_channels: number): Layer => ({ op: "Conv2d", attrs: { out_channels, kernel_size: 3, padding: 1 } })
const pool: Layer = { op: "MaxPool2d", attrs: { kernel_size: 2 } }
const linear = (out_features: number): Layer => ({ op: "Linear", attrs: { out_features } })
const relu: Layer = { op: "ReLU" }
const flat: Layer = { op: "Flatten" }

const homework = [conv(10), pool, conv(10), pool, flat, linear(3)]
/** Of one size. */
const convolutions = [conv(64), conv(64), conv(64), conv(64), pool, flat, linear(3)]
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

/** One of equal convolutions: `output` of it, or one of its gradients. */
function oneOf(asked: Part, channels: number, side: number, layers: readonly Layer[]): Workload {
  const what = asked === "output" ? "forward" : `gradient of the ${asked}`
  const name = `convolution 3×3, ${channels} → ${channels} channels, ${side}², ${what}`
  return { ...chainOf(name, "convolution", 1, [channels, side, side], 3, layers), asked }
}

export const workloads: readonly Workload[] = [
  chainOf("W1 train, batch 1", "train", 1, [1, 28, 28], 3, homework),
  chainOf("W1 train, batch 64", "train", 64, [1, 28, 28], 3, homework),
  chainOf("W2 train, batch 64", "train", 64, [3, 32, 32], 10, cifar),
  chainOf("W2 forward, batch 64", "forward", 64, [3, 32, 32], 10, cifar),
  ...(["output", "input", "weight"] as const).map((asked) => oneOf(asked, 64, 56, convolutions)),
  chainOf("convolutions 3×3 of 64 channels at 56², forward", "forward", 1, [64, 56, 56], 3, convolutions),
  chainOf("convolutions 3×3 of 64 channels at 56², forward and backward", "both", 1, [64, 56, 56], 3, convolutions),
  { ...named("ResNet-18 forward and backward, batch 1", "both", "resnet18", resnet()), batch: 1, classes: 1000 },
  { ...named("transformer train, batch 16", "train", "transformer", transformer()), batch: 16, classes: 10 },
]

function named(name: string, work: Workload["work"], network: Workload["network"], document: GradwireDocument) {
  return { name, work, network, picture: [3, 224, 224] as const, layers: [], document }
}
