// What repairs are made of: the place that is broken, the pieces of the graph around it, and a node put on a wire.

import type { Json } from "../../ops/attributes/attrs.ts"
import { isProblem } from "../../ops/op.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { shapeAt, shapesAt } from "../analysis/shapes.ts"
import type { GradwireDocument, NodeDocument } from "../document.ts"
import { addNode, newNodeId, setAttr } from "../edit/edit.ts"
import { insertOnWire } from "../edit/rewire.ts"
import { makeRoom } from "../parts/places.ts"
import type { Problem } from "../problem.ts"
import type { Source, Wire } from "../wire.ts"

/** One edit that removes a problem. */
export interface Repair {
  /** What the button says, with what is set: "Insert Flatten before fc1:input: 4×10×7×7 → 4×490". */
  readonly label: string
  /** Where one fault comes back at every level, as in a U-Net, the repairs of one way are made at all of them together. */
  readonly way?: string
  /** Offered only where nothing else helps. */
  readonly lastResort?: true
  readonly apply: (document: GradwireDocument) => GradwireDocument
}
/** A node with a problem, and what is known around it. */
export interface Broken {
  readonly analysis: Analysis
  readonly node: NodeAnalysis
  readonly problem: Problem
}
/**
 * How much of the network a repair changes; what changes less is offered first: in which order axes are read, an attribute
 * of the node, its op, an attribute of a node behind it, a node put between, the shape of a source.
 */
export type Reach = "reading" | "attribute" | "op" | "behind" | "between" | "source"

/** What might help; only what really removes the problem is offered, so a rule may guess. */
export interface RepairRule {
  /** The file's name. */
  readonly name: string
  readonly reach: Reach
  readonly find: (broken: Broken) => readonly Repair[]
}

/** A wire into the broken node, what it carries, and what another input of the node is, or what a wired param must be. */
export interface Clash extends Carried {
  readonly other: Shape
}
/** A wire with the shape on it. */
export interface Carried {
  readonly wire: Wire
  readonly shape: Shape
}

/** Every wire into the broken node whose shape differs from that of another one, or from that of the param it is. */
export function clashes({ analysis, node, problem }: Broken): readonly Clash[] {
  if (problem.code === "GW-T102") {
    const { op, params } = node
    return wiresInto(analysis, node.id).flatMap(({ wire, shape }) => {
      const param =
        op?.inputs[wire.to.port] === undefined ? params.find(({ name }) => name === wire.to.port) : undefined
      return param === undefined || sameSizes(param.shape, shape) ? [] : [{ wire, shape, other: param.shape }]
    })
  }
  const arriving = wiresWithShapes(analysis, node.id)
  return arriving.flatMap(({ wire, shape }) => {
    const others = arriving.filter((other) => other.wire !== wire && !sameSizes(other.shape, shape))
    return others.map(({ shape: other }) => ({ wire, shape, other }))
  })
}

/** Wires into input ports of a node, as far as the shapes on them are known; class indices are no shape to match. */
export function wiresWithShapes(analysis: Analysis, id: string): readonly Carried[] {
  const op = analysis.nodes.get(id)?.op
  return wiresInto(analysis, id).filter(({ wire }) => {
    const port = op?.inputs[wire.to.port]
    return port !== undefined && port.classes === undefined
  })
}

/** All wires into a node, params and class indices among them, as far as the shapes on them are known. */
export function wiresInto(analysis: Analysis, id: string): readonly Carried[] {
  return (analysis.entering.get(id) ?? []).flatMap((wire) => {
    const shape = shapeAt(analysis.nodes.get(wire.from.node)?.outputs, wire.from)
    return shape === null ? [] : [{ wire, shape }]
  })
}

/** Whether the broken node would take a shape on one of its wires, the others as they are. */
export function takes({ op, context, params }: NodeAnalysis, { to }: Wire, shape: Shape): boolean {
  if (op === null || context === null) return false
  if (op.inputs[to.port] === undefined) {
    const param = params.find(({ name }) => name === to.port)
    return param !== undefined && sameSizes(param.shape, shape)
  }
  const held = op.inputs[to.port]?.list === true ? shapesAt(context.shapes[to.port]).with(to.index ?? 0, shape) : shape
  return !isProblem(op.shape({ ...context, shapes: { ...context.shapes, [to.port]: held } }))
}

/** Whether too few numbers come together for a variance: no axis or order of axes is to blame. */
export function lacksNumbers({ problem: { found } }: Broken): boolean {
  return found !== undefined && /^1 (?:value|place)\b/.test(found)
}

/** Whether two sizes are those of a picture: rows of a batch are few, and long. */
export function isPicture(height: number, width: number): boolean {
  return Math.min(height, width) * 4 >= Math.max(height, width, 20)
}

/** Whether two shapes are equal. */
export function sameSizes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** The nodes behind an output along single inputs, nearest first: what shaped it. Ends where wires fork in. */
export function chainBehind(analysis: Analysis, from: Source): readonly NodeAnalysis[] {
  const chain: NodeAnalysis[] = []
  const seen = new Set<string>()
  for (let at: string | undefined = from.node; at !== undefined && !seen.has(at); ) {
    seen.add(at)
    const node = analysis.nodes.get(at)
    if (node === undefined) break
    chain.push(node)
    const entering: readonly Wire[] = wiresWithShapes(analysis, at).map(({ wire }) => wire)
    at = entering.length === 1 ? entering[0]?.from.node : undefined
  }
  return chain
}

/** The nearest node behind an output that slides a window over planes: what set their height and width. */
export function slidingBehind(analysis: Analysis, from: Source): NodeAnalysis | null {
  return chainBehind(analysis, from).find((node) => node.context !== null && windowOf(node) !== null) ?? null
}

interface SlidingWindow {
  readonly kernel: readonly number[]
  readonly stride: readonly number[]
  readonly dilation: readonly number[]
}

/** Kernel, stride and dilation along each axis, for a node that has them; null for any other. */
export function windowOf({ op, context }: NodeAnalysis): SlidingWindow | null {
  if (op?.attrs.kernel_size === undefined || context === null) return null
  const { kernel_size, stride, dilation } = context.attrs
  const kernel = numbers(kernel_size)
  if (kernel.length === 0) return null
  const steps = numbers(stride)
  const holes = numbers(dilation)
  return {
    kernel,
    // Pools without a stride step by their kernel, as in PyTorch.
    stride: kernel.map((size, axis) => steps[axis] ?? size),
    dilation: kernel.map((_, axis) => holes[axis] ?? 1),
  }
}

/** An attribute's value as numbers: a list, one number alone, or none. */
export function numbers(value: unknown): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.every((item) => typeof item === "number") ? (list as readonly number[]) : []
}

/** An edit of one attribute, said with its value. */
export function setting(id: string, name: string, value: Json, why = ""): Repair {
  const text = Array.isArray(value) ? value.join(", ") : value === null ? "none" : String(value)
  return {
    label: `Set ${name} of ${id} to ${text.replaceAll("-", "−")}${why === "" ? "" : `: ${why}`}`,
    apply: (document) => setAttr(document, id, name, value),
  }
}

/** One number where all axes are alike: how people write a pair. */
export function brief(sizes: readonly number[]): Json {
  const [first] = sizes
  return first !== undefined && sizes.every((size) => size === first) ? first : sizes
}

/** Width of a card and the gap behind it. */
const ROOM = 276

/** Puts a new node on a wire, in place of the node behind it, which moves on with all that follows. */
export function putBefore(
  document: GradwireDocument,
  wire: Wire,
  op: string,
  attrs: { readonly [name: string]: Json } = {},
): GradwireDocument {
  const sink = document.nodes.find((entry): entry is NodeDocument => entry.id === wire.to.node && "op" in entry)
  if (sink === undefined) return document
  const id = newNodeId(document, op)
  const { at, group } = sink
  // One unit to the left, so that the node behind counts as standing to the right.
  const roomy = at === undefined ? document : makeRoom(document, [at[0] - 61, at[1]], { right: ROOM, up: 0, down: 0 })
  const node: NodeDocument = {
    id,
    op,
    ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
    ...(at === undefined ? {} : { at }),
    ...(group === undefined ? {} : { group }),
  }
  return insertOnWire(addNode(roomy, node), wire, id, { input: "input", output: "output" })
}
