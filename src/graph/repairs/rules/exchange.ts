import { setAttr } from "../../edit/edit.ts"
import { type Repair, type RepairRule, setting } from "../repair.ts"

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
    const { low, high } = attrs
    // Whole numbers need whole ends with a number between them.
    const whole =
      attr === "low" && typeof low === "number" && typeof high === "number" ? [between(node.id, low, high)] : []
    const open = node.op?.kind === "Clamp" && attr === "min" ? [setting(node.id, "min", 0)] : []
    return [...swapped, ...whole, ...open]
  },
}

/** Both ends outwards to whole numbers, at least one apart. */
function between(id: string, low: number, high: number): Repair {
  const first = Math.floor(low)
  const last = Math.max(first + 1, Math.ceil(high))
  return {
    label: `Set low and high of ${id} to ${first} and ${last}`.replaceAll("-", "−"),
    apply: (document) => setAttr(setAttr(document, id, "low", first), id, "high", last),
  }
}
