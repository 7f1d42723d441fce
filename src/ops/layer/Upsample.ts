import { linearTaps, nearestIndex, resize, resizeBack } from "../../tensor/conv/resize.ts"
import { take, takeBack } from "../../tensor/slice.ts"
import { dtypeOf, type Shape, type Tensor } from "../../tensor/tensor.ts"
import { bool, choice, optional, pair } from "../attributes/attrs.ts"
import { factors, type Resizing, resizedAxes, resizedField, resizedShape } from "../families/spatial/resizing.ts"
import { imagesOf, planesAxes } from "../families/spatial/spatial.ts"
import { defineOp } from "../op.ts"

interface At {
  readonly attrs: Resizing
  readonly shapes: { readonly input: Shape }
}
const SIZE = { "size=": ({ attrs, shapes }: At) => along(shapes.input, attrs.size) }
const FACTOR = { "scale_factor=": ({ attrs, shapes }: At) => along(shapes.input, attrs.scale_factor) }
const MODE = { "mode=": ({ attrs }: At) => (attrs.mode === "nearest" ? undefined : attrs.mode) }
/** PyTorch refuses even False where nothing is interpolated. */
const CORNERS = { "align_corners=": ({ attrs }: At) => (attrs.align_corners ? true : undefined) }

export const Upsample = defineOp({
  kind: "Upsample",
  shelf: "layer",
  title: "Upsample",
  short: "Up",
  summary: "Makes images or signals larger by repeating or interpolating; learns nothing.",
  keywords: ["interpolate", "resize", "Resize", "UpSampling2D", "nearest", "bilinear"],
  use: 15,

  attrs: {
    scale_factor: optional(factors),
    size: optional(pair({ doc: "Spatial size of the output, in place of scale_factor.", min: 1 })),
    mode: choice(["nearest", "linear", "bilinear"], { doc: "How cells in between are filled.", fallback: "nearest" }),
    align_corners: bool({ doc: "Put the corner cells of input and output onto each other.", fallback: false }),
  },
  inputs: { input: { doc: "N×C×H×W, or N×C×L.", tex: "x" } },
  outputs: { output: { doc: "The same with its spatial axes resized.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) => resizedShape(at.attrs, at.shapes.input),
  axes: (at) => planesAxes(at.shapes.input.length === 3 ? 1 : 2)(at),
  receptiveField: (_port, at) => resizedField(at.attrs, at.shapes.input),
  caption: ({ scale_factor, size, mode }) => {
    const to = size === null ? `×${[...new Set(scale_factor ?? [])].join("×")}` : `to ${[...new Set(size)].join("×")}`
    return `${to}, ${mode}`
  },

  forward: (at) => ({ output: resized(at.attrs, at.inputs.input) }),
  backward: { input: (at) => resizedBack(at.attrs, at.shapes.input, at.grad.output) },
  fast: (at) => {
    const axes = at.shapes.input.length === 3 ? 1 : 2
    const [input, output] = [imagesOf(at.shapes.input, axes), imagesOf(at.outputs.output, axes)]
    return { kernel: "resize", input, output, ...tapsOf(at.attrs, at.shapes.input) }
  },

  // a, b: the weights of rows and columns; a single 1 for nearest, two that add up to 1 for linear.
  tex: {
    forward: "@output_{i,j} = \\sum_{h,l} a_{ih}\\, b_{jl}\\, @input_{h,l}",
    backward: { input: "\\grad{@input_{h,l}} = \\sum_{i,j} a_{ih}\\, b_{jl}\\, \\grad{@output_{i,j}}" },
  },
  torch: {
    module: { name: "nn.Upsample", takes: [SIZE, FACTOR, MODE, CORNERS] },
    functions: [{ name: "F.interpolate", takes: ["@input", SIZE, FACTOR, MODE, CORNERS] }],
  },
  examples: [
    { attrs: { scale_factor: 2 }, shapes: { input: [2, 2, 2, 3] } },
    { attrs: { scale_factor: [1.5, 3], mode: "bilinear" }, shapes: { input: [1, 2, 4, 2] } },
    { attrs: { size: [5, 2], mode: "bilinear", align_corners: true }, shapes: { input: [1, 2, 3, 3] } },
    { attrs: { size: 4 }, shapes: { input: [1, 1, 3, 6] } },
    { attrs: { scale_factor: 3, mode: "linear" }, shapes: { input: [2, 1, 3] } },
    { attrs: { scale_factor: 2.5 }, shapes: { input: [1, 2, 3] } },
  ],
})

/** One number for all axes, or one each; nothing where it is not given. */
function along(input: Shape, given: readonly [number, number] | null): number | readonly number[] | undefined {
  if (given === null) return undefined
  return input.length === 3 || given[0] === given[1] ? given[1] : given
}

/** Which cells each cell along rows and columns is made of; a signal is one row. */
function tapsOf(at: Resizing, input: Shape) {
  const one = { lower: Int32Array.of(0), upper: Int32Array.of(0), weight: Float64Array.of(0) }
  const taps = resizedAxes(at, input).map(({ from, to, step }) => {
    if (at.mode !== "nearest") return linearTaps(from, to, step, at.align_corners)
    const lower = nearestIndex(from, to, step, "float32")
    return { lower, upper: lower, weight: new Float64Array(to) }
  })
  const [rows = one, columns = one] = taps.length === 1 ? [one, ...taps] : taps
  return { rows, columns }
}

function resized(at: Resizing, input: Tensor): Tensor {
  return resizedAxes(at, input.shape).reduce(
    (x, { axis, from, to, step }) =>
      at.mode === "nearest"
        ? take(x, axis, nearestIndex(from, to, step, dtypeOf(x)))
        : resize(x, axis, linearTaps(from, to, step, at.align_corners)),
    input,
  )
}

function resizedBack(at: Resizing, input: Shape, grad: Tensor): Tensor {
  return resizedAxes(at, input).reduceRight(
    (g, { axis, from, to, step }) =>
      at.mode === "nearest"
        ? takeBack(g, axis, nearestIndex(from, to, step, dtypeOf(g)), from)
        : resizeBack(g, axis, linearTaps(from, to, step, at.align_corners), from),
    grad,
  )
}
