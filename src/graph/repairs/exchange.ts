import { setAttr } from "../edit.ts"
import { type RepairRule, setting } from "../repairing.ts"

const ENDS = [
  ["low", "high"],
  ["min_val", "max_val"],
  ["start_dim", "end_dim"],
] as const

/** Two ends of a range that stand the wrong way round; a range without an end gets one. */
export const exchange: RepairRule = {
  name: "exchange",
  reach: "attribute",
  find: ({ node, problem: { attr } }) => {
    const attrs = node.context?.attrs ?? {}
    const swapped = ENDS.flatMap(([first, last]) => {
      const [low, high] = [attrs[first], attrs[last]]
      if ((attr !== first && attr !== last) || typeof low !== "number" || typeof high !== "number") return []
      return [
        {
          label: `Exchange ${first} and ${last} of ${node.id}: ${high} and ${low}`.replaceAll("-", "−"),
          apply: (document: Parameters<typeof setAttr>[0]) =>
            setAttr(setAttr(document, node.id, first, high), node.id, last, low),
        },
      ]
    })
    return node.op?.kind === "Clamp" && attr === "min" ? [...swapped, setting(node.id, "min", 0)] : swapped
  },
}
