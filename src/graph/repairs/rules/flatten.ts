import { formatShape, sizeOf } from "../../../tensor/tensor.ts"
import { placeName } from "../../wire.ts"
import { chainBehind, putBefore, type Repair, type RepairRule, wiresWithShapes } from "../repair.ts"

/** A Linear layer that was given planes instead of one row of features, here or further up. */
export const flatten: RepairRule = {
  name: "flatten",
  reach: "between",
  find: ({ analysis, node }) => {
    const behind = (analysis.entering.get(node.id) ?? []).flatMap((wire) => chainBehind(analysis, wire.from))
    const linear = [node, ...behind].filter(({ op }) => op?.kind === "Linear").map(({ id }) => id)
    // Beside another input the node itself may want rows.
    const joined = wiresWithShapes(analysis, node.id).length > 1 ? [node.id] : []
    return [...new Set([...linear, ...joined])].flatMap((id) =>
      wiresWithShapes(analysis, id).flatMap(({ wire, shape }): Repair[] => {
        if (shape.length < 3) return []
        const flat = [shape[0] ?? 1, sizeOf(shape.slice(1))]
        return [
          {
            label: `Insert Flatten before ${placeName(wire.to)}: ${formatShape(shape)} → ${formatShape(flat)}`,
            apply: (document) => putBefore(document, wire, "Flatten"),
          },
        ]
      }),
    )
  },
}
