import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { shapesAt } from "../../analysis/shapes.ts"
import { setAttr } from "../../edit/edit.ts"
import { isUnfilled } from "../../edit/inputShape.ts"
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

/** A shape written in another order than layers take it, what its axes are then, and the order that is taken. */
interface Reading {
  readonly words: string
  /** For each axis of the result the axis it was; a new axis of one cell is null. */
  readonly from: readonly (number | null)[]
  readonly likely: boolean
}

/** Pictures and signals whose channels stand last, or that have no channel or batch axis. */
export const layout: RepairRule = {
  name: "layout",
  reach: "reading",
  find: (broken) => {
    const { analysis, node, problem } = broken
    const dimensions = dimensionsOf(node.op?.kind ?? "")
    const ofShape = problem.attr === undefined || problem.attr === "kernel_size"
    if (dimensions === 0 || !ofShape || lacksNumbers(broken) || problem.code === "GW-T102") return []
    return wiresInto(analysis, node.id).flatMap((at) => {
      const first = layerBehind(analysis, at)
      if (first === null) return readAnew(broken, at, dimensions)
      // A layer behind has put channels first; where it took them for something else, that is to be mended.
      const misread = analysis.problems.find(({ code, node: id }) => code === "GW-H104" && id === first.id)
      return misread === undefined ? [] : layout.find({ analysis, node: first, problem: misread })
    })
  },
}

/** The first layer on planes or signals that a tensor came through, if none has put its axes in another order since. */
function layerBehind(analysis: Analysis, { wire }: Carried): NodeAnalysis | null {
  const chain = chainBehind(analysis, wire.from)
  const moved = chain.findIndex(({ op }) => op?.shelf === "shape")
  const since = moved < 0 ? chain : chain.slice(0, moved)
  return since.findLast(({ op }) => dimensionsOf(op?.kind ?? "") > 0) ?? null
}

/** How many spatial axes an op works on; 0 for one that does not mind. */
function dimensionsOf(kind: string): 0 | 1 | 2 {
  if (/1d$/.test(kind)) return 1
  return /2d$|^Upsample$|^PixelShuffle$/.test(kind) ? 2 : 0
}

function readAnew({ analysis, node }: Broken, at: Carried, dimensions: 1 | 2): readonly Repair[] {
  const source = chainBehind(analysis, at.wire.from).at(-1)
  const [own = []] = shapesAt(source?.outputs?.value)
  const fed = source !== undefined && Object.hasOwn(analysis.document.data?.feeds ?? {}, source.id)
  const typed = source !== undefined && isUnfilled(source) && !fed && sameSizes(own, at.shape)
  return (dimensions === 1 ? signals(at.shape) : pictures(at.shape)).flatMap((reading) => {
    const to = reading.from.map((axis) => (axis === null ? 1 : (at.shape[axis] ?? 1)))
    if (!reading.likely || !takes(node, at.wire, to)) return []
    return [...(typed ? [resetting(source.id, at.shape, to, reading)] : []), ...reordering(at, reading)]
  })
}

function resetting(id: string, shape: Shape, to: Shape, { words }: Reading): Repair {
  return {
    label: `Change the shape of ${id} to ${formatShape(to)}: ${formatShape(shape)} is ${words}`,
    apply: (document) => setAttr(document, id, "shape", to),
  }
}

/** Numbers that are given are put in order on their way. */
function reordering({ wire, shape }: Carried, { from }: Reading): readonly Repair[] {
  const dims = from.filter((axis) => axis !== null)
  if (dims.every((axis, i) => axis === i)) return []
  const to = dims.map((axis) => shape[axis] ?? 1)
  return [
    {
      label: `Insert Permute before ${placeName(wire.to)}: ${formatShape(shape)} → ${formatShape(to)}`,
      apply: (document) => putBefore(document, wire, "Permute", { dims }),
    },
  ]
}

/** What a shape may be if it is not the N×C×L that it is taken for; the likeliest first. */
function signals(shape: Shape): readonly Reading[] {
  if (shape.length === 2) return [{ words: "length × channels", from: [null, 1, 0], likely: channelsLast(shape) }]
  const likely = shape.length === 3 && channelsLast(shape)
  return [{ words: "examples × length × channels", from: [0, 2, 1], likely }]
}

/** What a shape may be if it is not the N×C×H×W that it is taken for; the likeliest first. */
function pictures(shape: Shape): readonly Reading[] {
  const [height = 0, width = 0] = shape
  const last = channelsLast(shape)
  switch (shape.length) {
    case 2:
      return [{ words: "height × width", from: [null, null, 0, 1], likely: isPicture(height, width) }]
    case 3:
      return [
        { words: "height × width × channels", from: [null, 2, 0, 1], likely: last },
        { words: "channels × height × width", from: [null, 0, 1, 2], likely: !last },
      ]
    case 4:
      return [{ words: "examples × height × width × channels", from: [0, 3, 1, 2], likely: last }]
    default:
      return []
  }
}

/** The last axis is shorter than those that would be places. */
function channelsLast(shape: Shape): boolean {
  const channels = shape.at(-1) ?? 0
  return shape.slice(shape.length === 4 ? 1 : shape.length === 3 ? -3 : 0, -1).every((size) => size > channels)
}
