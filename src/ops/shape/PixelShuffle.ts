import { inverse, permute } from "../../tensor/permute.ts"
import { formatShape, reshape, type Shape } from "../../tensor/tensor.ts"
import { int } from "../attributes/attrs.ts"
import { counted } from "../axisNames.ts"
import { permutedFast } from "../families/rearranging.ts"
import { defineOp, type ShapeProblem } from "../op.ts"
import { layerAndFunction } from "../torch.ts"

export const PixelShuffle = defineOp({
  kind: "PixelShuffle",
  shelf: "shape",
  title: "PixelShuffle",
  summary: "Deals channels out into finer images: r² channels become an r times larger image.",
  keywords: ["depth to space", "DepthToSpace", "sub-pixel", "upsample"],

  attrs: { upscale_factor: int({ doc: "How many times larger, r.", initial: 2, min: 1 }) },
  inputs: { input: { doc: "…×C·r²×H×W.", tex: "x" } },
  outputs: { output: { doc: "…×C×H·r×W·r.", tex: "y" } },
  params: {},
  buffers: {},

  shape: (at) =>
    shuffleProblem(at.shapes.input, at.attrs.upscale_factor) ?? {
      output: shuffled(at.shapes.input, at.attrs.upscale_factor),
    },
  axes: (at) => {
    const lead = counted(at.shapes.input.length - 3)
    const axes = [...lead.map((axis) => (axis === 0 ? "batch" : axis)), "channels", "spatial", "spatial"] as const
    return { inputs: { input: axes }, outputs: { output: axes } }
  },
  receptiveField: (_port, at) => {
    // Output row o is input row ⌊o/r⌋: within a real window of stride 1/r.
    const slack = 1 - 1 / at.attrs.upscale_factor
    return slack === 0
      ? "pointwise"
      : { size: [1 + slack, 1 + slack], stride: [1 - slack, 1 - slack], start: [-slack, -slack] }
  },
  caption: ({ upscale_factor }) => `×${upscale_factor}`,

  forward: (at) => {
    const { input } = at.inputs
    const parts = partsOf(at.shapes.input, at.attrs.upscale_factor)
    return {
      output: reshape(permute(reshape(input, parts), ORDER), shuffled(at.shapes.input, at.attrs.upscale_factor)),
    }
  },
  backward: {
    input: (at) => {
      const parts = partsOf(at.shapes.input, at.attrs.upscale_factor)
      const dealt = ORDER.map((axis) => parts[axis] ?? 1)
      return reshape(permute(reshape(at.grad.output, dealt), inverse(ORDER)), at.shapes.input)
    },
  },

  fast: (at) => permutedFast(partsOf(at.shapes.input, at.attrs.upscale_factor), ORDER),

  tex: {
    forward: "@output_{c,\\;rh+u,\\;rw+v} = @input_{cr^2+ru+v,\\;h,\\;w}",
    backward: { input: "\\grad{@input_{cr^2+ru+v,\\;h,\\;w}} = \\grad{@output_{c,\\;rh+u,\\;rw+v}}" },
  },
  torch: layerAndFunction("nn.PixelShuffle", "F.pixel_shuffle", "upscale_factor"),
  examples: [
    { attrs: { upscale_factor: 2 }, shapes: { input: [2, 8, 2, 3] } },
    { attrs: { upscale_factor: 3 }, shapes: { input: [9, 1, 2] } },
    { attrs: { upscale_factor: 1 }, shapes: { input: [1, 2, 2, 2] } },
  ],
})

/** n c u v h w → n c h u w v. */
const ORDER = [0, 1, 4, 2, 5, 3]

function partsOf(input: Shape, factor: number): Shape {
  const [channels = 1, height = 1, width = 1] = input.slice(-3)
  const lead = input.slice(0, -3).reduce((product, n) => product * n, 1)
  return [lead, channels / factor ** 2, factor, factor, height, width]
}

function shuffled(input: Shape, factor: number): Shape {
  const [channels = 1, height = 1, width = 1] = input.slice(-3)
  return [...input.slice(0, -3), channels / factor ** 2, height * factor, width * factor]
}

function shuffleProblem(input: Shape, factor: number): ShapeProblem<"input" | "upscale_factor"> | null {
  const found = formatShape(input)
  if (input.length < 3) {
    return { at: "input", sentence: `PixelShuffle takes …×C×H×W; the input is ${found}. Reshape it first.`, found }
  }
  const channels = input.at(-3) ?? 0
  if (channels % factor ** 2 === 0) return null
  const sentence = `${channels} channels cannot be dealt out to ${factor}×${factor} cells: ${channels}/${factor ** 2} is not whole; use a multiple of ${factor ** 2} channels.`
  return { at: "upscale_factor", sentence, found: String(channels), expected: `a multiple of ${factor ** 2}` }
}
