// Kernels that go along rows, against the eager rules: tensors of every rank with odd sizes, rows along every choice of axes,
// numbers that are equal, and NaN and infinities, which stay where they are.

import { expect, test } from "vitest"
import { compile } from "../../../src/engine/planned/compiled.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { forwardPass, preparedTo } from "../../../src/engine/train/prepared.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { writeValue } from "../../../src/graph/values/values.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { sizeOf } from "../../../src/tensor/tensor.ts"
import { cases, counted, seed } from "../../campaign.ts"
import { ended, exampleDocument, twins } from "./twins.ts"

const MOST = 1e-5

type Draw = (low: number, high: number) => number
type Example = Parameters<typeof exampleDocument>[1]

function shapeOf(draw: Draw, least = 0): number[] {
  const rank = draw(least, 5)
  const size = (): number => (draw(0, 5) === 0 ? draw(17, 50) : draw(1, 10))
  return Array.from({ length: rank }, () => (rank < 3 ? size() : draw(1, 8)))
}

/** Some of the axes, in any order; null for all. */
function axesOf(draw: Draw, rank: number): number[] | null {
  if (rank === 0 || draw(0, 4) === 0) return null
  const axes = Array.from({ length: rank }, (_, axis) => axis).filter(() => draw(0, 2) === 0)
  return axes.length === 0 ? [draw(0, rank)] : axes.map((axis) => (draw(0, 2) === 0 ? axis - rank : axis)).reverse()
}

interface Case {
  readonly kind: string
  readonly example: Example
}

function reduction(draw: Draw): Case {
  const kinds = ["Sum", "Mean", "Max", "Min", "Prod", "Norm", "Std", "Var", "CumSum"]
  const kind = kinds[draw(0, kinds.length)]!
  const input = shapeOf(draw)
  if (kind === "CumSum") {
    return {
      kind,
      example: { attrs: { dim: draw(-Math.max(1, input.length), Math.max(1, input.length)) }, shapes: { input } },
    }
  }
  const p = ["-inf", 0, 1, 2, "inf", 3, 0.5, -1.5][draw(0, 8)]!
  const own = kind === "Norm" ? { p } : kind === "Std" || kind === "Var" ? { correction: draw(0, 3) } : {}
  const attrs = { dim: axesOf(draw, input.length), keepdim: draw(0, 2) === 0, ...own }
  // Sums that are nearly 0 beside their terms would be all rounding.
  return {
    kind,
    example: { attrs, shapes: { input }, range: { input: kind === "Sum" || kind === "CumSum" ? [-1, 2] : [-2, 2] } },
  }
}

function norm(draw: Draw): Case {
  const kinds = ["LayerNorm", "RMSNorm", "GroupNorm", "InstanceNorm2d", "Standardize"]
  const kind = kinds[draw(0, kinds.length)]!
  const far = draw(0, 3) === 0 ? ([100, 101] as const) : ([-2, 2] as const)
  const eps = draw(0, 2) === 0 ? 1e-5 : 0.2
  if (kind === "Standardize") {
    const x = shapeOf(draw)
    const repeated = (): number[] => x.map((size) => (draw(0, 2) === 0 ? 1 : size)).slice(draw(0, x.length + 1))
    const shapes = { x, mean: repeated(), variance: repeated() }
    return { kind, example: { attrs: { eps }, shapes, range: { x: far, mean: far, variance: [0.5, 2] } } }
  }
  if (kind === "LayerNorm" || kind === "RMSNorm") {
    const input = shapeOf(draw, 1)
    // Of a row of one or two numbers the gradient is nothing but rounding.
    if (sizeOf(input) < 4) input.push(4)
    const found = input.slice(draw(0, input.length))
    const normalized_shape = sizeOf(found) < 4 ? input : found
    const own = kind === "LayerNorm" ? { bias: draw(0, 2) === 0 } : {}
    const attrs = { normalized_shape, eps, elementwise_affine: draw(0, 3) > 0, ...own }
    return { kind, example: { attrs, shapes: { input }, range: { input: far } } }
  }
  const [groups, each] = [draw(1, 5), draw(1, 6)]
  const input = [draw(1, 4), groups * each, draw(2, 8), draw(2, 20)]
  const affine = draw(0, 3) > 0
  const attrs =
    kind === "GroupNorm" ? { num_groups: groups, eps, affine } : { eps, affine, track_running_stats: draw(0, 2) === 0 }
  const shape = kind === "InstanceNorm2d" && draw(0, 3) === 0 ? input.slice(1) : input
  return { kind, example: { attrs, shapes: { input: shape }, range: { input: far } } }
}

function loss(draw: Draw): Case {
  const kinds = ["MSELoss", "L1Loss", "HuberLoss", "SmoothL1Loss", "KLDivLoss", "BCELoss", "BCEWithLogitsLoss"]
  const kind = kinds[draw(0, kinds.length)]!
  const [input, reduction] = [shapeOf(draw), ["mean", "sum", "none"][draw(0, 3)]!]
  const repeated = (): number[] => input.map((size) => (draw(0, 2) === 0 ? 1 : size)).slice(draw(0, input.length + 1))
  if (kind.startsWith("BCE")) {
    const probable = kind === "BCELoss" ? ([0.01, 0.99] as const) : ([-2, 2] as const)
    const positive = kind === "BCELoss" ? {} : { pos_weight: draw(0, 2) === 0 ? repeated() : undefined }
    const shapes = { input, target: input, weight: draw(0, 2) === 0 ? repeated() : undefined, ...positive }
    return {
      kind,
      example: {
        attrs: { reduction },
        shapes,
        range: { input: probable, target: [0, 1], weight: [0.5, 2], pos_weight: [0.5, 2] },
      },
    }
  }
  const target = draw(0, 2) === 0 ? repeated() : input
  const turned = draw(0, 3) === 0
  const shapes = turned ? { input: target, target: input } : { input, target }
  if (kind !== "KLDivLoss") {
    const own = kind === "HuberLoss" ? { delta: 0.7 } : kind === "SmoothL1Loss" ? { beta: draw(0, 3) } : {}
    return { kind, example: { attrs: { reduction, ...own }, shapes } }
  }
  const log_target = draw(0, 2) === 0
  const attrs = { reduction: draw(0, 3) === 0 ? "batchmean" : reduction, log_target }
  return { kind, example: { attrs, shapes, range: { input: [-4, -2], target: log_target ? [-1.5, 0] : [0.2, 1] } } }
}

function ofClasses(draw: Draw): Case {
  const kind = ["CrossEntropyLoss", "NLLLoss"][draw(0, 2)]!
  const shape = shapeOf(draw, 1)
  const classes = draw(0, 3) === 0 ? draw(33, 140) : draw(1, 20)
  const input = shape.length === 1 ? [classes] : shape.with(1, classes)
  const places = input.filter((_, axis) => axis !== (input.length === 1 ? 0 : 1))
  const shares = kind === "CrossEntropyLoss" && draw(0, 3) === 0
  const reduction = ["mean", "sum", "none"][draw(0, 3)]!
  const smoothing = kind === "CrossEntropyLoss" ? { label_smoothing: draw(0, 2) === 0 ? 0.1 : 0 } : {}
  const attrs = { reduction, ignore_index: draw(0, 2) === 0 ? draw(0, classes) : -100, ...smoothing }
  const weight = draw(0, 2) === 0 ? [classes] : undefined
  const shapes = { input, target: shares ? input : places, weight }
  const far = draw(0, 4) === 0 ? ([-60, 60] as const) : ([-2, 2] as const)
  return { kind, example: { attrs, shapes, range: { input: far, target: [0, 1], weight: [0.5, 2] } } }
}

function softmax(draw: Draw): Case {
  const kind = ["Softmax", "LogSoftmax", "LogSumExp"][draw(0, 3)]!
  const input = shapeOf(draw)
  // Where one share is nearly 1, the gradient of a softmax is what its rounding leaves.
  const far = kind !== "Softmax" && draw(0, 4) === 0 ? ([-60, 60] as const) : ([-2, 2] as const)
  const rank = Math.max(1, input.length)
  const attrs =
    kind === "LogSumExp" ? { dim: axesOf(draw, input.length), keepdim: draw(0, 2) === 0 } : { dim: draw(-rank, rank) }
  return { kind, example: { attrs, shapes: { input }, range: { input: far } } }
}

test.for([
  ["reductions", reduction, 150],
  ["losses", loss, 120],
  ["losses over classes", ofClasses, 120],
  ["softmax and its kind", softmax, 80],
  ["norms", norm, 100],
] as const)("%s, tensors of every rank", ([what, draw, atPush]) => {
  const random = randomStream(seed, "planned", what)
  const count = cases(atPush)
  for (let number = 0; number < count; number++) {
    const { kind, example } = draw((low, high) => low + random.below(Math.max(1, high - low)))
    const mode = random.below(3) === 0 ? "eval" : "train"
    const { apart, eager } = twins(exampleDocument(ops.get(kind)!, example, number), mode)
    const said = `${kind} ${mode} ${JSON.stringify(example)}`
    expect(eager, said).toEqual([])
    for (const [name, share] of apart) expect(share, `${said} ${name}`).toBeLessThanOrEqual(MOST)
  }
  counted(count, `${what} by kernels, against the eager loops`)
})

test("norms between convolutions stay in planes", () => {
  const random = randomStream(seed, "planned", "norms in planes")
  const draw: Draw = (low, high) => low + random.below(high - low)
  const count = cases(30)
  for (let number = 0; number < count; number++) {
    const [groups, each] = [draw(1, 5), draw(1, 6)]
    const channels = groups * each
    const kind = ["GroupNorm", "InstanceNorm2d"][draw(0, 2)]!
    const own = kind === "GroupNorm" ? { num_groups: groups } : { track_running_stats: draw(0, 3) === 0 }
    const convolution = { out_channels: channels, kernel_size: 3, padding: draw(0, 2) }
    const nodes = [
      { id: "input_", op: "Parameter", attrs: { shape: [draw(1, 4), draw(1, 4), draw(4, 9), draw(4, 12)] } },
      { id: "before", op: "Conv2d", attrs: convolution, inputs: { input: "input_" } },
      { id: "norm", op: kind, attrs: { affine: draw(0, 3) > 0, eps: 0.1, ...own }, inputs: { input: "before" } },
      { id: "relu", op: draw(0, 2) === 0 ? "Tanh" : "Identity", inputs: { input: "norm" } },
      { id: "op", op: "Conv2d", attrs: { out_channels: 5, kernel_size: 3, padding: 1 }, inputs: { input: "relu" } },
    ]
    const upstream = { "op:output": { distribution: "normal", seed: 11 } } as const
    const mode = random.below(3) === 0 ? "eval" : "train"
    const { together, apart, steps } = twins({ gradwire: 2, seed: number, target: "op", upstream, nodes }, mode)
    const said = `${mode} ${JSON.stringify(nodes)}`
    expect(apart.get("op:output"), said).toBeLessThanOrEqual(MOST)
    expect(together, said).toBeLessThanOrEqual(MOST)
    const before = steps.filter((_, i) => steps[i + 1]?.startsWith("normalize"))
    expect(before.filter((step) => step.endsWith(" planes"))).toEqual([])
  }
  counted(count, "norms between convolutions")
})

test("reductions of what a convolution made take it as it lies", () => {
  const random = randomStream(seed, "planned", "reductions in planes")
  const draw: Draw = (low, high) => low + random.below(high - low)
  const count = cases(30)
  let tried = 0
  for (let number = 0; number < count; number++) {
    const { kind, example } = reduction(draw)
    if (kind === "CumSum" || kind === "Prod") continue
    tried++
    const attrs = { ...example.attrs, dim: axesOf(draw, 4) ?? [2, 3] }
    const convolution = { out_channels: draw(1, 20), kernel_size: [draw(1, 3), 2], padding: draw(0, 2) }
    const nodes = [
      { id: "input_", op: "Parameter", attrs: { shape: [draw(1, 4), draw(1, 4), draw(3, 9), draw(4, 12)] } },
      { id: "before", op: "Conv2d", attrs: convolution, inputs: { input: "input_" } },
      { id: "op", op: kind, attrs, inputs: { input: "before" } },
    ]
    const upstream = { "op:output": { distribution: "normal", seed: 11 } } as const
    const { together, apart, steps } = twins({ gradwire: 2, seed: number, target: "op", upstream, nodes }, "eval")
    const said = JSON.stringify(nodes)
    expect(apart.get("op:output"), said).toBeLessThanOrEqual(MOST)
    expect(together, said).toBeLessThanOrEqual(MOST)
    expect(steps.slice(0, steps.indexOf("look")).includes("from planes"), said).toBe(false)
  }
  counted(tried, "reductions behind convolutions")
})

test("equal numbers, zeros, NaN and infinities are treated as by the ops' own rules", () => {
  const random = randomStream(seed, "planned", "special")
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-40]
  for (const kind of ["Sum", "Mean", "Max", "Min", "Prod", "Norm", "Std", "Var", "CumSum"]) {
    for (const p of kind === "Norm" ? [0, 1, 2, "inf", "-inf", 3, -1] : [2]) {
      for (const dim of [0, 1, null]) {
        for (const value of special) {
          const input = [5, 7]
          const attrs = kind === "CumSum" ? { dim: dim ?? 0 } : { dim, ...(kind === "Norm" ? { p } : {}) }
          const values = { input: Array.from({ length: sizeOf(input) }, () => random.below(5) - 2) }
          const document = exampleDocument(ops.get(kind)!, { attrs, shapes: { input }, values })
          const { apart } = twins(document, "eval", (data) => data.set([value, value], 10))
          for (const [name, share] of apart)
            expect(share, `${kind} ${p} ${dim} ${value} ${name}`).toBeLessThanOrEqual(MOST)
        }
      }
    }
  }
})

test("NaN and infinities go through losses and softmax as through the ops' own rules", () => {
  const random = randomStream(seed, "planned", "special losses")
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-40]
  const kinds = ["Softmax", "LogSoftmax", "LogSumExp", "MSELoss", "L1Loss", "HuberLoss", "SmoothL1Loss", "KLDivLoss"]
  for (const kind of [...kinds, "BCEWithLogitsLoss", "CrossEntropyLoss", "NLLLoss"]) {
    for (const value of special) {
      const input = [5, 7]
      const dim = kind === "LogSumExp" ? [1] : 1
      const attrs = kind.startsWith("Log") || kind === "Softmax" ? { dim } : { reduction: "none" }
      const [of] = Object.keys(ops.get(kind)!.inputs).filter((port) => port === "target")
      const classes = kind === "CrossEntropyLoss" || kind === "NLLLoss"
      const target = classes ? [5] : input
      const shapes = of === undefined ? { input } : { input, target }
      const values = { input: Array.from({ length: 35 }, () => 4 * random.uniform() - 2) }
      const document = exampleDocument(ops.get(kind)!, { attrs, shapes, values, range: { target: [0, 1] } })
      for (const places of [[10], [10, 11], [7, 8, 9, 10, 11, 12, 13]]) {
        const change = (data: { [place: number]: number }) => {
          for (const place of places) data[place] = value
        }
        const { apart, eager } = twins(document, "eval", change)
        expect(eager).toEqual([])
        for (const [name, share] of apart) expect(share, `${kind} ${value} ${places} ${name}`).toBeLessThanOrEqual(MOST)
      }
    }
  }
})

test.for([
  ["CrossEntropyLoss", { input: [2, 3], target: [2] }, { target: [1, 3] }],
  ["NLLLoss", { input: [2, 3], target: [2] }, { target: [0.5, 0] }],
  ["BCELoss", { input: [2], target: [2] }, { input: [0.5, 1.25], target: [0, 1] }],
] as const)("%s refuses what its own rule refuses, in the same words", ([kind, shapes, values]) => {
  const { nodes, ...rest } = exampleDocument(ops.get(kind)!, { shapes, values })
  const written = writeValue({ shape: [2], data: Float64Array.from(values.target) })
  const targets = nodes.map((node) => (node.id === "target_" ? { ...node, values: { value: written } } : node))
  const analysis = analyze({ ...rest, nodes: targets }, ops, "train")
  const prepared = preparedTo(analysis, analysis.target!, new Set())
  const eager = ended(forwardPass(prepared, new Map(), "float32", 3)).problems
  const planned = ended(compile(planGraph({ ...prepared, reads: [prepared.end] })).forward(new Map(), 3)).problems
  expect(eager).toHaveLength(1)
  expect(planned).toEqual(eager)
})
