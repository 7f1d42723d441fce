// Kernels that go along rows, against the eager rules: tensors of every rank with odd sizes, rows along every choice of axes,
// numbers that are equal, and NaN and infinities, which stay where they are.

import { expect, test } from "vitest"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { sizeOf } from "../../../src/tensor/tensor.ts"
import { cases, counted, seed } from "../../campaign.ts"
import { exampleDocument, twins } from "./twins.ts"

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
  const p = ["-inf", 0, 1, 2, "inf"][draw(0, 5)]!
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

test.for([
  ["reductions", reduction, 150],
  ["norms", norm, 100],
] as const)("%s along every choice of axes", ([what, draw, atPush]) => {
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

test("equal numbers, zeros, NaN and infinities are treated as by the ops' own rules", () => {
  const random = randomStream(seed, "planned", "special")
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e-40]
  for (const kind of ["Sum", "Mean", "Max", "Min", "Prod", "Norm", "Std", "Var", "CumSum"]) {
    for (const p of kind === "Norm" ? [0, 1, 2, "inf", "-inf"] : [2]) {
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
