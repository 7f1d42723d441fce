// 3×3 convolutions of stride 1 by Winograd's transforms, forward and back: a quarter of the products.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastConvolution } from "../../../kernels/fast.ts"
import { type Halo, type Planes, wider } from "../../../kernels/planes.ts"
import {
  gradientWorkFloats,
  isTransformedBehind,
  sumFloats,
  winogradSums,
  winogradTaps,
} from "../../../kernels/winograd/gradient.ts"
import type { Taps } from "../../../kernels/winograd/taps.ts"
import { TOGETHER, tilesOf } from "../../../kernels/winograd/tiles.ts"
import { SCRATCH } from "../../../kernels/winograd/transforms.ts"
import {
  isTransformedBefore,
  tileHalo,
  transformedFloats,
  type WinogradCode,
  type WinogradPlanes,
  winograd as winogradKernel,
  winogradWeights,
  workFloats,
} from "../../../kernels/winograd/winograd.ts"
import { sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import { deferred, type Ending } from "../draft/deferring.ts"
import { contiguous, type Draft, type Drafted, type InPlanes, inPlanes } from "../draft/draft.ts"
import { byImages, someImages, stretchesOf, whole } from "../draft/parts.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"
import { sumImages } from "../draft/sums.ts"
import { partsFor } from "../draft/worth.ts"
import { folded, type Learned } from "./folding.ts"
import { biasGradient, turnedOf } from "./sliding.ts"

type At = Site<FastConvolution>

/** Fewer channels than these make transforms dearer than what they save. */
const LEAST_CHANNELS = 16
/** Outputs that share the transformed weights, at least: one map of 7×7 gains, one of 6×6 does not. */
const LEAST_PIXELS = 49
/** Outputs that are computed and thrown away, at most, for each that is kept. */
const MOST_WASTE = 0.8

/** Whether a convolution is of the kind, and large enough. */
export function paysOff({ input, output, size, stride, dilation, groups }: FastConvolution): boolean {
  const ofKind = [...size].every((n) => n === 3) && [...stride, ...dilation, groups].every((n) => n === 1)
  if (!ofKind || Math.min(input.channels, output.channels) < LEAST_CHANNELS) return false
  return [input, output].every(({ batch, height, width }) => {
    const tiles = Math.ceil(height / 4) * Math.ceil(width / 4)
    return batch * height * width >= LEAST_PIXELS && (16 * tiles) / (height * width) <= 1 + MOST_WASTE
  })
}

/** The rule, where it pays off. */
export const winograd: Lowering<FastConvolution> = {
  halos: (fast) => {
    const { padding } = turnedOf(fast)
    // As a kernel of the weights' gradient, dy is read in whole tiles.
    const inTiles = tileHalo([0, 0], fast.output, fast.output)
    return {
      input: tileHalo(fast.padding, fast.input, fast.output),
      gradient: wider(inTiles, tileHalo(padding, fast.output, fast.input)),
    }
  },
  lower: (at) => {
    const { draft, fast, node } = at
    const weight = at.param("weight")
    if (weight === null) throw new Error("a convolution has weights")
    const flat = draft.flat(weight)
    const x = draft.planes(at.input("input"), fast.input, tileHalo(fast.padding, fast.input, fast.output))
    const bias = at.param("bias")
    const taps = tapsForward(fast)
    const channels = fast.output.channels
    const learned = { weight: flat, bias: bias && draft.flat(bias), channels, depth: TAPS * fast.input.channels }
    const write = (ending: Ending, border: Halo): InPlanes => {
      const y = draft.newPlanes(fast.output, border)
      const own = folded(draft, learned, ending)
      const planes = { input: x.planes, output: y.planes, padding: fast.padding }
      const code = { ...planes, bias: own.bias !== null, relu: ending.relu, taps }
      convolved(at, code, own, x, y, `Winograd convolution${ending.told}`)
      return y
    }
    const output = deferred(at, { shape: singleShape(node.outputs?.output) ?? [], write })
    return { outputs: { output }, backward: (dy, wanted) => backward(at, x, flat, dy, wanted) }
  },
}

/** The weights as the way forward takes them: filters are columns. */
function tapsForward({ input, output, flip }: FastConvolution): Taps {
  const [columns, depth] = [output.channels, input.channels]
  return { columns, depth, column: TAPS * depth, row: TAPS, turned: flip }
}

/** The kernels turned round: channels are columns. */
function tapsBackward({ input, output, flip }: FastConvolution): Taps {
  const [columns, depth] = [input.channels, output.channels]
  return { columns, depth, column: TAPS, row: TAPS * columns, turned: !flip }
}

/** Numbers of a kernel. */
const TAPS = 9

function convolved(
  { draft }: At,
  code: WinogradCode,
  { weight, bias }: Pick<Learned, "weight" | "bias">,
  from: InPlanes,
  to: InPlanes,
  what: string,
): void {
  const weights = isTransformedBefore(code) ? transformed(draft, code, weight) : weight
  const macs = macsOf(code)
  const stretches = stretchesOf(code.output.batch, Math.min(partsFor(macs), mostParts(code.output)))
  const some = (batch: number) => ({ ...code, ...somePlanes(code, batch) })
  const work = draft.scratch(Math.max(...stretches.map(({ count }) => workFloats(some(count)))))
  draft.divide({
    ...{ what, macs, stretches, kernel: (batch) => winogradKernel(draft.module, some(batch)) },
    args: [byImages(from), whole(weights), byImages(to), whole(bias ?? weights), whole(work)],
  })
}

function somePlanes({ input, output }: WinogradPlanes, batch: number) {
  return { input: someImages(input, batch), output: someImages(output, batch) }
}

/** Parts that have more than one block of tiles, so that all take the transformed weights; one where there are few tiles. */
function mostParts(output: Planes): number {
  const { down, across } = tilesOf(output)
  const images = Math.ceil((Math.max(1, Math.floor(TOGETHER / across)) + 1) / down)
  return Math.max(1, Math.floor(output.batch / images))
}

function transformed(draft: Draft, code: WinogradCode, weight: Buffer): Buffer {
  const [buffer, scratch] = [draft.buffer(transformedFloats(code)), draft.scratch(SCRATCH / 4)]
  const transform = winogradWeights(draft.module, code.taps, code.output.pitch)
  draft.call("transform weights", transform, [weight, buffer, scratch])
  return buffer
}

/** Those of the definition, so that ways to convolve can be compared. */
function macsOf({ input, output }: Pick<WinogradCode, "input" | "output">): number {
  return 9 * output.batch * output.height * output.width * output.channels * input.channels
}

function backward(
  at: At,
  x: InPlanes,
  weight: Buffer,
  gradient: Drafted,
  wanted: ReadonlySet<string>,
): ReturnType<Lowered["backward"]> {
  const { draft, fast, node } = at
  const halos = winograd.halos?.(fast)
  if (!halos) throw new Error("Winograd's transforms want borders")
  const dy = draft.planes(gradient, fast.output, halos.gradient)
  const found: { [name: string]: Drafted } = {}
  if (wanted.has("bias")) found.bias = biasGradient(draft, dy)
  if (wanted.has("weight")) found.weight = weightGradient(at, x, dy)
  if (wanted.has("input")) {
    const dx = draft.newPlanes(fast.input, at.gradientHalo("input"))
    const { padding } = turnedOf(fast)
    const code = { input: dy.planes, output: dx.planes, padding, bias: false, relu: false, taps: tapsBackward(fast) }
    convolved(at, code, { weight, bias: null }, dy, dx, "Winograd convolution, input")
    found.input = inPlanes(singleShape(node.context.shapes.input) ?? [], dx)
  }
  return found
}

function weightGradient({ draft, fast, node }: At, x: InPlanes, dy: InPlanes): Drafted {
  const shape = node.params.find(({ name }) => name === "weight")?.shape ?? []
  const code = { input: x.planes, output: dy.planes, padding: fast.padding, taps: tapsForward(fast) }
  const work = gradientWorkFloats(code)
  const flat = draft.buffer(sizeOf(shape))
  const [what, macs] = ["Winograd convolution, weights", macsOf(code)] as const
  const kernel = (batch: number) => winogradSums(draft.module, { ...code, ...somePlanes(code, batch) })
  if (isTransformedBehind(code)) {
    const most = mostParts(code.output)
    const sums = sumImages(draft, { what, macs, a: x, b: dy, floats: sumFloats(code), work, most, kernel })
    const back = winogradTaps(draft.module, code.taps, dy.planes.pitch)
    draft.call("transform gradient", back, [sums, flat, draft.scratch(work)])
  } else draft.call(what, kernel(code.output.batch), [x.buffer, dy.buffer, flat, draft.scratch(work)], macs)
  return contiguous(shape, flat)
}
