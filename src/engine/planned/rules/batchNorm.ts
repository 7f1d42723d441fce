// Batch norm over planes: statistics in float64.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastBatchNorm } from "../../../kernels/fast.ts"
import { type NormCode, normalizeBack, normScales, normSlopes } from "../../../kernels/normalize.ts"
import { BARE, type Planes, roundedUp } from "../../../kernels/planes.ts"
import { call, type Formula, readFormula } from "../../../kernels/pointwise/formula.ts"
import { type Back, channelMoments, channelProducts, momentsBytes } from "../../../kernels/sums.ts"
import { sameShape } from "../../../tensor/tensor.ts"
import type { Buffer } from "../draft/buffers.ts"
import { sumsAreKnown } from "../draft/channelSums.ts"
import { contiguous, type Drafted, type InPlanes, inPlanes, type Operand } from "../draft/draft.ts"
import { formulaBehind, unwritten } from "../draft/formulas.ts"
import { byImages, byStrips, imagesOf, passWork, someImages, someStrips, stripsOf, whole } from "../draft/parts.ts"
import type { Lowered, Lowering, Site } from "../draft/rule.ts"

type At = Site<FastBatchNorm>

/** What the way back reads of the way forward. */
interface Made {
  readonly norm: NormCode
  readonly x: InPlanes
  readonly gamma: Buffer
  readonly scales: Buffer
  /** The scales as a tensor. */
  readonly table: Drafted
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
    const sums = draft.buffer(momentsBytes({ pitch }) / 4)
    const [scales, deviations] = [draft.buffer(3 * pitch), draft.buffer(4 * pitch)]
    const statistic = (name: string): Buffer => draft.flat(at.buffer(name))
    const [mean, variance] = ofBatch
      ? [draft.buffer(channels), draft.buffer(channels)]
      : [statistic("running_mean"), statistic("running_var")]
    const [gamma, beta] = affine ? [draft.flat(weight), draft.flat(bias)] : [scales, scales]
    if (ofBatch && x !== null) {
      draft.divide({
        what: "moments",
        stretches: stripsOf(x.planes, passWork(x.planes)),
        kernel: (strips, first) => channelMoments(draft.module, someStrips(x.planes, strips, first)),
        args: [byStrips(x.buffer), byStrips(sums, 8)],
      })
    }
    const scalesOf = normScales(draft.module, norm)
    draft.call("scales", scalesOf, [sums, mean, variance, gamma, beta, scales, deviations])
    const follower = { kind: node.op.kind, halo: at.outputHalo }
    const table = contiguous([3 * pitch], scales)
    const output = scaled === null ? normalized(at, table, pitch) : scaled(scales, follower)
    if (at.readers("output") !== 1) draft.written(output)
    return {
      outputs: {
        output,
        mean: contiguous([channels], mean),
        variance: contiguous([channels], variance),
      },
      backward: (gradient, wanted) => {
        const own = x ?? draft.planes(input, fast.input, BARE)
        return backward(at, { norm, x: own, gamma, scales, table, deviations }, gradient, wanted)
      },
    }
  },
}

/** Every number, from the table of mean, scale and shift: what follows may take it into its own formula. */
function normalized(at: At, table: Drafted, pitch: number): Drafted {
  const { draft, node } = at
  const shape = singleShape(node.outputs?.output) ?? []
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

/** What comes back, as kernels take it: by its formula where they know all that it speaks of, else its numbers. */
interface Arriving {
  readonly back: Back
  readonly buffers: readonly Buffer[]
  /** What its formula does, in words. */
  readonly told: string
}

function arriving(at: At, made: Made, gradient: Drafted): Arriving {
  const { draft, fast } = at
  const { pitch } = made.norm
  const input = at.input("input")
  const isTable = ({ tensor, offset = 0 }: Operand): boolean => tensor === made.table && offset % pitch === 0
  const isOwn = (operand: Operand): boolean => operand.tensor === input || isTable(operand)
  const isWhole = ({ tensor, shape, offset }: Operand): boolean =>
    offset === undefined && sameShape(shape, gradient.shape) && sameShape(tensor.shape, gradient.shape)
  const chain = gradient.unwritten === null ? null : formulaBehind(gradient, isOwn)
  if (chain === null || !chain.of.every((operand) => isTable(operand) || isWhole(operand))) {
    const { planes, buffer } = draft.planes(gradient, fast.output, BARE)
    const back: Back = { formula: { kind: "name", name: "dy" }, planes: [["dy", planes]], rows: [], x: null }
    return { back, buffers: [buffer], told: "" }
  }
  const places = chain.of.map((operand, i) => ({ name: `x${i}`, operand }))
  const others = places.filter(({ operand }) => !isOwn(operand))
  const taken = others.map(({ operand }) => draft.planes(operand.tensor, fast.output, BARE))
  const back: Back = {
    formula: plainSign(chain.formula),
    planes: others.flatMap(({ name }, i) => (taken[i] === undefined ? [] : [[name, taken[i].planes] as const])),
    rows: places.flatMap(({ name, operand }) =>
      isTable(operand) ? [[name, (operand.offset ?? 0) / pitch] as const] : [],
    ),
    x: places.find(({ operand }) => operand.tensor === input)?.name ?? null,
  }
  return { back, buffers: taken.map(({ buffer }) => buffer), told: `${chain.kinds.join(" → ")} → ` }
}

/** The same in a part of its planes. */
function seenIn(back: Back, some: (planes: Planes) => Planes): Back {
  return { ...back, planes: back.planes.map(([name, planes]) => [name, some(planes)]) }
}

/** max(x, 0) > 0 is x > 0, also for NaN. */
function plainSign(formula: Formula): Formula {
  if (formula.kind !== "call") return formula
  const of = formula.of.map(plainSign)
  const [x, y] = of
  const cut = x?.kind === "call" && x.name === "atLeast" && isZero(x.of[1]) && isZero(y)
  return formula.name === ">" && cut && x.of[0] !== undefined && y !== undefined
    ? call(">", x.of[0], y)
    : { ...formula, of }
}

function isZero(formula: Formula | undefined): boolean {
  return formula?.kind === "number" && formula.value === 0
}

function backward(at: At, made: Made, gradient: Drafted, wanted: ReadonlySet<string>): ReturnType<Lowered["backward"]> {
  const { draft, fast, node } = at
  const { norm, x, gamma, scales, deviations } = made
  const { back, buffers, told } = arriving(at, made, gradient)
  const [sums, slopes] = [draft.buffer(4 * norm.pitch), draft.buffer(3 * norm.pitch)]
  const [dgamma, dbeta, through] = [1, 2, 3].map(() => draft.buffer(norm.channels))
  if (!dgamma || !dbeta || !through) throw new Error("a norm has three sums")
  const others = back.planes.flatMap(([, planes], i) => buffers.slice(i, i + 1).map((buffer) => ({ planes, buffer })))
  const work = passWork(x.planes, ...others.map(({ planes }) => planes))
  draft.divide({
    what: `${told}sums`,
    stretches: stripsOf(x.planes, work),
    kernel: (strips, first) => {
      const some = (planes: Planes): Planes => someStrips(planes, strips, first)
      return channelProducts(draft.module, some(x.planes), seenIn(back, some))
    },
    args: [byStrips(x.buffer), byStrips(scales), byStrips(sums, 8), ...buffers.map((buffer) => byStrips(buffer))],
  })
  draft.call("slopes", normSlopes(draft.module, norm), [sums, gamma, deviations, slopes, dgamma, dbeta, through])
  const found: { [name: string]: Drafted } = {
    weight: contiguous([norm.channels], dgamma),
    bias: contiguous([norm.channels], dbeta),
  }
  if (wanted.has("input")) {
    const dx = draft.newPlanes(fast.input, at.gradientHalo("input"))
    draft.divide({
      what: `${told}normalize, input`,
      stretches: imagesOf(x.planes, work + passWork(dx.planes)),
      kernel: (batch) => {
        const some = (planes: Planes): Planes => someImages(planes, batch)
        return normalizeBack(draft.module, { x: some(x.planes), dx: some(dx.planes) }, seenIn(back, some))
      },
      args: [byImages(x), whole(scales), whole(slopes), byImages(dx), ...others.map(byImages)],
    })
    sumsAreKnown(dx, through)
    found.input = inPlanes(singleShape(node.context.shapes.input) ?? [], dx)
  }
  return found
}
