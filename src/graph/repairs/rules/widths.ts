import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { chainBehind, type RepairRule, setting, wiresInto } from "../repair.ts"

/** How ops call the number that they give. */
const WIDTHS = ["out_features", "embedding_dim", "out_channels"] as const

/** A layer behind that gives another number of features or channels than the other inputs need. */
export const widths: RepairRule = {
  name: "widths",
  reach: "between",
  find: ({ analysis, node }) => {
    const arriving = wiresInto(analysis, node.id)
    return arriving.flatMap(({ wire }) => {
      const layer = chainBehind(analysis, wire.from).find((behind) => widthOf(behind) !== null)
      const name = layer === undefined ? null : widthOf(layer)
      if (layer === undefined || name === null || node.op?.inputs[wire.to.port] === undefined) return []
      const others = arriving.flatMap((other) => (other.wire === wire ? [] : widthsOf(other.shape)))
      // One would broadcast, which is seldom what was meant.
      const wanted = [...new Set(others)].filter((size) => size > 1 && size !== layer.context?.attrs[name])
      return wanted.map((size) => setting(layer.id, name, size))
    })
  },
}

function widthsOf(shape: readonly number[]): readonly number[] {
  return [shape.at(-1), shape.at(-2), shape[1]].filter((size) => size !== undefined)
}

function widthOf({ op }: NodeAnalysis): (typeof WIDTHS)[number] | null {
  return WIDTHS.find((name) => op?.attrs[name] !== undefined) ?? null
}
