// Follows axes along the wires: each op says which axis of its output is which axis of its inputs, and what it takes an axis
// for. What comes out are sets of axes that are one, from Inputs to losses, and the names that ops gave them, in the order of
// the graph.

import type { Axes, Axis, AxisName, AxisPart } from "../../../ops/axisNames.ts"
import type { AnyAxes } from "../../../ops/op.ts"
import type { Held } from "../../../ops/port.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../../analysis/analysis.ts"
import { shapesAt } from "../../analysis/shapes.ts"
import type { Source, Wire } from "../../wire.ts"
import { type AxisId, AxisSets } from "./axisSets.ts"

/** A name that an op, or a source, gives to an axis. */
interface Named {
  readonly axis: AxisId
  readonly name: AxisName
}

/** All axes of a graph: which of them are one and the same, and what ops call them. */
export interface Followed {
  readonly sets: AxisSets
  /** By node and port: the axes of each tensor that the port holds. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, readonly (readonly AxisId[])[]>>
  /** As ops take them, sources first; a batch before whatever else one op says. */
  readonly names: readonly Named[]
  /** Axes that a product of two tensors sums over, one of which may be learned. */
  readonly summed: readonly AxisId[]
  /** Axes of outputs that are only like those of the inputs: joined, cut, moved. */
  readonly made: readonly AxisId[]
  /** Nodes that are made of params alone: they have no batch. */
  readonly learned: ReadonlySet<string>
}

// An analysis of a node is never changed, and stays the same object while nothing about the node changes.
const said = new WeakMap<NodeAnalysis, AnyAxes>()

/** What a node's op says of its axes; null where its shapes are not known. */
export function axesOfNode(node: NodeAnalysis): AnyAxes | null {
  const { op, context, outputs } = node
  if (op === null || context === null || outputs === null) return null
  const before = said.get(node)
  if (before !== undefined) return before
  const answer = op.axes({ ...context, outputs })
  said.set(node, answer)
  return answer
}

/** Follows every axis along the wires, once, in topological order; nodes without shapes are passed over. */
export function follow(analysis: Analysis): Followed {
  const walk = new Walk(analysis)
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id)
    if (node !== undefined) walk.pass(node)
  }
  return walk
}

class Walk implements Followed {
  readonly sets = new AxisSets()
  readonly places = new Map<string, ReadonlyMap<string, readonly (readonly AxisId[])[]>>()
  readonly names: Named[] = []
  readonly summed: AxisId[] = []
  readonly made: AxisId[] = []
  readonly learned = new Set<string>()
  private readonly analysis: Analysis

  constructor(analysis: Analysis) {
    this.analysis = analysis
  }

  pass(node: NodeAnalysis): void {
    const answer = axesOfNode(node)
    if (answer === null || node.op === null || node.outputs === null) return
    const entering = (this.analysis.entering.get(node.id) ?? []).filter(({ to }) =>
      Object.hasOwn(answer.inputs, to.port),
    )
    const source = Object.keys(node.op.inputs).length === 0
    if (source ? Object.keys(node.op.params).length > 0 : isMade(entering, this.learned)) this.learned.add(node.id)
    const outputs = new Map<string, readonly (readonly AxisId[])[]>()
    const ends: End[] = []
    for (const port in node.outputs) {
      const tensors = shapesAt(node.outputs[port]).map((shape) => this.fresh(shape))
      outputs.set(port, tensors)
      for (const [i, axes] of tensors.entries())
        ends.push({ axes, said: axesAt(answer.outputs[port], i), input: false })
    }
    this.places.set(node.id, outputs)
    if (source || this.learned.has(node.id)) return
    const learned: Axes[] = []
    for (const wire of entering) {
      const said = axesAt(answer.inputs[wire.to.port], wire.to.index ?? 0)
      const axes = this.at(wire.from)
      if (this.learned.has(wire.from.node)) learned.push(said)
      else if (axes !== undefined) ends.push({ axes, said, input: true })
    }
    this.tie(ends, learned)
  }

  /** The axes at a source. */
  private at({ node, port, index }: Source): readonly AxisId[] | undefined {
    return this.places.get(node)?.get(port)?.[index ?? 0]
  }

  private fresh(shape: Shape): readonly AxisId[] {
    return shape.map((size) => this.sets.add(size))
  }

  /** Makes one what one op says is one, and notes the names that it gives. */
  private tie(ends: readonly End[], learned: readonly Axes[]): void {
    const op = new Tokens(this.sets)
    const named: Named[] = []
    const kept = new Set<Axis>()
    for (const { axes, said: list, input } of ends) {
      for (const [i, axis] of axes.entries()) {
        const one = list[i] ?? null
        if (typeof one === "number" || one === "batch") this.sets.join(op.of(one), axis)
        if (typeof one === "number" && !input) kept.add(one)
        if (typeof one === "string") named.push({ axis, name: one })
      }
    }
    for (const { axes, said: list, input } of ends) {
      for (const [i, axis] of axes.entries()) {
        const one = list[i] ?? null
        if (typeof one !== "object" || one === null) continue
        if ("like" in one && !input) this.made.push(axis)
        if ("like" in one) this.sets.liken(op.of(one.like), axis)
        else
          this.sets.merge(
            axis,
            one.merged.map((part) => op.of(part)),
          )
      }
    }
    this.names.push(...named.filter(({ name }) => name === "batch"), ...named.filter(({ name }) => name !== "batch"))
    if (kept.size > 0) this.summed.push(...summedIn(ends, learned, kept))
  }
}

/** What stands at the end of one wire, or at one output, and what the op says of it. */
interface End {
  readonly axes: readonly AxisId[]
  readonly said: Axes
  readonly input: boolean
}

/** The axes that one op counts, and its batch. */
class Tokens {
  private readonly sets: AxisSets
  private readonly byToken = new Map<number | "batch", AxisId>()

  constructor(sets: AxisSets) {
    this.sets = sets
  }

  of(token: AxisPart): AxisId {
    if (typeof token !== "number" && token !== "batch") return this.sets.add(null)
    const before = this.byToken.get(token)
    if (before !== undefined) return before
    const axis = this.sets.add(null)
    this.byToken.set(token, axis)
    return axis
  }
}

/** Made of params alone. */
function isMade(entering: readonly Wire[], learned: ReadonlySet<string>): boolean {
  return entering.length > 0 && entering.every(({ from }) => learned.has(from.node))
}

/** Counted axes that two inputs have, one of them perhaps learned, and the output, which keeps others, has not. */
function summedIn(ends: readonly End[], learned: readonly Axes[], kept: ReadonlySet<Axis>): readonly AxisId[] {
  const times = new Map<Axis, number>()
  for (const one of learned.flat()) times.set(one, (times.get(one) ?? 0) + 1)
  const summed: AxisId[] = []
  for (const { axes, said: list, input } of ends) {
    for (const [i, one] of list.entries()) {
      const axis = axes[i]
      if (!input || typeof one !== "number" || kept.has(one) || axis === undefined) continue
      times.set(one, (times.get(one) ?? 0) + 1)
      if (times.get(one) === 2) summed.push(axis)
    }
  }
  return summed
}

/** The axes of one tensor at a port: its only one, or that of a list. */
function axesAt(held: Held<Axes> | undefined, index: number): Axes {
  if (held === undefined) return []
  // A list of axes holds lists; the axes of one tensor are names, numbers and what is made of them.
  return (held.some(Array.isArray) ? held[index] : held) as Axes
}
