import type { Shape } from "../../../tensor/tensor.ts"
import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { setAttr } from "../../edit/edit.ts"
import { brief, chainBehind, clashes, numbers, type Repair, type RepairRule, setting } from "../repair.ts"

/** A decoder that comes out a row short, since halving rounded: its Upsample is given the size, its ConvTranspose the row. */
export const upsampling: RepairRule = {
  name: "upsampling",
  reach: "behind",
  find: (broken) =>
    clashes(broken).flatMap(({ wire, shape, other }) => {
      if (shape.length !== other.length || shape.length < 3) return []
      return chainBehind(broken.analysis, wire.from)
        .slice(0, 4)
        .flatMap((node) => {
          if (node.op?.kind === "Upsample") return sizing(node, other)
          return node.op?.attrs.output_padding === undefined ? [] : outputPadding(node, shape, other)
        })
    }),
}

function sizing({ id, context }: NodeAnalysis, other: Shape): readonly Repair[] {
  const size = other.slice(2)
  const value = brief(size)
  const instead = context?.attrs.scale_factor === null ? "" : " instead of scale_factor"
  return [
    {
      label: `Set size of ${id} to ${size.join("×")}${instead}`,
      way: "size",
      apply: (document) => setAttr(setAttr(document, id, "scale_factor", undefined), id, "size", value),
    },
  ]
}

/** What is missing is added on one side. */
function outputPadding({ id, context }: NodeAnalysis, shape: Shape, other: Shape): readonly Repair[] {
  const now = numbers(context?.attrs.output_padding)
  const axes = now.length
  const next = now.map((n, axis) => n + (other.at(axis - axes) ?? 0) - (shape.at(axis - axes) ?? 0))
  if (next.some((n) => n < 0) || axes === 0) return []
  return [{ ...setting(id, "output_padding", brief(next)), way: "output_padding" }]
}
