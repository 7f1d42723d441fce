// 3×3 convolutions of stride 1 by Winograd's transforms, forward and back: a quarter of the products.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastConvolution } from "../../../kernels/fast.ts"
import { wider } from "../../../kernels/planes.ts"
import { gradientWorkFloats, sumFloats, winogradSums, winogradTaps } from "../../../kernels/winograd/gradient.ts"
import { SCRATCH } from "../../../kernels/winograd/transforms.ts"
import {
  tileHalo,
  transformedFloats,
  type WinogradCode,
  winograd as winogradKernel,
  winogradWeights,
  workFloats,
} from "../../../kernels/winograd/winograd.ts"
import { sizeOf } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import { contiguous, type Drafted, type InPlanes, inPlanes } from "../draft/draft.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"
import { biasGradient, turnedOf } from "./sliding.ts"
import { tapsBackward, tapsForward, unpackedGradient, type Weights } from "./weightCopies.ts"

type At = Site<FastConvolution>

/** Fewer channels than these make transforms dearer than what they save. */
const LEAST_CHANNELS = 16
/** Tiles that share the transformed weights, at least. */
const LEAST_TILES = 16
/** Outputs that are computed and thrown away, at most, for each that is kept. */
const MOST_WASTE = 0.8

/** Whether a convolution is of the kind, and large enough. */
export function paysOff({ input, output, size, stride, dilation, groups }: FastConvolution): boolean {
  const ofKind = [...size].every((n) => n === 3) && [...stride, ...dilation, groups].every((n) => n === 1)
  if (!ofKind || Math.min(input.channels, output.channels) < LEAST_CHANNELS) return false
  return [input, output].every(({ batch, height, width }) => {
    const tiles = Math.ceil(height / 4) * Math.ceil(width / 4)
    return batch * tiles >= LEAST_TILES && (16 * tiles) / (height * width) <= 1 + MOST_WASTE
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
    const y = draft.newPlanes(fast.output, at.outputHalo)
    const bias = at.param("bias")
    const code = { input: x.planes, output: y.planes, padding: fast.padding, bias: bias !== null }
    convolved(at, code, tapsForward(weightsOf(fast), y.planes.pitch), flat, x, y, bias && draft.flat(bias))
    const output = inPlanes(singleShape(node.outputs?.output) ?? [], y)
    return { outputs: { output }, backward: (dy, wanted) => backward(at, x, flat, dy, wanted) }
  },
}

function weightsOf({ input, output, size, flip }: FastConvolution): Weights {
  return { filters: output.channels, channels: input.channels, kernel: size, first: 0, flip }
}

function convolved(
  { draft }: At,
  code: WinogradCode,
  taps: ReturnType<typeof tapsForward>,
  weight: Buffer,
  from: InPlanes,
  to: InPlanes,
  bias: Buffer | null,
  what = "Winograd convolution",
): void {
  const { channels } = code.input
  const { pitch } = code.output
  const [packed, transformed] = [draft.buffer(9 * channels * pitch), draft.buffer(transformedFloats(code))]
  draft.copy("pack weights", taps, weight, packed)
  const scratch = draft.buffer(SCRATCH / 4)
  const transform = winogradWeights(draft.module, channels, pitch)
  draft.call("transform weights", transform, [packed, transformed, scratch])
  const work = draft.buffer(workFloats(code))
  const kernel = winogradKernel(draft.module, code)
  draft.call(what, kernel, [from.buffer, transformed, to.buffer, bias ?? transformed, work], macsOf(code))
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
    const code = { input: dy.planes, output: dx.planes, padding, bias: false }
    const taps = tapsBackward(weightsOf(fast), dx.planes.pitch)
    convolved(at, code, taps, weight, dy, dx, null, "Winograd convolution, input")
    found.input = inPlanes(singleShape(node.context.shapes.input) ?? [], dx)
  }
  return found
}

function weightGradient({ draft, fast, node }: At, x: InPlanes, dy: InPlanes): Drafted {
  const shape = node.params.find(({ name }) => name === "weight")?.shape ?? []
  const code = { input: x.planes, output: dy.planes, padding: fast.padding }
  const sums = draft.buffer(sumFloats(code))
  draft.clear(sums)
  const work = draft.buffer(gradientWorkFloats(code))
  const kernel = winogradSums(draft.module, code)
  draft.call("Winograd convolution, weights", kernel, [x.buffer, dy.buffer, sums, work], macsOf(code))
  const { channels } = fast.input
  const { pitch } = dy.planes
  const taps = draft.buffer(9 * channels * pitch)
  draft.call("transform gradient", winogradTaps(draft.module, channels, pitch), [sums, taps, work])
  const flat = draft.buffer(sizeOf(shape))
  draft.copy("unpack gradient", unpackedGradient(weightsOf(fast), pitch), taps, flat)
  return contiguous(shape, flat)
}
