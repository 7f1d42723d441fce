import { type Shape, sizeOf } from "../../../tensor/tensor.ts"
import { type Broken, brief, numbers, type Repair, type RepairRule, setting, wiresInto } from "../repair.ts"

/** Sizes that are written down and that the input does not fill: with the size that does, or one left open. */
export const sizes: RepairRule = {
  name: "sizes",
  reach: "attribute",
  find: (broken) => {
    const { analysis, node, problem } = broken
    if (problem.attr === "init") return patterned(node.id, numbers(node.context?.attrs.shape))
    const shape = wiresInto(analysis, node.id).find(({ wire }) => wire.to.port === "input")?.shape
    if (shape === undefined) return []
    if (problem.attr === "split_size") return parts(broken, shape)
    if (problem.attr === "pad") return [pads(node.id, numbers(node.context?.attrs.pad), shape)]
    if (problem.attr === "scale_factor" || problem.attr === "size") return resized(broken, shape)
    if (problem.attr === "start") return [setting(node.id, "start", 0)]
    if (problem.attr !== "shape") return []
    const written = numbers(node.context?.attrs.shape)
    return node.op?.kind === "Expand" ? expanded(node.id, shape, written) : filled(node.id, shape, written)
  },
}

/** One size left open, the first if possible: most often it is the batch. Of two that are open one is the input's own. */
function filled(id: string, from: Shape, written: readonly number[]): readonly Repair[] {
  const open = written.flatMap((n, axis) => (n === -1 ? [axis] : []))
  const own = open.length > 1 ? written.map((n, axis) => (axis === open[0] ? (from[axis] ?? 1) : n)) : null
  const total = sizeOf(from)
  const one = written.findIndex((_, axis) => open.length === 0 && total % sizeOf(written.toSpliced(axis, 1)) === 0)
  return [
    ...(own === null ? [] : [setting(id, "shape", own)]),
    ...(one < 0 ? [] : [setting(id, "shape", written.with(one, -1))]),
    // The batch as it comes, and everything else in one axis.
    setting(id, "shape", [from[0] ?? 1, -1]),
  ]
}

/** A pattern needs a matrix, or a single axis. */
function patterned(id: string, shape: readonly number[]): readonly Repair[] {
  const last = shape.at(-1) ?? 1
  return [setting(id, "shape", [last, last]), setting(id, "shape", [sizeOf(shape)])]
}

/** Sizes that are there stay; an axis of 1 is repeated as it was asked. */
function expanded(id: string, from: Shape, written: readonly number[]): readonly Repair[] {
  const lead = written.length - from.length
  const kept = lead < 0 ? from.map((n) => (n === 1 ? 1 : -1)) : written.map((n, axis) => keptSize(n, from[axis - lead]))
  return [setting(id, "shape", kept)]
}

function keptSize(wanted: number, own: number | undefined): number {
  return own === undefined || own === 1 ? Math.max(1, wanted) : -1
}

/** The last part takes what is left; or all parts are alike. */
function parts({ node, problem }: Broken, shape: Shape): readonly Repair[] {
  const given = numbers(node.context?.attrs.split_size)
  const size = Number(problem.expected)
  const before = given.slice(0, -1)
  const left = size - before.reduce((sum, part) => sum + part, 0)
  const rest = left > 0 ? [setting(node.id, "split_size", [...before, left])] : []
  const equal =
    size % given.length === 0
      ? [
          setting(
            node.id,
            "split_size",
            given.map(() => size / given.length),
          ),
        ]
      : []
  return shape.length === 0 ? [] : [...rest, ...equal]
}

/** Two numbers an axis, for as many axes as there are, and never so much cut off that nothing is left. */
function pads(id: string, cells: readonly number[], shape: Shape): Repair {
  const pairs = cells.length % 2 === 1 ? [...cells, 0] : cells
  const fit = pairs.slice(0, 2 * shape.length).map((n, i) => {
    const size = shape.at(-1 - Math.floor(i / 2)) ?? 1
    return Math.max(n, -Math.floor((size - 1) / 2))
  })
  return setting(id, "pad", fit)
}

/** A factor below 1 that leaves nothing, or two numbers for one axis. */
function resized({ node, problem: { attr = "" } }: Broken, shape: Shape): readonly Repair[] {
  const given = numbers(node.context?.attrs[attr])
  if (given.length === 0) return []
  if (shape.length === 3) return given.map((n) => setting(node.id, attr, n))
  return [setting(node.id, attr, brief(given.map((n) => Math.max(1, n))))]
}
