// Networks that several tests need, built as a person would write them.

import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"

type Attrs = NodeDocument["attrs"] & object

/** A chain of nodes with forks: each call adds a node and answers its id. */
export class Builder {
  readonly nodes: NodeDocument[] = []

  input(shape: readonly number[], id = "x"): string {
    this.nodes.push({ id, op: "Input", attrs: { shape } })
    return id
  }

  add(op: string, from: string, attrs: Attrs = {}, id = `n${this.nodes.length}`): string {
    this.nodes.push({ id, op, attrs, inputs: { input: from } })
    return id
  }

  conv(from: string, channels: number, kernel: number, stride = 1, padding = (kernel - 1) / 2): string {
    return this.add("Conv2d", from, { out_channels: channels, kernel_size: kernel, stride, padding, bias: false })
  }

  sum(a: string, b: string, id = `n${this.nodes.length}`): string {
    this.nodes.push({ id, op: "Add", inputs: { a, b } })
    return id
  }

  document(): GradwireDocument {
    return { gradwire: 1, nodes: this.nodes }
  }
}

/**
 * A bottleneck ResNet of He et al. The stride of a stage stands in its first 1×1 convolution, as printed, or in the 3×3
 * one, as in torchvision. The last feature map is called `last`.
 */
export function resNet(
  blocks: readonly number[],
  stride: "original" | "torchvision",
  classes = 1000,
  size = 224,
): GradwireDocument {
  const net = new Builder()
  const convBn = (from: string, channels: number, kernel: number, step: number): string =>
    net.add("BatchNorm2d", net.conv(from, channels, kernel, step))
  let top = net.add("ReLU", convBn(net.input([1, 3, size, size]), 64, 7, 2))
  top = net.add("MaxPool2d", top, { kernel_size: 3, stride: 2, padding: 1 })
  for (const [stage, count] of blocks.entries()) {
    const width = 64 * 2 ** stage
    for (let block = 0; block < count; block++) {
      const step = stage > 0 && block === 0 ? 2 : 1
      const [first, second] = stride === "original" ? [step, 1] : [1, step]
      const skip = block === 0 ? convBn(top, 4 * width, 1, step) : top
      const reduced = net.add("ReLU", convBn(top, width, 1, first))
      const spread = net.add("ReLU", convBn(reduced, width, 3, second))
      const isLast = stage === blocks.length - 1 && block === count - 1
      top = net.add("ReLU", net.sum(convBn(spread, 4 * width, 1, 1), skip), {}, isLast ? "last" : undefined)
    }
  }
  const pooled = net.add("Flatten", net.add("AdaptiveAvgPool2d", top, { output_size: 1 }))
  net.add("Linear", pooled, { out_features: classes }, "fc")
  return net.document()
}
