// Graphs with one fault each, and the repair that mends it.

import type { NodeDocument } from "../../src/graph/document.ts"

export const input = (id: string, ...shape: number[]): NodeDocument => ({
  id,
  op: "Input",
  attrs: { shape },
  at: [0, 0],
})
export const node = (id: string, op: string, inputs: NodeDocument["inputs"], attrs: NodeDocument["attrs"] = {}) =>
  ({ id, op, inputs, attrs, at: [300, 0] }) as NodeDocument

export const BROKEN: Readonly<Record<string, { readonly nodes: readonly NodeDocument[]; readonly label: RegExp }>> = {
  "learned numbers of a layer that has become another": {
    nodes: [
      input("x", 4, 3),
      { ...node("a", "Linear", { input: "x" }, { out_features: 2 }), values: { weight: [[1, 2]], bias: [0] } },
      { ...node("b", "Linear", { input: "a" }, { out_features: 1 }), values: { weight: [[1]], bias: [5] } },
    ],
    label: /^Draw the params of a, b anew$/,
  },
  flatten: {
    nodes: [
      input("x", 4, 10, 7, 7),
      input("t", 4, 3),
      node("fc", "Linear", { input: "x" }, { out_features: 3 }),
      node("loss", "MSELoss", { input: "fc", target: "t" }),
    ],
    label: /^Insert Flatten before fc:input: 4×10×7×7 → 4×490$/,
  },
  permute: {
    nodes: [input("x", 2, 8, 8, 3), input("y", 2, 3, 8, 8), node("sum", "Add", { a: "x", b: "y" })],
    label: /^Insert Permute before sum:a: 2×8×8×3 → 2×3×8×8$/,
  },
  transpose: {
    nodes: [input("x", 4, 3), input("w", 5, 3), node("y", "MatMul", { a: "x", b: "w" })],
    label: /^Insert Permute before y:b: 5×3 → 3×5$/,
  },
  reshape: {
    nodes: [input("z", 4, 49), node("conv", "Conv2d", { input: "z" }, { out_channels: 2, kernel_size: 3 })],
    label: /^Insert Reshape before conv:input: 4×49 → 4×1×7×7$/,
  },
  padding: {
    nodes: [
      input("x", 1, 4, 8, 8),
      node("conv", "Conv2d", { input: "x" }, { out_channels: 4, kernel_size: 3 }),
      node("act", "ReLU", { input: "conv" }),
      node("sum", "Add", { a: "act", b: "x" }),
    ],
    label: /^Set padding of conv to 1$/,
  },
  "padding for the kernel": {
    nodes: [input("x", 1, 1, 4, 4), node("conv", "Conv2d", { input: "x" }, { out_channels: 2, kernel_size: 5 })],
    label: /^Set padding of conv to 1$/,
  },
  stride: {
    nodes: [
      input("x", 1, 4, 8, 8),
      node("left", "Conv2d", { input: "x" }, { out_channels: 6, kernel_size: 3, padding: 1, stride: 2 }),
      node("right", "Conv2d", { input: "x" }, { out_channels: 6, kernel_size: 1 }),
      node("sum", "Add", { a: "left", b: "right" }),
    ],
    label: /^Set stride of right to 2$/,
  },
  "stride beside same": {
    nodes: [
      input("x", 1, 4, 8, 8),
      node("conv", "Conv2d", { input: "x" }, { out_channels: 6, kernel_size: 3, padding: "same", stride: 2 }),
    ],
    label: /^Set stride of conv to 1$/,
  },
  channels: {
    nodes: [
      input("x", 1, 4, 8, 8),
      node("conv", "Conv2d", { input: "x" }, { out_channels: 6, kernel_size: 3, padding: 1, stride: 2 }),
      node("sum", "Add", { a: "conv", b: "x" }),
    ],
    label: /^Match channels before sum:b with a 1×1 convolution: 4 → 6, stride 2×2$/,
  },
  inputShape: {
    nodes: [input("x", 4, 3), node("conv", "Conv2d", { input: "x" }, { out_channels: 2, kernel_size: 3 })],
    label: /^Change the shape of x to 4×1×28×28$/,
  },
  "inputShape beside another": {
    nodes: [input("x", 4, 3), input("y", 4, 5), node("sum", "Add", { a: "x", b: "y" })],
    label: /^Change the shape of y to 4×3$/,
  },
  kernel: {
    nodes: [input("x", 1, 1, 4, 4), node("pool", "MaxPool2d", { input: "x" }, { kernel_size: 5 })],
    label: /^Reduce kernel_size of pool to 4×4$/,
  },
}
