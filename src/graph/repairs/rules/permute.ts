import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import { placeName, type Wire } from "../../wire.ts"
import { clashes, putBefore, type Repair, type RepairRule, sameSizes, wiresWithShapes } from "../repair.ts"

/** The same sizes in another order: channels last, or a matrix that should be transposed. */
export const permute: RepairRule = {
  name: "permute",
  reach: "between",
  find: (broken) => {
    const { analysis, node } = broken
    const alike = clashes(broken).flatMap(({ wire, shape, other }) => {
      const order = orderOf(shape, other)
      return order === null ? [] : [permuting(wire, shape, order)]
    })
    if (node.op?.kind !== "MatMul" && node.op?.inputs.query === undefined) return alike
    const turned = wiresWithShapes(analysis, node.id).flatMap(({ wire, shape }) =>
      pairsOf(shape.length).map((order) => permuting(wire, shape, order)),
    )
    return [...alike, ...turned]
  },
}

/** Orders with two neighbouring axes exchanged, the last two first. */
function pairsOf(rank: number): readonly (readonly number[])[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  return axes.slice(0, -1).map((_, i) => {
    const at = rank - 2 - i
    return axes.map((axis) => (axis === at ? at + 1 : axis === at + 1 ? at : axis))
  })
}

function permuting(wire: Wire, shape: Shape, order: readonly number[]): Repair {
  const becomes = formatShape(order.map((axis) => shape[axis] ?? 1))
  return {
    label: `Insert Permute before ${placeName(wire.to)}: ${formatShape(shape)} → ${becomes}`,
    apply: (document) => putBefore(document, wire, "Permute", { dims: order }),
  }
}

/** For each axis of `wanted` the axis of `shape` with its size, each taken once; null if they differ in more than order. */
export function orderOf(shape: Shape, wanted: Shape): readonly number[] | null {
  if (shape.length !== wanted.length || sameSizes(shape, wanted)) return null
  const left = new Set(shape.keys())
  const order: number[] = []
  for (const [at, size] of wanted.entries()) {
    const same = left.has(at) && shape[at] === size ? at : [...left].find((axis) => shape[axis] === size)
    if (same === undefined) return null
    left.delete(same)
    order.push(same)
  }
  return order
}
