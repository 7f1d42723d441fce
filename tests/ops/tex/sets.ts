// Rules that speak of cells of one shape, or of cells that share a mean or a sum.

import type { AnyBackwardContext } from "../../../src/ops/op.ts"
import { around } from "../../../src/tensor/axis.ts"
import { broadcastShapes, sumTo } from "../../../src/tensor/broadcast.ts"
import { type Shape, sizeOf } from "../../../src/tensor/tensor.ts"
import { cellwise, inSets, type Sets, tensorsOf } from "./places.ts"
import { expectEqual, type Step, scopeOf } from "./steps.ts"
import { workOut } from "./workOut.ts"

// ---- Cell by cell -----------------------------------------------------------------------------------------------------

export function checkCellwise(step: Step): void {
  const { op, at, rule, wanted } = step
  const common = Object.keys(op.inputs).reduce<Shape>((shape, port) => {
    const own = at.shapes[port] as Shape | undefined
    // The ports of one example fit together.
    return own === undefined ? shape : (broadcastShapes(shape, own) as Shape)
  }, [])
  const place = cellwise(tensorsOf(op, at), at, common)
  const batchmean = at.attrs.reduction === "batchmean"
  const n = batchmean ? ((at.shapes.input as Shape)[0] ?? 1) : sizeOf(common)
  const data = Float64Array.from({ length: sizeOf(common) }, (_, i) =>
    workOut(rule[0]!.right, scopeOf(place, rule, { i, n, ...constants })),
  )
  expectEqual([...sumTo({ shape: common, data }, wanted.shape).data], step)
}

const constants = { "\\pi": Math.PI, "\\lambda": 1.0507009873554805, "\\alpha": 1.6732632423543772 }

// ---- Cells that share a mean or a sum ------------------------------------------------------------------------------------

function setsOf({ op, at }: Step): Sets {
  const shape = at.shapes.input as Shape
  const cells = sizeOf(shape)
  const channel = (cell: number): number => {
    const view = around(shape, op.kind === "InstanceNorm2d" ? shape.length - 3 : 1)
    return Math.floor(cell / view.inner) % view.size
  }
  const run = (length: number) => (cell: number) => Math.floor(cell / length)
  switch (op.kind) {
    case "BatchNorm1d":
    case "BatchNorm2d":
      return { cells, setOf: channel }
    case "GroupNorm":
      return { cells, setOf: run(cells / (shape[0]! * Number(at.attrs.num_groups))), paramOf: channel }
    case "InstanceNorm2d":
      return { cells, setOf: run(shape.at(-1)! * shape.at(-2)!), paramOf: channel }
    case "LayerNorm":
    case "RMSNorm": {
      const k = sizeOf(at.attrs.normalized_shape as Shape) // read by the op as a list of sizes
      return { cells, setOf: run(k), paramOf: (cell) => cell % k }
    }
    default:
      return { cells, setOf: reducedTo(at) }
  }
}

/** Which output cell an input cell is reduced into: what is summed over is left out of its address. */
function reducedTo(at: AnyBackwardContext): (cell: number) => number {
  const shape = at.shapes.input as Shape
  const dims = at.attrs.dim
  const list = Array.isArray(dims) ? dims.map(Number) : typeof dims === "number" ? [dims] : []
  const all = dims === null || (Array.isArray(dims) && dims.length === 0)
  const over = new Set(all ? shape.map((_, axis) => axis) : list.map((axis) => (axis + shape.length) % shape.length))
  return (cell) => {
    let [rest, set, stride] = [cell, 0, 1]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const index = rest % shape[axis]!
      rest = Math.floor(rest / shape[axis]!)
      if (over.has(axis)) continue
      set += index * stride
      stride *= shape[axis]!
    }
    return set
  }
}

export function checkInSets(step: Step): void {
  const { op, at, rule, wanted, arrow } = step
  const sets = setsOf(step)
  const place = inSets(tensorsOf(op, at), at, sets, new Set(Object.keys(op.params)))
  const eps = at.attrs.eps === null ? { "⟪eps⟫": Number.EPSILON } : {}
  const got = Array.from(wanted.data, (_, i) =>
    workOut(rule[0]!.right, scopeOf(place, rule, { ...eps, i, c: 0, ...(arrow === "input" ? {} : { param: i }) })),
  )
  expectEqual(got, step)
}
