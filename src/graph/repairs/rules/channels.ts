import { leadsTo } from "../../analysis/reach.ts"
import { placeName } from "../../wire.ts"
import { type Broken, brief, type Clash, clashes, putBefore, type Repair, type RepairRule } from "../repair.ts"

/** Two branches with other numbers of channels or features: a 1×1 convolution or a Linear on the shorter way round. */
export const channels: RepairRule = {
  name: "channels",
  reach: "between",
  // Only where branches of one tensor meet: two tensors of different origin are not made equal by learning.
  find: (broken) => {
    const { op } = broken.node
    const adds = op?.shelf === "maths" && op.kind !== "MatMul"
    return adds ? skips(broken).flatMap((clash) => [...projected(clash), ...linear(clash)]) : []
  },
}

/** The wires whose source stands before that of another one: the way round. */
function skips(broken: Broken): readonly Clash[] {
  const all = clashes(broken)
  return all.filter(({ wire }) =>
    all.some((other) => other.wire !== wire && leadsTo(broken.analysis, [other.wire.from.node]).has(wire.from.node)),
  )
}

/** 1×1 convolution, with a stride where the other branch is smaller: for planes, and for signals. */
function projected({ wire, shape, other }: Clash): readonly Repair[] {
  const [, from, ...here] = shape
  const [, to, ...there] = other
  if (shape.length !== other.length || shape.length < 3 || shape.length > 4 || !from || !to || from === to) return []
  const steps = here.map((size, axis) => Math.round(size / (there[axis] ?? size)))
  if (steps.some((step) => step < 1)) return []
  const step = brief(steps)
  const attrs = { out_channels: to, kernel_size: 1, ...(step === 1 ? {} : { stride: step }) }
  const by = step === 1 ? "" : `, stride ${steps.join("×")}`
  const kernel = here.length === 2 ? "1×1 convolution" : "convolution of kernel 1"
  return [
    {
      label: `Match channels before ${placeName(wire.to)} with a ${kernel}: ${from} → ${to}${by}`,
      apply: (document) => putBefore(document, wire, here.length === 2 ? "Conv2d" : "Conv1d", attrs),
    },
  ]
}

/** A Linear where only the last axis differs. */
function linear({ wire, shape, other }: Clash): readonly Repair[] {
  const [from, to] = [shape.at(-1), other.at(-1)]
  const alike = shape.length === other.length && shape.slice(0, -1).every((size, axis) => size === other[axis])
  if (!alike || shape.length < 2 || shape.length > 3 || from === undefined || to === undefined || to === 1) return []
  return [
    {
      label: `Match features before ${placeName(wire.to)} with a Linear: ${from} → ${to}`,
      apply: (document) => putBefore(document, wire, "Linear", { out_features: to }),
    },
  ]
}
