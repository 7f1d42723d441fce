import { formatShape, type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { placeName, type Wire } from "../../wire.ts"
import { clashes, putBefore, type Repair, type RepairRule, sameSizes, wiresWithShapes } from "../repair.ts"

/** The same number of cells under another shape; rows that should be planes again. */
export const reshape: RepairRule = {
  name: "reshape",
  reach: "between",
  find: (broken) => {
    const other = clashes(broken).flatMap(({ wire, shape, other }) =>
      sizeOf(shape) === sizeOf(other) && !sameNumbers(shape, other) ? [reshaping(wire, shape, other)] : [],
    )
    const { node, problem } = broken
    // Rows are planes only where planes are taken.
    if (problem.attr !== undefined || !/[12]d$/.test(node.op?.kind ?? "")) return other
    const planes = wiresWithShapes(broken.analysis, broken.node.id).flatMap(({ wire, shape }) =>
      asPlanes(shape).map((wanted) => reshaping(wire, shape, wanted)),
    )
    return [...other, ...planes]
  },
}

function reshaping(wire: Wire, shape: Shape, wanted: Shape): Repair {
  return {
    label: `Insert Reshape before ${placeName(wire.to)}: ${formatShape(shape)} → ${formatShape(wanted)}`,
    apply: (document) => putBefore(document, wire, "Reshape", { shape: wanted }),
  }
}

/** Sizes in another order are to be permuted: a Reshape would mix the numbers up. */
function sameNumbers(a: Shape, b: Shape): boolean {
  const sorted = (shape: Shape) => shape.filter((size) => size > 1).sort((x, y) => x - y)
  return (
    sameSizes(sorted(a), sorted(b)) &&
    !sameSizes(
      a.filter((n) => n > 1),
      b.filter((n) => n > 1),
    )
  )
}

/** N×F as N×1×s×s or N×3×s×s with s² = F or F/3; H×W×… without a channel axis with one. */
function asPlanes(shape: Shape): readonly Shape[] {
  const [n = 1, features = 0] = shape
  if (shape.length !== 2) return []
  return [1, 3].flatMap((channels) => {
    const side = Math.sqrt(features / channels)
    return Number.isInteger(side) && side > 1 ? [[n, channels, side, side]] : []
  })
}
