import { numbers, type RepairRule, setting, wiresInto } from "../repair.ts"

/** Attributes that repeat sizes of the input: the last axes of a layer norm, the channels of a PReLU. */
export const ownSizes: RepairRule = {
  name: "ownSizes",
  reach: "attribute",
  find: ({ analysis, node, problem: { attr } }) => {
    const shape = wiresInto(analysis, node.id).find(({ wire }) => wire.to.port === "input")?.shape
    if (shape === undefined || shape.length === 0) return []
    if (attr === "normalized_shape") {
      const length = Math.max(1, numbers(node.context?.attrs.normalized_shape).length)
      return [length, 1].map((axes) => setting(node.id, attr, shape.slice(-axes)))
    }
    if (attr === "num_parameters") return [setting(node.id, attr, shape[1] ?? 1), setting(node.id, attr, 1)]
    return []
  },
}
