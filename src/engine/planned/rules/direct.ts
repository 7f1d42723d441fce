// Convolutions and matrix products: direct, without a copy of their input beside its border. This folder has one file a kind of
// kernel, which turns a node into steps; it leaves to others which nodes there are and in which order.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import { isBare } from "../../../kernels/border.ts"
import { type ConvolutionCode, convolutionForward, packedFloats } from "../../../kernels/convolution.ts"
import type { FastConvolution, Images } from "../../../kernels/fast.ts"
import { BARE, type Halo, imageBytes, matrix, type Planes, pixelAt, rowBytes } from "../../../kernels/planes.ts"
import { convolutionWeights, weightsFloats } from "../../../kernels/weights.ts"
import { sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import { contiguous, type Draft, type Drafted, type InPlanes, inPlanes } from "../draft/draft.ts"
import { betweenPlanes } from "../draft/layouts.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"
import { biasGradient, haloFor, isProduct, isStepped, slidingOf, turnedOf } from "./sliding.ts"
import { packedBackward, packedForward, unpackedGradient, type Weights } from "./weightCopies.ts"

type At = Site<FastConvolution>

/** Planes of one group, and its weights. */
interface Group {
  readonly weights: Weights
  readonly input: Images
  readonly output: Images
  /** The first channel and filter. */
  readonly channel: number
  readonly filter: number
}

/** What is worked out once and read again on the way back. */
interface Made {
  readonly x: InPlanes
  readonly group: Group
}

/** Direct convolution. */
export const direct: Lowering<FastConvolution> = {
  halos: (fast) => ({
    input: haloFor(slidingOf(fast), fast.input, fast.output),
    gradient: isStepped(fast) ? BARE : haloFor(turnedOf(fast), fast.output, fast.input),
  }),
  lower: (at) => {
    const groups = groupsOf(at.fast)
    const weight = at.param("weight")
    if (weight === null) throw new Error("a convolution has weights")
    const flat = at.draft.flat(weight)
    const y = at.draft.newPlanes(at.fast.output, at.outputHalo)
    const made = groups.map((group) => forward(at, group, groups.length === 1, flat, y))
    const shape = singleShape(at.node.outputs?.output) ?? []
    return { outputs: { output: inPlanes(shape, y) }, backward: (dy, wanted) => backward(at, made, flat, dy, wanted) }
  },
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

function forward(at: At, group: Group, alone: boolean, weight: Buffer, y: InPlanes): Made {
  const { draft, fast } = at
  const halo = haloFor(slidingOf(fast), fast.input, fast.output)
  const whole = draft.planes(at.input("input"), fast.input, halo, alone && !isProduct(fast))
  const x = alone ? whole : sliced(draft, whole, group.input, group.channel, halo)
  const out = alone ? y : draft.newPlanes(group.output, BARE)
  const bias = at.param("bias")
  const conv = { ...slidingOf(fast), ...codePlanes(fast, x.planes, out.planes), bias: bias !== null, relu: false }
  const packed = draft.buffer(packedFloats(conv))
  for (const copy of packedForward(group.weights, out.planes.pitch)) draft.copy("pack weights", copy, weight, packed)
  const start = bias === null ? packed : alone ? draft.flat(bias) : cut(draft, draft.flat(bias), group)
  draft.call(named(fast), convolutionForward(draft.module, conv), [x.buffer, packed, out.buffer, start], macsOf(conv))
  if (!alone) draft.copy("join groups", betweenPlanes(out.planes, y.planes, 0, group.filter), out.buffer, y.buffer)
  return { x, group }
}

/** One group's biases, from a vector's start. */
function cut(draft: Draft, bias: Buffer, { filter, output }: Group): Buffer {
  const part = draft.buffer(output.channels)
  const loops = [{ count: output.channels, from: 1, to: 1 }]
  draft.copy("split groups", { from: filter, to: 0, loops }, bias, part)
  return part
}

function sliced(draft: Draft, from: InPlanes, images: Images, channel: number, halo: Halo): InPlanes {
  const part = draft.newPlanes(images, halo, true)
  const copy = betweenPlanes(from.planes, part.planes, channel, 0, images.channels)
  draft.copy("split groups", copy, from.buffer, part.buffer)
  return part
}

function named(fast: FastConvolution): string {
  return isProduct(fast) ? "matrix product" : "direct convolution"
}

function codePlanes(fast: FastConvolution, input: Planes, output: Planes): Pick<ConvolutionCode, "input" | "output"> {
  if (!isProduct(fast) || !isBare(input.halo) || !isBare(output.halo)) return { input, output }
  const row = (planes: Planes): Planes =>
    matrix(planes.batch * planes.height * planes.width, planes.channels, planes.pitch)
  return { input: row(input), output: row(output) }
}

function macsOf({ input, output, kernel }: ConvolutionCode): number {
  const pixels = output.batch * output.height * output.width
  return pixels * output.channels * input.channels * kernel[0] * kernel[1]
}

// ---- Backward -----------------------------------------------------------------------------------------------------------

function backward(
  at: At,
  made: readonly Made[],
  weight: Buffer,
  gradient: Drafted,
  wanted: ReadonlySet<string>,
): ReturnType<Lowered["backward"]> {
  const { draft, fast } = at
  const turned = turnedOf(fast)
  const halo = isStepped(fast) ? BARE : haloFor(turned, fast.output, fast.input)
  const whole = draft.planes(gradient, fast.output, halo)
  const alone = made.length === 1
  const found: { [name: string]: Drafted } = {}
  const parts = made.map(({ x, group }) => ({
    x,
    group,
    dy: alone ? whole : slicedGradient(draft, whole, group, halo),
  }))
  if (wanted.has("bias")) found.bias = biasGradient(draft, whole)
  if (wanted.has("weight")) found.weight = weightGradient(at, parts)
  if (wanted.has("input")) found.input = inputGradient(at, parts, weight)
  return found
}

interface Back extends Made {
  readonly dy: InPlanes
}

function slicedGradient(draft: Draft, from: InPlanes, { output, filter }: Group, halo: Halo): InPlanes {
  const part = draft.newPlanes(output, halo)
  const copy = betweenPlanes(from.planes, part.planes, filter, 0, output.channels)
  draft.copy("split groups", copy, from.buffer, part.buffer)
  return part
}

function weightGradient(at: At, parts: readonly Back[]): Drafted {
  const { draft, fast, node } = at
  const shape = node.params.find(({ name }) => name === "weight")?.shape ?? []
  const flat = draft.buffer(sizeOf(shape))
  for (const { x, dy, group } of parts) {
    const conv = { ...slidingOf(fast), ...codePlanes(fast, x.planes, dy.planes) }
    // A product's gradient comes out as it is wanted with the two in each other's place.
    const product = isProduct(fast) && x.planes.pitch === x.planes.channels && x.planes.pitch % 4 === 0
    const swapped = product ? { ...conv, input: conv.output, output: conv.input } : conv
    const sums = product && parts.length === 1 ? flat : draft.buffer(weightsFloats(swapped))
    draft.clear(sums)
    const [a, b] = product ? [dy.buffer, x.buffer] : [x.buffer, dy.buffer]
    const macs = macsOf({ ...conv, bias: false, relu: false })
    draft.call(`${named(fast)}, weights`, convolutionWeights(draft.module, swapped), [a, b, sums], macs)
    if (sums === flat) continue
    const { filters, channels, first } = group.weights
    const copy = product
      ? { from: 0, to: first, loops: [{ count: filters * channels, from: 1, to: 1 }] }
      : unpackedGradient(group.weights, dy.planes.pitch)
    draft.copy("unpack gradient", copy, sums, flat)
  }
  return contiguous(shape, flat)
}

function inputGradient(at: At, parts: readonly Back[], weight: Buffer): Drafted {
  const { draft, fast, node } = at
  const shape = singleShape(node.context.shapes.input) ?? []
  const alone = parts.length === 1
  const dx = draft.newPlanes(fast.input, at.gradientHalo("input"))
  for (const { dy, group } of parts) {
    const out = alone ? dx : draft.newPlanes(group.input, BARE)
    const from = isStepped(fast) ? spaced(draft, fast, dy, group) : dy
    const planes = isStepped(fast)
      ? { input: from.planes, output: out.planes }
      : codePlanes(fast, from.planes, out.planes)
    const conv = { ...turnedOf(fast), ...planes, bias: false, relu: false }
    const packed = draft.buffer(packedFloats(conv))
    for (const copy of packedBackward(group.weights, out.planes.pitch)) draft.copy("pack weights", copy, weight, packed)
    const kernel = convolutionForward(draft.module, conv)
    draft.call(`${named(fast)}, input`, kernel, [from.buffer, packed, out.buffer, packed], macsOf(conv))
    if (!alone) draft.copy("join groups", betweenPlanes(out.planes, dx.planes, 0, group.channel), out.buffer, dx.buffer)
  }
  return inPlanes(shape, dx)
}

/** dy with stride − 1 zeros between its pixels. */
function spaced(draft: Draft, fast: FastConvolution, dy: InPlanes, { output }: Group): InPlanes {
  const [down, across] = fast.stride
  const images = { ...output, height: (output.height - 1) * down + 1, width: (output.width - 1) * across + 1 }
  const wide = draft.zeroPlanes(images, haloFor(turnedOf(fast), images, fast.input))
  const a = dy.planes
  const b = wide.planes
  const loops = [
    { count: a.batch, from: imageBytes(a) / 4, to: imageBytes(b) / 4 },
    { count: a.height, from: rowBytes(a) / 4, to: (down * rowBytes(b)) / 4 },
    { count: a.width, from: a.pitch, to: across * b.pitch },
    { count: a.channels, from: 1, to: 1 },
  ]
  draft.copy(
    "spread by stride",
    { from: pixelAt(a, 0, 0) / 4, to: pixelAt(b, 0, 0) / 4, loops },
    dy.buffer,
    wide.buffer,
  )
  return wide
}
