import type { Images } from "../../kernels/fast.ts"
import { sumTo } from "../../tensor/broadcast.ts"
import type { Convolution } from "../../tensor/conv/phase.ts"
import { type ConvProduct, convProducts } from "../../tensor/conv/products.ts"
import { asRows, linear } from "../../tensor/matrix/linear.ts"
import { matmul } from "../../tensor/matrix/matmul.ts"
import { transposeLast } from "../../tensor/permute.ts"
import { dim, reshape, sizeOf } from "../../tensor/tensor.ts"
import { stepwise } from "../../tensor/work.ts"
import { bool, int } from "../attributes/attrs.ts"
import { featuresLast } from "../axisNames.ts"
import { biasTerms } from "../families/spatial/convRules.ts"
import type { Init } from "../kept.ts"
import { defineOp } from "../op.ts"
import type { Product } from "../port.ts"

export const Linear = defineOp({
  kind: "Linear",
  shelf: "layer",
  title: "Linear",
  summary: "Fully connected layer: every output is a weighted sum of all inputs.",
  keywords: ["FC", "fully connected", "dense", "Gemm", "affine", "InnerProduct"],
  use: 88,
  usual: { input: ["Flatten", "ReLU", "Dropout", "GELU"] },

  attrs: {
    out_features: int({ doc: "Number of outputs.", initial: 10, min: 1 }),
    bias: bool({ doc: "Add a learned bias to each output.", fallback: true }),
  },
  inputs: { input: { doc: "Any leading axes, then the features.", tex: "x" } },
  outputs: { output: { doc: "The same leading axes, then out_features.", tex: "y" } },
  params: {
    weight: {
      tex: "W",
      doc: "out_features × in_features.",
      rule: (at) => {
        const inputs = dim(at.shapes.input, -1)
        return { shape: [at.attrs.out_features, inputs], init: uniformBelow(inputs), count: "n*k" }
      },
    },
    bias: {
      tex: "b",
      doc: "One number for each output.",
      rule: (at) =>
        at.attrs.bias
          ? { shape: [at.attrs.out_features], init: uniformBelow(dim(at.shapes.input, -1)), count: "k" }
          : null,
    },
  },
  buffers: {},
  caption: (attrs) => `${attrs.out_features} outputs${attrs.bias ? "" : ", no bias"}`,

  shape: (at) => {
    const { input } = at.shapes
    if (input.length > 0) return { output: [...input.slice(0, -1), at.attrs.out_features] }
    const sentence = "the input is a scalar, but Linear takes features on the last axis; give it at least one axis"
    return { at: "input", sentence, found: "scalar", expected: "at least one axis" }
  },
  axes: (at) => {
    const axes = featuresLast(at.shapes.input)
    return { inputs: { input: axes }, outputs: { output: axes } }
  },
  receptiveField: () => "global",
  symbols: (at) => {
    const n = dim(at.shapes.input, -1)
    return { m: sizeOf(at.shapes.input) / n, n, k: at.attrs.out_features }
  },
  formulas: { macs: "m*n*k" },

  *forward(at) {
    return { output: yield* linear(at.inputs.input, at.params.weight, at.params.bias) }
  },
  backward: {
    *input(at) {
      const dx = yield* stepwise(matmul(asRows(at.grad.output), at.params.weight))
      return reshape(dx, at.shapes.input)
    },
    weight: (at) => matmul(transposeLast(asRows(at.grad.output)), asRows(at.inputs.input)),
    bias: (at) => sumTo(at.grad.output, [at.attrs.out_features]),
  },

  fast: ({ shapes, outputs }) => {
    const [columns, filters] = [dim(shapes.input, -1), dim(outputs.output, -1)]
    const rows = sizeOf(shapes.input) / columns
    return { kernel: "convolution", ...singleCells, input: cells(rows, columns), output: cells(rows, filters) }
  },

  // A convolution of single cells, one example a row.
  products: ({ attrs, shapes }, { port, cell }) => {
    const inputs = dim(shapes.input, -1)
    const rows = sizeOf(shapes.input) / inputs
    const planes = { batch: rows, channels: attrs.out_features, size: [1, 1] } as const
    const added = attrs.bias ? biasTerms(planes, port, cell) : []
    if (port === "bias") return added
    const place = port === "input" ? "x" : port === "weight" ? "w" : "y"
    return [...added, ...convProducts(perRow(rows, inputs, attrs.out_features), place, cell).map(asLinear)]
  },

  tex: {
    forward: "@output = @input\\, @weight^{\\mathsf T}\\when{bias}{ + @bias}{}",
    backward: {
      input: "\\grad{@input} = \\grad{@output}\\, @weight",
      weight: "\\grad{@weight} = \\left(\\grad{@output}\\right)^{\\mathsf T} @input",
      bias: "\\grad{@bias} = \\sum_{\\text{rows}} \\grad{@output}",
    },
  },
  torch: {
    module: {
      name: "nn.Linear",
      takes: [{ in_features: (at) => dim(at.shapes.input, -1) }, "out_features", "bias"],
    },
    functions: [{ name: "F.linear", takes: ["@input", "@weight", "@bias"] }],
  },
  examples: [
    { shapes: { input: [4, 3] }, attrs: { out_features: 2 } },
    { shapes: { input: [2, 3, 4] }, attrs: { out_features: 5 } },
    { shapes: { input: [3] }, attrs: { out_features: 2 } },
    { shapes: { input: [2, 3] }, attrs: { out_features: 4, bias: false } },
  ],
})

/** PyTorch's default, Kaiming uniform with a = √5: ±1/√in for weight and bias. */
function uniformBelow(inputs: number): Init {
  const bound = 1 / Math.sqrt(inputs)
  return { kind: "uniform", low: -bound, high: bound }
}

const singleCells = { size: [1, 1], stride: [1, 1], dilation: [1, 1], padding: [0, 0], groups: 1, flip: false } as const

function cells(batch: number, channels: number): Images {
  return { batch, channels, height: 1, width: 1 }
}

function perRow(batch: number, channels: number, filters: number): Convolution {
  const one = [1, 1] as const
  const shared = { input: one, kernel: one, stride: one, dilation: one, padding: [0, 0], output: one } as const
  return { batch, channels, filters, groups: 1, flip: false, ...shared }
}

function asLinear({ x, w, y }: ConvProduct): Product<"input" | "weight"> {
  return {
    output: y,
    cells: [
      { port: "input", cell: x },
      { port: "weight", cell: w },
    ],
  }
}
