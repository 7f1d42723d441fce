import type { Json } from "../../../ops/attributes/attrs.ts"
import { type RepairRule, setting } from "../repair.ts"

/** A choice that does not go with the shapes or with another attribute: another one, or none. */
export const switches: RepairRule = {
  name: "switches",
  reach: "attribute",
  find: ({ node, problem }) => {
    const { op, context } = node
    if (op === null || context === null) return []
    const pointed = problem.attr === undefined ? [] : [problem.attr]
    // Which axis is the batch of an attention, and how a border is filled, decide what its other sizes mean.
    return [
      ...new Set([...pointed, "batch_first", "align_corners", "scale_factor", "size", "padding_mode", "mode"]),
    ].flatMap((name) => {
      const spec = op.attrs[name]
      if (spec === undefined || name === "dim") return []
      return others(spec.control, spec.optional, spec.initial, context.attrs[name]).map((value) =>
        setting(node.id, name, value),
      )
    })
  },
}

function others(
  control: { readonly kind: string; readonly options?: readonly string[] },
  optional: boolean,
  initial: Json | undefined,
  now: unknown,
): readonly Json[] {
  if (control.kind === "bool") return [now !== true]
  if (control.kind === "choice") return (control.options ?? []).filter((word) => word !== now)
  if (!optional) return []
  if (now !== null) return [null]
  return initial === undefined ? [] : [initial]
}
