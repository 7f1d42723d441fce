// A direct convolution of planes as steps, and its gradients, group by group; channels with a filter each are one step.

import { isBare } from "../../../kernels/border.ts"
import { type ConvolutionCode, packedFloats } from "../../../kernels/convolution.ts"
import type { FastConvolution, Images } from "../../../kernels/fast.ts"
import { BARE, type Halo, matrix, type Planes } from "../../../kernels/planes.ts"
import { convolutionWeights, weightsFloats } from "../../../kernels/weights.ts"
import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Ending } from "../draft/deferring.ts"
import { contiguous, type Draft, type Drafted, type InPlanes } from "../draft/draft.ts"
import { betweenPlanes, everyNth } from "../draft/layouts.ts"
import { someImages } from "../draft/parts.ts"
import { sumImages } from "../draft/sums.ts"
import type { Learned } from "./folding.ts"
import { convolvePhases, isPhased, phaseHalo, seesAll } from "./phases.ts"
import { macsOf, slide } from "./slide.ts"
import { haloFor, isProduct, isStepped, slidingOf, turnedOf } from "./sliding.ts"
import { packedBackward, packedForward, unpackedGradient, type Weights } from "./weightCopies.ts"

/** Planes of one group, and its weights. */
interface Group {
  readonly weights: Weights
  readonly input: Images
  readonly output: Images
  /** The first channel and filter. */
  readonly channel: number
  readonly filter: number
}

function groupsOf({ groups, input, output, size, flip }: FastConvolution): readonly Group[] {
  const [channels, filters] = [input.channels / groups, output.channels / groups]
  return Array.from({ length: groups }, (_, g) => ({
    weights: { filters, channels, kernel: size, first: g * filters * channels * size[0] * size[1], flip },
    input: { ...input, channels },
    output: { ...output, channels: filters },
    channel: g * channels,
    filter: g * filters,
  }))
}

/** The border that the gradient of the output is read with. */
export function gradientHalo(fast: FastConvolution): Halo {
  if (isPhased(fast)) return phaseHalo(fast)
  return isStepped(fast) ? BARE : haloFor(turnedOf(fast), fast.output, fast.input)
}

/** y = w ⋆ x + b. */
export function convolve(
  draft: Draft,
  fast: FastConvolution,
  x: InPlanes,
  { weight, bias }: Pick<Learned, "weight" | "bias">,
  y: InPlanes,
  { relu, told }: Ending,
): void {
  const halo = haloFor(slidingOf(fast), fast.input, fast.output)
  for (const group of groupsOf(fast)) {
    const from = fast.groups === 1 ? x : sliced(draft, x, group.input, group.channel, halo)
    const out = fast.groups === 1 ? y : draft.newPlanes(group.output, BARE)
    const conv = { ...slidingOf(fast), ...codePlanes(fast, from.planes, out.planes), bias: bias !== null, relu }
    const packed = draft.buffer(packedFloats(conv))
    for (const copy of packedForward(group.weights, out.planes.pitch)) draft.copy("pack weights", copy, weight, packed)
    const start = bias && (fast.groups === 1 ? bias : cut(draft, bias, group.filter, group.output.channels))
    slide(draft, `direct convolution${told}`, conv, [from.buffer, packed, out.buffer, start ?? packed])
    if (out === y) continue
    draft.copy("join groups", betweenPlanes(out.planes, y.planes, 0, group.filter), out.buffer, y.buffer)
  }
}

/** dx = wᵀ ⋆ dy + b; only transposed convolutions have a b. */
export function convolveBack(
  draft: Draft,
  fast: FastConvolution,
  dy: InPlanes,
  weight: Buffer,
  bias: Buffer | null,
  dx: InPlanes,
): void {
  if (isPhased(fast) && (bias === null || seesAll(fast))) {
    convolvePhases(draft, fast, dy, weight, bias, dx)
    return
  }
  for (const group of groupsOf(fast)) {
    const own = fast.groups === 1 ? dy : sliced(draft, dy, group.output, group.filter, gradientHalo(fast))
    const out = fast.groups === 1 ? dx : draft.newPlanes(group.input, BARE)
    const from = isStepped(fast) ? spaced(draft, fast, own, group.output) : own
    const planes = isStepped(fast)
      ? { input: from.planes, output: out.planes }
      : codePlanes(fast, from.planes, out.planes)
    const conv = { ...turnedOf(fast), ...planes, bias: bias !== null, relu: false }
    const packed = draft.buffer(packedFloats(conv))
    for (const copy of packedBackward(group.weights, out.planes.pitch)) draft.copy("pack weights", copy, weight, packed)
    const start = bias && (fast.groups === 1 ? bias : cut(draft, bias, group.channel, group.input.channels))
    slide(draft, "direct convolution, input", conv, [from.buffer, packed, out.buffer, start ?? packed])
    if (out === dx) continue
    draft.copy("join groups", betweenPlanes(out.planes, dx.planes, 0, group.channel), out.buffer, dx.buffer)
  }
}

/** dw = x ⋆ dy. */
export function convolveWeights(draft: Draft, fast: FastConvolution, x: InPlanes, dy: InPlanes, shape: Shape): Drafted {
  const flat = draft.buffer(sizeOf(shape))
  const halo = haloFor(slidingOf(fast), fast.input, fast.output)
  for (const group of groupsOf(fast)) {
    const a = fast.groups === 1 ? x : sliced(draft, x, group.input, group.channel, halo)
    const b = fast.groups === 1 ? dy : sliced(draft, dy, group.output, group.filter, BARE)
    const conv = { ...slidingOf(fast), ...codePlanes(fast, a.planes, b.planes) }
    const sums = sumImages(draft, {
      what: "direct convolution, weights",
      macs: macsOf({ ...conv, bias: false, relu: false }),
      ...{ a, b, floats: weightsFloats(conv), work: 0 },
      kernel: (batch) =>
        convolutionWeights(draft.module, {
          ...conv,
          input: someImages(conv.input, batch),
          output: someImages(conv.output, batch),
        }),
    })
    draft.copy("unpack gradient", unpackedGradient(group.weights, b.planes.pitch), sums, flat)
  }
  return contiguous(shape, flat)
}

/** One group's biases, from a vector's start. */
function cut(draft: Draft, bias: Buffer, first: number, count: number): Buffer {
  const part = draft.buffer(count)
  draft.copy("split groups", { from: first, to: 0, loops: [{ count, from: 1, to: 1 }] }, bias, part)
  return part
}

function sliced(draft: Draft, from: InPlanes, images: Images, channel: number, halo: Halo): InPlanes {
  const part = draft.newPlanes(images, halo)
  const copy = betweenPlanes(from.planes, part.planes, channel, 0, images.channels)
  draft.copy("split groups", copy, from.buffer, part.buffer)
  return part
}

/** Products of rows that lie side by side are one long row. */
function codePlanes(fast: FastConvolution, input: Planes, output: Planes): Pick<ConvolutionCode, "input" | "output"> {
  if (!isProduct(fast) || !isBare(input.halo) || !isBare(output.halo)) return { input, output }
  const row = (planes: Planes): Planes =>
    matrix(planes.batch * planes.height * planes.width, planes.channels, planes.pitch)
  return { input: row(input), output: row(output) }
}

/** dy with stride − 1 zeros between its pixels. */
export function spaced(draft: Draft, fast: FastConvolution, dy: InPlanes, output: Images): InPlanes {
  const [down, across] = fast.stride
  const images = { ...output, height: (output.height - 1) * down + 1, width: (output.width - 1) * across + 1 }
  const wide = draft.zeroPlanes(images, haloFor(turnedOf(fast), images, fast.input))
  draft.copy("spread by stride", everyNth(dy.planes, wide.planes, fast.stride), dy.buffer, wide.buffer)
  return wide
}
