import { numbers, type RepairRule, setting } from "../repair.ts"

/** A number beyond its bound becomes the bound that the problem names; one that has no meaning its default. */
export const limit: RepairRule = {
  name: "limit",
  reach: "attribute",
  find: ({ node, problem: { attr, expected } }) => {
    const spec = attr === undefined ? undefined : node.op?.attrs[attr]
    if (attr === undefined || spec === undefined || attr === "kernel_size") return []
    const most = Number(/^at most (\d+)$/.exec(expected ?? "")?.[1] ?? Number.NaN)
    const values = numbers(node.context?.attrs[attr])
    const bounded =
      Number.isNaN(most) || values.length === 0 ? [] : [values.map((value) => Math.min(value, most))].map(written)
    const { fallback } = spec
    const idle = values.length > 0 && (values.every((value) => value === 0) || attr === "padding")
    const usual = typeof fallback === "number" && bounded.length === 0 && idle ? [fallback] : []
    return [...bounded, ...usual].map((value) => setting(node.id, attr, value))
  },
}

/** One number where all are alike. */
function written(values: readonly number[]): number | readonly number[] {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : values
}
