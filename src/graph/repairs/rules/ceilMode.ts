import { type RepairRule, setting } from "../repair.ts"

/** A pool whose window is larger than its input has one place if a window that fits in part is counted. */
export const ceilMode: RepairRule = {
  name: "ceilMode",
  reach: "attribute",
  find: ({ node, problem }) =>
    problem.attr === "kernel_size" && node.context?.attrs.ceil_mode === false
      ? [setting(node.id, "ceil_mode", true)]
      : [],
}
