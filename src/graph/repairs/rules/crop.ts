import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import type { GradwireDocument } from "../../document.ts"
import { placeName, type Wire } from "../../wire.ts"
import { clashes, putBefore, type Repair, type RepairRule, sameSizes, slidingBehind } from "../repair.ts"

/** Branches that come out a few rows apart: the smaller is padded, or the larger cut, each in the middle. */
export const crop: RepairRule = {
  name: "crop",
  reach: "between",
  find: (broken) => {
    const { node } = broken
    if (broken.problem.code === "GW-T102") return []
    // Along the axis of a Concat sizes may differ; along examples, channels and features nothing may be made up.
    const joins = node.op?.kind === "Concat"
    const dim = joins ? Number(node.context?.attrs.dim) : Number.NaN
    const all = clashes(broken).flatMap(({ wire, shape, other }) => {
      const planes = shape.length >= 4 || (shape.length === 3 && slidingBehind(broken.analysis, wire.from) !== null)
      if (shape.length !== other.length || !planes) return []
      const along = (dim + shape.length) % shape.length
      const wanted = shape.map((size, axis) => (axis === along ? size : (other[axis] ?? size)))
      const near = wanted.every(
        (size, axis) => size === shape[axis] || (axis >= 2 && isNear(size, shape[axis] ?? 0, joins)),
      )
      return near && !sameSizes(wanted, shape) ? [{ wire, shape, wanted }] : []
    })
    return [...all.flatMap(padded), ...all.flatMap(cut)]
  },
}

/** A row or two that rounding or a border took; what a stride took is not made up. */
function isNear(a: number, b: number, joins: boolean): boolean {
  return Math.abs(a - b) <= 2 || (joins && 2 * Math.min(a, b) >= Math.max(a, b))
}

interface Fit {
  readonly wire: Wire
  readonly shape: Shape
  readonly wanted: Shape
}

function padded({ wire, shape, wanted }: Fit): readonly Repair[] {
  const more = wanted.map((size, axis) => size - (shape[axis] ?? 0))
  if (more.some((n) => n < 0)) return []
  const first = more.findIndex((n) => n > 0)
  // PyTorch lists the last axis first.
  const pad = more
    .slice(first)
    .reverse()
    .flatMap((n) => [Math.floor(n / 2), Math.ceil(n / 2)])
  return [
    {
      label: `Insert Pad before ${placeName(wire.to)}: ${formatShape(shape)} → ${formatShape(wanted)}`,
      way: "pad",
      apply: (document) => putBefore(document, wire, "Pad", { pad }),
    },
  ]
}

/** One Slice for each axis, the last axis nearest to the node. */
function cut({ wire, shape, wanted }: Fit): readonly Repair[] {
  const cuts = shape.flatMap((size, dim) => {
    const kept = wanted[dim] ?? size
    const start = Math.floor((size - kept) / 2)
    return size === kept ? [] : [{ dim, start, end: start + kept, less: size - kept }]
  })
  if (cuts.some(({ less }) => less < 0)) return []
  const slice = (document: GradwireDocument) =>
    [...cuts].reverse().reduce((before, { dim, start, end }, index) => {
      const at = index === 0 ? wire : lastPut(before, wire)
      return putBefore(before, at, "Slice", { dim, start, end })
    }, document)
  return [
    {
      label: `Insert Slice before ${placeName(wire.to)}: ${formatShape(shape)} → ${formatShape(wanted)}`,
      way: "slice",
      apply: slice,
    },
  ]
}

/** The wire into the node that was put on a wire last. */
function lastPut(document: GradwireDocument, wire: Wire): Wire {
  const node = document.nodes.at(-1)?.id ?? wire.to.node
  return { ...wire, to: { node, port: "input" } }
}
