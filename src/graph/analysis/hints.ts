// What runs, but hardly computes what was meant: warnings, each at the node whose attribute would change it. Nothing here
// keeps a graph from running.

import type { Shape } from "../../tensor/tensor.ts"
import { formatShape } from "../../tensor/tensor.ts"
import type { GradwireDocument } from "../document.ts"
import type { Problem } from "../problem.ts"
import type { NodeAnalysis } from "./analysis.ts"
import { axesReduced, type Normalizing, normalizingAt, reductionBehind, sourceOf } from "./normalizing.ts"
import { shapeAt, shapesAt } from "./shapes.ts"

type Nodes = ReadonlyMap<string, NodeAnalysis>

/** All hints of a graph, each under the node it speaks of. */
export function hints(document: GradwireDocument, nodes: Nodes): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>()
  for (const node of nodes.values()) {
    const all = ofNode(document, nodes, node)
    for (const hint of all) {
      const before = found.get(hint.node ?? "") ?? []
      if (before.some(({ code }) => code === hint.code)) continue
      found.set(hint.node ?? "", [...before, hint])
    }
  }
  return found
}

function ofNode(document: GradwireDocument, nodes: Nodes, node: NodeAnalysis): readonly Problem[] {
  const normalizing = normalizingAt(nodes, node)
  return [
    ...(normalizing === null ? [] : ofNormalizing(document, normalizing)),
    ...(node.outputs === null ? [] : spreadElsewhere(nodes, node)),
    ...channelsLast(nodes, node),
  ]
}

function hint(code: Problem["code"], node: string, place: Pick<Problem, "attr" | "port">, sentence: string): Problem {
  return { code, severity: "warning", sentence, node, ...place }
}

function ofNormalizing(document: GradwireDocument, { at, mean, variance }: Normalizing): readonly Problem[] {
  const { id } = variance
  const correction = variance.context?.attrs.correction
  const unbiased =
    typeof correction === "number" && correction !== 0
      ? [
          hint(
            "GW-H101",
            id,
            { attr: "correction" },
            `${at.id} normalises with ${id}, which divides by n − ${correction}${correction === 1 ? " (PyTorch's default)" : ""}; batch norm and its kin divide by n: set correction of ${id} to 0.`,
          ),
        ]
      : []
  return [...unbiased, ...otherAxes(document, at, mean, variance)]
}

/** Mean and variance over different axes; or, where batch norm is meant by name, over others than batch and places. */
function otherAxes(
  document: GradwireDocument,
  at: NodeAnalysis,
  mean: NodeAnalysis | null,
  variance: NodeAnalysis,
): readonly Problem[] {
  const ofVariance = axesReduced(variance)
  const meant = batchAxes(document, at, variance)
  for (const node of mean === null ? [variance] : [variance, mean]) {
    const axes = axesReduced(node)
    if (meant === null || axes.join() === meant.join()) continue
    const sentence = `${node.id} goes over ${dimWords(axes)}, but batch norm has one mean and one variance for each channel: set dim of ${node.id} to ${meant.join(", ")}.`
    return [hint("GW-H103", node.id, { attr: "dim" }, sentence)]
  }
  if (mean === null || axesReduced(mean).join() === ofVariance.join()) return []
  const sentence = `${at.id} subtracts ${mean.id}, which goes over ${dimWords(axesReduced(mean))}, and divides by ${variance.id}, which goes over ${dimWords(ofVariance)}; mean and variance of one normalisation go over the same axes.`
  return [hint("GW-H103", variance.id, { attr: "dim" }, sentence)]
}

/** The axes of examples and places, where the graph or a group around the node is called batch norm; null elsewhere. */
export function batchAxes(
  document: GradwireDocument,
  at: NodeAnalysis,
  variance: NodeAnalysis,
): readonly number[] | null {
  const [shape = []] = shapesAt(variance.context?.shapes.input)
  const group = document.groups?.find(({ id }) => id === at.node.group)
  const name = at.node.group === undefined ? document.title : (group?.label ?? at.node.group)
  if (shape.length < 2 || !/batch[ -]?norm/i.test(name ?? "")) return null
  return shape.map((_, axis) => axis).filter((axis) => axis !== 1)
}

function dimWords(axes: readonly number[]): string {
  return `dim ${axes.join(", ")}`
}

const SPREADING = new Set(["Add", "Sub", "Mul", "Div", "Maximum", "Minimum", "Standardize"])

/** A reduction that dropped its axis and is spread along another one: that fits only where two sizes happen to be equal. */
function spreadElsewhere(nodes: Nodes, node: NodeAnalysis): readonly Problem[] {
  if (!SPREADING.has(node.op?.kind ?? "")) return []
  const arriving = [...node.sources.keys()].flatMap((port) => {
    const source = sourceOf(node, port)
    const shape = source === null ? null : shapeAt(nodes.get(source.node)?.outputs, source)
    return source === null || shape === null ? [] : [{ source, shape }]
  })
  return arriving.flatMap(({ source, shape }) => {
    const reduced = reductionBehind(nodes, source)?.node
    const [from] = shapesAt(reduced?.context?.shapes.input)
    if (reduced === undefined || from === undefined || reduced.context?.attrs.keepdim !== false) return []
    const beside = arriving.some((other) => other.source !== source && sameSizes(other.shape, from))
    const axes = axesReduced(reduced)
    const kept = from.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]))
    const shift = from.length - kept.length
    const moved = kept.findIndex((axis, i) => axis !== i + shift && (from[axis] ?? 1) > 1)
    if (!beside || moved < 0 || shape.length !== kept.length) return []
    const [own, met] = [kept[moved] ?? 0, moved + shift]
    const sentence = `${reduced.id} has one number for each index of axis ${own}, but without keepdim they are spread along axis ${met} of ${formatShape(from)} at ${node.id}; that fits only because both have ${from[own]}: set keepdim of ${reduced.id} to true.`
    return [hint("GW-H102", reduced.id, { attr: "keepdim" }, sentence)]
  })
}

function sameSizes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** Fewer cells than this are no picture. */
const SMALLEST = 8

/** An Input of H×W×1 or H×W×3 before a layer that takes channels first: refused, or taken for something else. */
function channelsLast(nodes: Nodes, node: NodeAnalysis): readonly Problem[] {
  if (!/2d$/.test(node.op?.kind ?? "")) return []
  const source = sourceOf(node, "input")
  const input = source === null ? undefined : nodes.get(source.node)
  const [shape = []] = shapesAt(input?.outputs?.value)
  const [height = 0, width = 0, channels = 0] = shape.slice(-3)
  const few = channels === 1 || channels === 3
  if (input?.op?.kind !== "Input" || shape.length < 3 || !few || Math.min(height, width) < SMALLEST) return []
  const [axes, use] =
    shape.length === 4
      ? ["examples × height × width × channels", [shape[0] ?? 1, channels, height, width]]
      : ["height × width × channels", [1, channels, height, width]]
  const sentence = `${formatShape(shape)} looks like ${axes}, but ${node.op?.kind} reads it as ${height} channels of ${width}×${channels}: use ${formatShape(use)}.`
  return [hint("GW-H104", node.id, { port: "input" }, sentence)]
}
