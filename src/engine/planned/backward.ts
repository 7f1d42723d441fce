// The way back through a plan: pieces of gradient by the wire that they came along, summed at their source.

import { shapeAt } from "../../graph/analysis/shapes.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { BARE } from "../../kernels/planes.ts"
import type { Shape } from "../../tensor/tensor.ts"
import { backwardNode, holdsClasses } from "../pass/backward.ts"
import type { RunnableNode } from "../pass/forward.ts"
import { OWN_RULE } from "../pass/toldPlan.ts"
import { pin } from "./draft/buffers.ts"
import { type Drafted, given } from "./draft/draft.ts"
import { sumOf } from "./draft/formulas.ts"
import type { Lowered } from "./draft/rule.ts"
import { type Drafting, type GraphPlan, wiresInto } from "./drafting.ts"

/** What came back along a wire, or enters from outside. */
interface Piece {
  /** Null for what enters. */
  readonly wire: string | null
  readonly gradient: Drafted
  /** Eager rules answered it, and find it themselves. */
  readonly eager: boolean
}

interface Back extends Drafting {
  /** By `node:port`. */
  readonly pieces: Map<string, Piece[]>
  /** Those of each node, in the order in which the first piece came. */
  readonly places: Map<string, string[]>
  readonly params: Map<string, Drafted>
  readonly eagerParams: Set<string>
  /** By `node:port`, of nodes that have a kernel. */
  readonly sums: Map<string, Drafted>
}

/** What the way back leaves. */
interface Found extends Pick<GraphPlan, "gradients" | "eagerParams"> {
  readonly wires: ReadonlyMap<string, Drafted>
  readonly sums: ReadonlyMap<string, Drafted>
  readonly params: ReadonlyMap<string, Drafted>
}

/** Adds the steps of the backward pass; yields each node when it is done. */
export function* draftBackward(drafting: Drafting): Generator<string, Found, void> {
  const { wanted, draft } = drafting
  const back: Back = {
    ...drafting,
    pieces: new Map(),
    places: new Map(),
    params: new Map(),
    eagerParams: new Set(),
    sums: new Map(),
  }
  if (wanted.backwards.length > 0) for (const { source } of wanted.roots) enter(back, source)
  for (const node of wanted.backwards) {
    draft.part = { node: node.id, phase: "backward" }
    const lowered = drafting.lowered.get(node.id)
    if (lowered === undefined) eagerNode(back, node)
    else fastNode(back, node, lowered.backward)
    yield node.id
  }
  const gradients = new Map<string, { shape: Shape; buffer: ReturnType<typeof draft.flat> }>()
  for (const [name, gradient] of back.params) {
    draft.part = { node: name.slice(0, name.lastIndexOf(".")), phase: "backward" }
    const buffer = draft.flat(gradient)
    pin(buffer)
    gradients.set(name, { shape: gradient.shape, buffer })
  }
  return { gradients, eagerParams: back.eagerParams, wires: wiresOf(back), sums: back.sums, params: back.params }
}

/** What kernels sent back along wires. */
function wiresOf({ pieces }: Back): ReadonlyMap<string, Drafted> {
  const wires = new Map<string, Drafted>()
  for (const { wire, gradient, eager } of [...pieces.values()].flat()) {
    if (wire !== null && !eager) wires.set(wire, gradient)
  }
  return wires
}

/** The target, or another output that the document gives a gradient. */
function enter(back: Back, source: Source): void {
  const { op, outputs } = back.wanted.analysis.nodes.get(source.node) ?? {}
  const shape = shapeAt(outputs, source)
  if (shape === null || op?.outputs[source.port]?.constant === true) return
  const place = placeName(source)
  const gradient = given(shape, ({ flow }) => flow.upstream.get(place)?.data ?? [])
  addPiece(back, source, { wire: null, gradient, eager: true })
}

function addPiece({ pieces, places }: Back, source: Source, piece: Piece): void {
  const place = placeName(source)
  const before = pieces.get(place)
  if (before === undefined) places.set(source.node, [...(places.get(source.node) ?? []), place])
  pieces.set(place, [...(before ?? []), piece])
}

/** Input ports and params of a node whose gradient somebody needs. */
function wantedOf({ wanted }: Back, node: RunnableNode): ReadonlySet<string> {
  const ports = wiresInto(node)
    .filter(({ port, source }) => {
      const constant = wanted.analysis.nodes.get(source.node)?.op?.outputs[source.port]?.constant === true
      return node.op.backward[port] && !holdsClasses(node, port) && wanted.needs.nodes.has(source.node) && !constant
    })
    .map(({ port }) => port)
  const params = node.params.filter(
    ({ name, wired }) => wired === null && node.op.backward[name] && !wanted.needs.frozen.has(`${node.id}.${name}`),
  )
  return new Set([...ports, ...params.map(({ name }) => name)])
}

/** Pieces in the order of the wires that leave, what enters before them. */
function piecesOf({ pieces, wanted }: Back, node: RunnableNode, place: string): readonly Piece[] {
  const found = pieces.get(place) ?? []
  const order = (wanted.analysis.leaving.get(node.id) ?? []).map(({ id }) => id)
  const rank = ({ wire }: Piece): number => (wire === null ? -1 : order.indexOf(wire))
  return [...found].sort((a, b) => rank(a) - rank(b))
}

function fastNode(back: Back, node: RunnableNode, backward: Lowered["backward"]): void {
  const gradients = new Map<string, Drafted>()
  for (const place of back.places.get(node.id) ?? []) {
    const sum = sumAt(back, node, place)
    if (sum === null) continue
    gradients.set(place.slice(node.id.length + 1), sum)
    back.sums.set(place, sum)
    if (back.wanted.everything === true) back.draft.written(sum)
  }
  const [first] = gradients.values()
  if (first === undefined) return
  const wanted = wantedOf(back, node)
  const found = new Map<string, Drafted>(Object.entries(backward(first, wanted, gradients)))
  if (back.wanted.everything === true) for (const piece of found.values()) back.draft.written(piece)
  for (const { port, end, source, wire } of wiresInto(node)) {
    const piece = found.get(end)
    if (piece !== undefined && wanted.has(port)) addPiece(back, source, { wire, gradient: piece, eager: false })
  }
  for (const { name, wired } of node.params) {
    const gradientOf = found.get(name)
    if (wired === null && wanted.has(name) && gradientOf !== undefined)
      back.params.set(`${node.id}.${name}`, gradientOf)
  }
}

/** The sum of what came back to an output; null where nothing did. */
function sumAt(back: Back, node: RunnableNode, place: string): Drafted | null {
  const pieces = piecesOf(back, node, place).map(({ gradient }) => gradient)
  const [first, ...others] = pieces
  if (first === undefined) return null
  return others.length === 0 ? first : sumOf(back.draft, pieces, back.halos.gradients.get(place) ?? BARE)
}

/** A node by its own rules: what kernels sent back is put where they find it, and what they answer is taken from there. */
function eagerNode(back: Back, node: RunnableNode): void {
  const { draft } = back
  const places = back.places.get(node.id) ?? []
  if (places.length === 0) return
  for (const { wire, gradient, eager } of places.flatMap((place) => back.pieces.get(place) ?? [])) {
    if (wire === null || eager) continue
    const flat = draft.flat(gradient)
    pin(flat)
    draft.run("look", [flat], ({ flow, tensor }) => void flow.wires.set(wire, tensor(gradient.shape, flat)))
  }
  draft.run(OWN_RULE, [], ({ pass, flow }) => backwardNode(pass, node, flow))
  const wanted = wantedOf(back, node)
  for (const { port, source, wire } of wiresInto(node)) {
    if (!wanted.has(port)) continue
    const value = back.values.get(placeName(source))
    if (value === undefined) continue
    const gradient = given(value.shape, ({ flow }) => flow.wires.get(wire)?.data ?? new Float32Array(0))
    addPiece(back, source, { wire, gradient, eager: true })
  }
  for (const { name, wired } of node.params) {
    if (wired === null && wanted.has(name)) back.eagerParams.add(`${node.id}.${name}`)
  }
}
