import { formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import { clashes, putBefore, type Repair, type RepairRule, wiresWithShapes } from "../repairing.ts"
import { placeName, type Wire } from "../wire.ts"

/** The same number of cells under another shape; rows that should be planes again. */
export const reshape: RepairRule = {
  name: "reshape",
  find: (broken) => {
    const other = clashes(broken).flatMap(({ wire, shape, other }) =>
      sizeOf(shape) === sizeOf(other) ? [reshaping(wire, shape, other)] : [],
    )
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

/** N×F as N×1×s×s or N×3×s×s with s² = F or F/3; H×W×… without a channel axis with one. */
function asPlanes(shape: Shape): readonly Shape[] {
  const [n = 1, features = 0] = shape
  if (shape.length !== 2) return []
  return [1, 3].flatMap((channels) => {
    const side = Math.sqrt(features / channels)
    return Number.isInteger(side) && side > 0 ? [[n, channels, side, side]] : []
  })
}
