// Questions about the axes of a graph: what each is called, which is the batch, and of how many examples a tensor holds cells.
// Names are what ops take axes for, carried along the wires both ways, so that an Input knows its axes by what it feeds. An op
// that stands earlier has the first word. Where nobody says anything, the axes of an Input are what they usually are.

import type { AxisName } from "../../../ops/axisNames.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { singleShape } from "../../analysis/shapes.ts"
import type { Source } from "../../wire.ts"
import type { AxisId } from "./axisSets.ts"
import { axesOfNode, type Followed, follow } from "./follow.ts"

/** What is known of the axes of a graph's tensors. */
export interface GraphAxes {
  /** Of each axis of an output its name, null where it has none; null where the output's shape is not known. */
  readonly names: (place: Source) => readonly (AxisName | null)[] | null
  /** The axis along which examples lie one by one; null where there is none. */
  readonly batch: (place: Source) => number | null
  /** How many examples, as drawn, the cells of an output belong to; null where they belong to no batch. */
  readonly examples: (place: Source) => number | null
  /** The sizes of the axes that lie in one axis, `[10, 7, 7]` in one of 490, the outermost first; null where none are known. */
  readonly parts: (place: Source, axis: number) => Shape | null
}

const known = new WeakMap<Analysis, GraphAxes>()

/** The axes of a graph, worked out once. */
export function graphAxes(analysis: Analysis): GraphAxes {
  const before = known.get(analysis)
  if (before !== undefined) return before
  const answer = questionsOf(analysis)
  known.set(analysis, answer)
  return answer
}

/** The axis of the examples at an output (`{ node: "X", port: "value" }`), from 0; null where there is none. */
export function batchAxis(analysis: Analysis, place: Source): number | null {
  return graphAxes(analysis).batch(place)
}

function questionsOf(analysis: Analysis): GraphAxes {
  const followed = follow(analysis)
  const { sets, places, learned } = followed
  name(followed, analysis)
  const drawn = drawnBatches(followed, analysis)
  const axesAt = ({ node, port, index }: Source) => places.get(node)?.get(port)?.[index ?? 0] ?? null
  const isBatch = (place: Source) => (axis: AxisId) => !learned.has(place.node) && sets.nameOf(axis) === "batch"
  const examplesIn = (axis: AxisId): number | null => {
    if (sets.nameOf(axis) === "batch") return drawn.get(sets.root(axis)) ?? drawn.get(null) ?? sets.sizeOf(axis)
    for (const part of sets.partsOf(axis) ?? []) {
      const examples = examplesIn(part)
      if (examples !== null) return examples
    }
    return null
  }
  return {
    names: (place) =>
      axesAt(place)?.map((axis) => {
        const own = sets.nameOf(axis)
        return own === "batch" && learned.has(place.node) ? null : own
      }) ?? null,
    batch: (place) => {
      const at = axesAt(place)?.findIndex(isBatch(place)) ?? -1
      return at < 0 ? null : at
    },
    examples: (place) => {
      if (learned.has(place.node)) return null
      for (const axis of axesAt(place) ?? []) {
        const examples = examplesIn(axis)
        if (examples !== null) return examples
      }
      return null
    },
    parts: (place, at) => {
      const axis = axesAt(place)?.at(at)
      const sizes = axis === undefined ? null : (sets.partsOf(axis)?.map((part) => sets.sizeOf(part)) ?? null)
      return sizes?.every((size) => size !== null) ? sizes : null
    },
  }
}

/** Gives names: as ops take them; then the first axis of what data feed; then what Inputs usually are. */
function name(followed: Followed, analysis: Analysis): void {
  const { sets, names } = followed
  for (const { axis, name } of names) sets.call(axis, name)
  const inputs = sourcesOf(followed, analysis)
  const fed = new Set(Object.keys(analysis.document.data?.feeds ?? {}))
  for (const { node, axes } of inputs) if (fed.has(node.id) && axes[0] !== undefined) sets.call(axes[0], "batch")
  const usual = new Usual(followed, analysis)
  for (const { node, axes } of inputs.toSorted((a, b) => b.axes.length - a.axes.length)) usual.suppose(node, axes)
}

interface SourceAxes {
  readonly node: NodeAnalysis
  readonly axes: readonly AxisId[]
}

/** Sources of data, in the order of the graph, and the axes of what they give. */
function sourcesOf({ places, learned }: Followed, analysis: Analysis): readonly SourceAxes[] {
  return analysis.order.flatMap((id) => {
    const node = analysis.nodes.get(id)
    const axes =
      node === undefined || learned.has(id) || !isSource(node) ? undefined : places.get(id)?.get("value")?.[0]
    return node === undefined || axes === undefined ? [] : [{ node, axes }]
  })
}

function isSource({ op }: NodeAnalysis): boolean {
  return op !== null && Object.keys(op.inputs).length === 0
}

/** What sources usually hold, where nothing in the graph speaks against it. */
class Usual {
  private readonly followed: Followed
  private readonly analysis: Analysis
  private readonly summed: ReadonlySet<AxisId>
  /** By set: the sets that lie beside it in some tensor. */
  private beside: ReadonlyMap<AxisId, ReadonlySet<AxisId>> | null = null

  constructor(followed: Followed, analysis: Analysis) {
    this.followed = followed
    this.analysis = analysis
    this.summed = new Set(followed.summed.map((axis) => followed.sets.root(axis)))
  }

  suppose(node: NodeAnalysis, axes: readonly AxisId[]): void {
    const { sets } = this.followed
    const usual = axesOfNode(node)?.outputs.value
    if (usual === undefined) return
    const at = usual.indexOf("batch" as never)
    const batch = axes[at]
    if (batch === undefined || (sets.nameOf(batch) !== "batch" && !this.mayBeBatch(node, batch))) return
    // Where an op takes one of its axes for something else, its examples may be as usual, the rest is not.
    const isUsual = usual.every((name, i) => {
      const own = axes[i] === undefined ? null : sets.nameOf(axes[i])
      return own === null || own === name
    })
    for (const [i, name] of usual.entries()) {
      const axis = axes[i]
      if (axis !== undefined && typeof name === "string" && (isUsual || i === at)) sets.call(axis, name)
    }
  }

  /** Not where it has another name, is summed over in a product, lies beside a batch, or is the shape of something learned. */
  private mayBeBatch(node: NodeAnalysis, axis: AxisId): boolean {
    const { sets } = this.followed
    const root = sets.root(axis)
    if (sets.nameOf(root) !== null || this.summed.has(root)) return false
    const leaving = this.analysis.leaving.get(node.id) ?? []
    if (leaving.some(({ to }) => Object.hasOwn(this.analysis.nodes.get(to.node)?.op?.params ?? {}, to.port)))
      return false
    this.beside ??= neighbours(this.followed)
    for (const other of this.beside.get(root) ?? []) if (sets.nameOf(other) === "batch") return false
    return true
  }
}

function neighbours({ places, sets }: Followed): ReadonlyMap<AxisId, ReadonlySet<AxisId>> {
  const beside = new Map<AxisId, Set<AxisId>>()
  for (const ports of places.values()) {
    for (const axes of [...ports.values()].flat()) {
      const roots = new Set(axes.map((axis) => sets.root(axis)))
      for (const root of roots) {
        const others = beside.get(root) ?? new Set()
        for (const other of roots) if (other !== root) others.add(other)
        beside.set(root, others)
      }
    }
  }
  return beside
}

/**
 * By set of batch axes: how many examples its source was drawn with; under null that of the first source that has a batch. An
 * axis that is only like the batch, such as real and generated examples in one tensor, has those of what it is made of.
 */
function drawnBatches(followed: Followed, analysis: Analysis): ReadonlyMap<AxisId | null, number> {
  const { sets, made } = followed
  const fed = new Set(Object.keys(analysis.document.data?.feeds ?? {}))
  const joined = new Set(made.map((axis) => sets.root(axis)))
  const batches: { readonly root: AxisId; readonly size: number; readonly rank: number }[] = []
  for (const { node, axes } of sourcesOf(followed, analysis)) {
    const shape = singleShape(node.outputs?.value) ?? []
    for (const [i, axis] of axes.entries()) {
      const [root, size] = [sets.root(axis), shape[i]]
      if (size === undefined || sets.nameOf(axis) !== "batch") continue
      batches.push({ root, size, rank: fed.has(node.id) ? 0 : joined.has(root) ? 2 : 1 })
    }
  }
  const drawn = new Map<AxisId | null, number>()
  for (const { root, size } of batches.toSorted((a, b) => a.rank - b.rank)) {
    if (drawn.has(root)) continue
    if (!drawn.has(null)) drawn.set(null, size)
    for (const like of sets.alike(root)) if (!drawn.has(like)) drawn.set(like, size)
  }
  return drawn
}
