import type { Json } from "../../../ops/attributes/attrs.ts"
import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import { placeName } from "../../wire.ts"
import {
  type Broken,
  type Carried,
  chainBehind,
  isPicture,
  lacksNumbers,
  putBefore,
  type Repair,
  type RepairRule,
  sameSizes,
  takes,
  wiresInto,
} from "../repair.ts"

/** An axis of size 1 too many or too few: a batch of one picture, a column of targets, a number for each channel. */
export const axes: RepairRule = {
  name: "axes",
  reach: "between",
  find: (broken) =>
    broken.problem.attr === undefined && !lacksNumbers(broken)
      ? wiresInto(broken.analysis, broken.node.id)
          .toReversed()
          .flatMap((at) => changed(broken, at))
      : [],
}

interface Change {
  readonly op: string
  readonly attrs: { readonly [name: string]: Json }
  readonly to: Shape
}

function changed({ analysis, node }: Broken, at: Carried): readonly Repair[] {
  const others = wiresInto(analysis, node.id).flatMap(({ wire, shape }) => (wire === at.wire ? [] : [shape]))
  const rank =
    others.length === 0 ? Number.POSITIVE_INFINITY : Math.max(at.shape.length, ...others.map(({ length }) => length))
  const ofLoss = node.op?.shelf === "loss" && node.op.inputs[at.wire.to.port]?.classes === undefined
  const fits = ({ to }: Change) =>
    to.length <= rank &&
    takes(node, at.wire, to) &&
    // What a loss would spread over all cells is compared with what it does not belong to.
    (!ofLoss || others.some((other) => sameSizes(other, to)))
  const rows = at.shape.length === 2 && !isPicture(at.shape[0] ?? 0, at.shape[1] ?? 0)
  const signal = chainBehind(analysis, at.wire.from).some(({ op }) => /1d$/.test(op?.kind ?? ""))
  if (others.length === 0 && (rows || signal) && /2d$/.test(node.op?.kind ?? "")) return []
  const all = [...squeezed(at.shape), ...unsqueezed(at.shape, others.length > 0), ...spread(at.shape, others)]
  const distinct = [
    ...new Map(
      all
        .filter(fits)
        .toReversed()
        .map((change) => [formatShape(change.to), change]),
    ).values(),
  ]
  return distinct.toReversed().map((change) => inserting(at, change))
}

function inserting({ wire, shape }: Carried, { op, attrs, to }: Change): Repair {
  return {
    label: `Insert ${op} before ${placeName(wire.to)}: ${formatShape(shape)} → ${formatShape(to)}`,
    apply: (document) => putBefore(document, wire, op, attrs),
  }
}

function squeezed(shape: Shape): readonly Change[] {
  return shape.flatMap((size, dim) =>
    size === 1 ? [{ op: "Squeeze", attrs: { dim }, to: shape.filter((_, axis) => axis !== dim) }] : [],
  )
}

/** Beside other inputs anywhere; alone only in front, as a batch or a channel of one. */
function unsqueezed(shape: Shape, beside: boolean): readonly Change[] {
  const places = beside ? Array.from({ length: shape.length + 1 }, (_, dim) => dim) : [0]
  return places.map((dim) => ({ op: "Unsqueeze", attrs: { dim }, to: shape.toSpliced(dim, 0, 1) }))
}

/** Axes put where another input has such sizes, ones in between: a number for each channel as C×1×1. */
function spread(shape: Shape, others: readonly Shape[]): readonly Change[] {
  return others.flatMap((other) => {
    if (shape.length === 0 || other.length <= shape.length) return []
    const places: number[] = []
    for (const size of shape) {
      const from = (places.at(-1) ?? -1) + 1
      const at = other.findIndex((n, axis) => axis >= from && n === size)
      if (at < 0) return []
      places.push(at)
    }
    const [first = 0] = places
    const to = other.map((size, axis) => (places.includes(axis) ? size : 1)).slice(first)
    return [{ op: "Reshape", attrs: { shape: to }, to }]
  })
}
