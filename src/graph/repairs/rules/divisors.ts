import { type Broken, chainBehind, lacksNumbers, numbers, type RepairRule, setting, wiresInto } from "../repair.ts"

/** Heads, groups or cells that do not divide: the nearest number below and above that does. */
export const divisors: RepairRule = {
  name: "divisors",
  reach: "attribute",
  find: (broken) => {
    const { node, problem } = broken
    const { attr } = problem
    if (attr === "num_heads" || attr === "num_groups") return near(broken, attr, node.id)
    // With one value for each group, fewer groups.
    if (lacksNumbers(broken) && node.op?.attrs.num_groups !== undefined) return near(broken, "num_groups", node.id)
    if (attr === "upscale_factor") return [...cells(broken), ...near(broken, attr, node.id)]
    // Of a convolution both its input and its output channels are dealt out.
    if ((attr === "groups" || attr === "out_channels") && node.op?.attrs.groups !== undefined)
      return [...multiples(broken), ...near(broken, "groups", node.id)]
    return []
  },
}

/** The largest number below and the smallest above that the node takes. */
function near({ analysis, node }: Broken, attr: string, id: string) {
  const [now] = numbers(node.context?.attrs[attr])
  const sizes = wiresInto(analysis, id).flatMap(({ shape }) => [...shape])
  const most = Math.max(0, ...sizes)
  if (now === undefined) return []
  const least = attr === "upscale_factor" ? 2 : 1
  const below = Array.from({ length: Math.max(0, now - least) }, (_, i) => now - 1 - i).find((n) => fits(n, attr, node))
  const above = Array.from({ length: Math.max(0, most - now) }, (_, i) => now + 1 + i).find((n) => fits(n, attr, node))
  return [below, above].flatMap((n) => (n === undefined ? [] : [setting(id, attr, n)]))
}

/** Of r² channels one is made; r = 1 would do nothing. */
function cells({ analysis, node }: Broken) {
  const [factor] = numbers(node.context?.attrs.upscale_factor)
  const layer = wiresInto(analysis, node.id).flatMap(({ wire }) => chainBehind(analysis, wire.from))
  const conv = layer.find(({ op }) => op?.attrs.out_channels !== undefined)
  const [now] = numbers(conv?.context?.attrs.out_channels)
  if (factor === undefined || conv === undefined || now === undefined) return []
  return [setting(conv.id, "out_channels", Math.ceil(now / factor ** 2) * factor ** 2)]
}

/** Fewest filters above and most below that the groups deal out. */
function multiples({ node, problem }: Broken) {
  const [groups] = numbers(node.context?.attrs.groups)
  const [filters] = numbers(node.context?.attrs.out_channels)
  if (problem.attr !== "out_channels" || groups === undefined || filters === undefined) return []
  const above = Math.ceil(filters / groups) * groups
  return [above, above - groups].filter((n) => n > 0).map((n) => setting(node.id, "out_channels", n))
}

function fits(value: number, attr: string, { op, context }: Broken["node"]): boolean {
  if (op === null || context === null) return false
  return !("sentence" in op.shape({ ...context, attrs: { ...context.attrs, [attr]: value } }))
}
