import { graphAxes } from "../../measure/axes/axes.ts"
import { numbers, type RepairRule, setting, wiresInto } from "../repair.ts"

/** An axis that is not there, named twice, or along which nothing can be joined: one that is. */
export const dims: RepairRule = {
  name: "dims",
  reach: "attribute",
  find: ({ analysis, node, problem }) => {
    const [arriving] = wiresInto(analysis, node.id)
    const rank = arriving?.shape.length ?? 0
    const name = problem.attr ?? (node.op?.inputs.inputs?.list === true ? "dim" : "")
    if (arriving === undefined || !/^(?:dim|dims|dim0|dim1|start_dim|end_dim)$/.test(name)) return []
    const now = numbers(node.context?.attrs[name])
    // Maps and signals are joined along their channels: along their height or length is another network.
    const along = graphAxes(analysis)
      .names(arriving.wire.from)
      ?.at(now[0] ?? 0)
    if (problem.attr === undefined && (rank > 3 || along === "channels")) return []
    const ordered = name === "start_dim" || name === "end_dim"
    if (ordered && problem.expected?.includes("..") !== true) return []
    const raw = node.node.attrs?.[name]
    if (name === "dims") return orders(rank).map((order) => setting(node.id, name, order))
    if (!Array.isArray(raw)) {
      const [at = 0] = now
      // The nearest axis first: dim 3 of an image without a batch was dim 2.
      const others = Array.from({ length: Math.max(1, rank) }, (_, axis) => axis)
      const near = others.sort((a, b) => Math.abs(a - at) - Math.abs(b - at))
      return near.filter((axis) => axis !== at).map((axis) => setting(node.id, name, axis))
    }
    const valid = now.filter((d) => d >= -rank && d < rank)
    const distinct = valid.filter((d, i) => valid.findIndex((e) => (e + rank) % rank === (d + rank) % rank) === i)
    return distinct.length > 0
      ? [setting(node.id, name, distinct)]
      : [setting(node.id, name, [0]), setting(node.id, name, [-1])]
  },
}

/** Orders of axes that are usual: channels first, channels last, the last two exchanged. */
function orders(rank: number): readonly (readonly number[])[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis)
  const last = rank - 1
  const exchanged = [...axes.slice(0, -2), ...axes.slice(-2).reverse()]
  const first = [...axes.slice(0, 1), last, ...axes.slice(1, -1)]
  const behind = [...axes.slice(0, 1), ...axes.slice(2), 1]
  return rank > 2 ? [first, behind, exchanged] : [exchanged]
}
