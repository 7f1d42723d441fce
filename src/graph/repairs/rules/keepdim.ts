import { chainBehind, type RepairRule, setting, wiresWithShapes } from "../repair.ts"

/** A mean or a variance that dropped the axis along which it is to be spread again. */
export const keepdim: RepairRule = {
  name: "keepdim",
  reach: "behind",
  find: ({ analysis, node }) =>
    wiresWithShapes(analysis, node.id).flatMap(({ wire }) => {
      const reduced = chainBehind(analysis, wire.from).find(({ context }) => context?.attrs.keepdim === false)
      return reduced === undefined ? [] : [setting(reduced.id, "keepdim", true)]
    }),
}
