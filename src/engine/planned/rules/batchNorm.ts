// Batch norm over planes: statistics in float64.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastBatchNorm } from "../../../kernels/fast.ts"
import { type NormCode, normalizeBack, normScales, normSlopes } from "../../../kernels/normalize.ts"
import { BARE, roundedUp } from "../../../kernels/planes.ts"
import { readFormula } from "../../../kernels/pointwise/formula.ts"
import { channelMoments, channelProducts } from "../../../kernels/sums.ts"
import type { Buffer } from "../draft/buffers.ts"
import { contiguous, type Drafted, type InPlanes, inPlanes } from "../draft/draft.ts"
import { unwritten } from "../draft/formulas.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"

type At = Site<FastBatchNorm>

/** What the way back reads of the way forward. */
interface Made {
  readonly norm: NormCode
  readonly x: InPlanes
  readonly gamma: Buffer
  readonly scales: Buffer
  readonly deviations: Buffer
}

/** The rule of the kernel `batchNorm`. */
export const batchNorm: Lowering<FastBatchNorm> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const { channels, batch, height, width } = fast.input
    const input = at.input("input")
    // A product before takes the norm into its weights.
    const scaled = fast.ofBatch || at.learns ? null : (input.deferred?.scaled ?? null)
    const x = scaled === null ? draft.planes(input, fast.input, BARE) : null
    const pitch = roundedUp(channels)
    const [weight, bias] = [at.param("weight"), at.param("bias")]
    const affine = weight !== null && bias !== null
    const { eps, ofBatch } = fast
    const norm: NormCode = { channels, pitch, count: batch * height * width, eps, ofBatch, affine }
    const [sums, scales, deviations] = [draft.buffer(4 * pitch), draft.buffer(3 * pitch), draft.buffer(2 * pitch)]
    const statistic = (name: string): Buffer => draft.flat(at.buffer(name))
    const [mean, variance] = ofBatch
      ? [draft.buffer(channels), draft.buffer(channels)]
      : [statistic("running_mean"), statistic("running_var")]
    const [gamma, beta] = affine ? [draft.flat(weight), draft.flat(bias)] : [scales, scales]
    if (ofBatch && x !== null) draft.call("moments", channelMoments(draft.module, x.planes), [x.buffer, sums])
    const scalesOf = normScales(draft.module, norm)
    draft.call("scales", scalesOf, [sums, mean, variance, gamma, beta, scales, deviations])
    const follower = { kind: node.op.kind, halo: at.outputHalo }
    const output = scaled === null ? normalized(at, scales, pitch) : scaled(scales, follower)
    if (at.readers("output") !== 1) draft.written(output)
    return {
      outputs: {
        output,
        mean: contiguous([channels], mean),
        variance: contiguous([channels], variance),
      },
      backward: (gradient, wanted) => {
        const own = x ?? draft.planes(input, fast.input, BARE)
        return backward(at, { norm, x: own, gamma, scales, deviations }, gradient, wanted)
      },
    }
  },
}

/** Every number, from the table of mean, scale and shift: what follows may take it into its own formula. */
function normalized(at: At, scales: Buffer, pitch: number): Drafted {
  const { draft, node } = at
  const shape = singleShape(node.outputs?.output) ?? []
  const table = contiguous([3 * pitch], scales)
  const channels = shape.map((n, axis) => (axis === 1 ? n : 1))
  const operands = {
    x: { tensor: at.input("input"), shape },
    mean: { tensor: table, shape: channels, offset: 0 },
    scale: { tensor: table, shape: channels, offset: pitch },
    shift: { tensor: table, shape: channels, offset: 2 * pitch },
  }
  const formula = readFormula("(x - mean) * scale + shift")
  const worded = { formula, operands, shape, kind: node.op.kind, remembered: new Set<string>() }
  return unwritten(draft, worded, at.outputHalo, false)
}

function backward(at: At, made: Made, gradient: Drafted, wanted: ReadonlySet<string>): ReturnType<Lowered["backward"]> {
  const { draft, fast, node } = at
  const { norm, x, gamma, scales, deviations } = made
  const dy = draft.planes(gradient, fast.output, BARE)
  const [sums, slopes] = [draft.buffer(4 * norm.pitch), draft.buffer(3 * norm.pitch)]
  const [dgamma, dbeta] = [draft.buffer(norm.channels), draft.buffer(norm.channels)]
  const products = channelProducts(draft.module, { x: x.planes, dy: dy.planes })
  draft.call("sums", products, [x.buffer, dy.buffer, scales, sums])
  draft.call("slopes", normSlopes(draft.module, norm), [sums, gamma, deviations, slopes, dgamma, dbeta])
  const found: { [name: string]: Drafted } = {
    weight: contiguous([norm.channels], dgamma),
    bias: contiguous([norm.channels], dbeta),
  }
  if (wanted.has("input")) {
    const dx = draft.newPlanes(fast.input, at.gradientHalo("input"))
    const planes = { x: x.planes, dy: dy.planes, dx: dx.planes }
    const back = normalizeBack(draft.module, planes)
    draft.call("normalize, input", back, [x.buffer, dy.buffer, scales, slopes, dx.buffer])
    found.input = inPlanes(singleShape(node.context.shapes.input) ?? [], dx)
  }
  return found
}
