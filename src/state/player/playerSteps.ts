// A run as a sequence of small steps, in the true order: every op forward, then what reaches each node backward. A node
// with one wire behind it takes its gradient in one step; at a fork the pieces arrive one by one, then their sum forms.
// Pure: from an analysis and a result. Numbers are those of the result; nothing is worked out again.

import { rootsOf, upstreamOf } from "../../engine/pass/upstream.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { type Tensor, zeros } from "../../tensor/tensor.ts"
import type { RunTensor, ShownRun } from "../run/shown.ts"

export type StepPhase = "forward" | "backward"

/** What arrives at an output during backward. */
export interface Piece {
  /** The output that it arrives at, `node:port`. */
  readonly place: string
  /** The wire that it came along; null for an upstream gradient from outside. */
  readonly wire: Wire | null
  readonly tensor: RunTensor | Tensor
}

export interface PlayerStep {
  readonly index: number
  readonly phase: StepPhase
  /**
   * `compute`: an op runs. `start`: the upstream gradient enters. `arrive`: a gradient comes along the only wire.
   * `piece`: one of several comes to a fork. `sum`: they are added.
   */
  readonly kind: "compute" | "start" | "arrive" | "piece" | "sum"
  readonly node: string
  /** Along which something moves in this step. */
  readonly wires: readonly Wire[]
  /** Backward: what arrives at this node's outputs; at a fork all its pieces, in the order in which they arrive. */
  readonly pieces: readonly Piece[]
  /** How many of the pieces are there after this step. */
  readonly arrived: number
  /** Params of this node that get their gradient in this step. */
  readonly params: readonly string[]
}

/** The steps of one node in one phase. */
export interface StepChip {
  readonly phase: StepPhase
  readonly node: string
  readonly first: number
  readonly last: number
}

/** By the step after which they are known. */
interface KnownAfter {
  readonly nodes: ReadonlyMap<string, number>
  /** By wire id. */
  readonly wires: ReadonlyMap<string, number>
  /** By `node:port` and `node.param`. */
  readonly tensors: ReadonlyMap<string, number>
}

export interface Sequence {
  readonly analysis: Analysis
  readonly result: ShownRun
  readonly steps: readonly PlayerStep[]
  readonly chips: readonly StepChip[]
  readonly value: KnownAfter
  readonly gradient: KnownAfter
}

/** `analysis` must be of the document that `result` is of. */
export function sequenceOf(analysis: Analysis, result: ShownRun): Sequence {
  const ran = (phase: StepPhase) => result.steps.filter((step) => step.phase === phase).map(({ node }) => node)
  const backwards = ran("backward")
  const steps = [
    ...ran("forward").map((node) => forwardStep(analysis, node)),
    ...backwardSteps(analysis, result, backwards),
  ].map((step, index) => ({ ...step, index }))
  return { analysis, result, steps, chips: chipsOf(steps), ...knownOf(analysis, result, steps) }
}

/** True if every step of one has its like in the other: then a place in one is a place in the other. */
export function sameSteps(a: Sequence, b: Sequence): boolean {
  const alike = (x: PlayerStep, y: PlayerStep | undefined): boolean =>
    x.node === y?.node && x.kind === y.kind && x.pieces.length === y.pieces.length
  return a.steps.length === b.steps.length && a.steps.every((step, i) => alike(step, b.steps[i]))
}

/** `:port`, to tell it from another piece that the same node sends (`x · x`); empty where there is none. */
export function portOfTwin(pieces: readonly Piece[], { wire }: Piece): string {
  if (wire === null) return ""
  const twins = pieces.filter((piece) => piece.wire?.to.node === wire.to.node)
  return twins.length < 2 ? "" : placeName(wire.to).slice(wire.to.node.length)
}

type Unnumbered = Omit<PlayerStep, "index">

/** What flows into the node, or out of one that starts by itself. */
function forwardStep(analysis: Analysis, node: string): Unnumbered {
  const entering = analysis.entering.get(node) ?? []
  const wires = entering.length > 0 ? entering : (analysis.leaving.get(node) ?? [])
  return { phase: "forward", kind: "compute", node, wires, pieces: [], arrived: 0, params: [] }
}

function backwardSteps(analysis: Analysis, result: ShownRun, order: readonly string[]): readonly Unnumbered[] {
  const turn = new Map(order.map((node, index) => [node, index]))
  const outside = upstreamPieces(analysis, result)
  return order.flatMap((node) => {
    const arrivals = arrivalsAt(node, analysis, result, turn, outside)
    const alone = arrivals.filter((pieces) => pieces.length === 1).flat()
    const steps: Unnumbered[] = []
    if (alone.length > 0) {
      const starts = alone.every(({ wire }) => wire === null)
      steps.push(backwardStep(node, starts ? "start" : "arrive", alone, alone.length))
    }
    for (const pieces of arrivals) {
      if (pieces.length < 2) continue
      for (const [i] of pieces.entries()) steps.push(backwardStep(node, "piece", pieces, i + 1))
      steps.push(backwardStep(node, "sum", pieces, pieces.length))
    }
    // A node's rules speak once all its outputs have their sums.
    const last = steps.pop()
    return last === undefined ? [] : [...steps, { ...last, params: paramsOf(node, analysis, result) }]
  })
}

function backwardStep(
  node: string,
  kind: "start" | "arrive" | "piece" | "sum",
  pieces: readonly Piece[],
  arrived: number,
): Unnumbered {
  const moving = kind === "piece" ? pieces.slice(arrived - 1, arrived) : pieces
  const wires = moving.flatMap(({ wire }) => (wire === null ? [] : [wire]))
  return { phase: "backward", kind, node, wires, pieces, arrived, params: [] }
}

/** What comes to each output of a node: from outside first, then wire by wire as their far ends take their turns. */
function arrivalsAt(
  node: string,
  analysis: Analysis,
  result: ShownRun,
  turn: ReadonlyMap<string, number>,
  outside: ReadonlyMap<string, RunTensor | Tensor>,
): readonly (readonly Piece[])[] {
  const byPlace = new Map<string, Piece[]>()
  const add = (piece: Piece): void => {
    const there = byPlace.get(piece.place)
    if (there) there.push(piece)
    else if (result.has("gradient", piece.place)) byPlace.set(piece.place, [piece])
  }
  for (const [place, tensor] of outside) if (place.startsWith(`${node}:`)) add({ place, wire: null, tensor })
  const leaving = [...(analysis.leaving.get(node) ?? [])]
  leaving.sort((a, b) => (turn.get(a.to.node) ?? 0) - (turn.get(b.to.node) ?? 0))
  for (const wire of leaving) {
    const tensor = result.at("wire", wire.id)
    if (tensor !== undefined) add({ place: placeName(wire.from), wire, tensor })
  }
  return [...byPlace.values()]
}

/** The upstream gradients that enter from outside, by place. Where nothing else arrives, the result's sum is it. */
function upstreamPieces(analysis: Analysis, result: ShownRun): ReadonlyMap<string, RunTensor | Tensor> {
  const pieces = new Map<string, RunTensor | Tensor>()
  for (const { source, written } of rootsOf(analysis)) {
    const place = placeName(source)
    const sum = result.at("gradient", place)
    if (sum === undefined) continue
    const given =
      upstreamOf({ source, written }, analysis.document, sum.shape, result) ?? zeros(sum.shape, result.dtype)
    const alone = !(analysis.leaving.get(source.node) ?? []).some(
      (wire) => placeName(wire.from) === place && result.has("wire", wire.id),
    )
    pieces.set(place, alone ? sum : given)
  }
  return pieces
}

function paramsOf(node: string, analysis: Analysis, result: ShownRun): readonly string[] {
  const params = analysis.nodes.get(node)?.params ?? []
  // What a Parameter node learns is its own value, whose gradient stands at its output.
  const own = params.filter(({ name }) => name !== "value" || !result.has("value", `${node}:value`))
  return own.filter(({ name }) => result.has("gradient", `${node}.${name}`)).map(({ name }) => name)
}

function chipsOf(steps: readonly PlayerStep[]): readonly StepChip[] {
  const chips: StepChip[] = []
  for (const { index, phase, node } of steps) {
    const last = chips.at(-1)
    if (last?.node === node && last.phase === phase) chips[chips.length - 1] = { ...last, last: index }
    else chips.push({ phase, node, first: index, last: index })
  }
  return chips
}

function knownOf(
  analysis: Analysis,
  result: ShownRun,
  steps: readonly PlayerStep[],
): Pick<Sequence, "value" | "gradient"> {
  const fresh = () => ({ nodes: new Map(), wires: new Map(), tensors: new Map() }) as Writable // empty maps of any type
  const value = fresh()
  const gradient = fresh()
  for (const step of steps) {
    const { index, node } = step
    if (step.phase === "forward") {
      value.nodes.set(node, index)
      for (const wire of analysis.leaving.get(node) ?? []) value.wires.set(wire.id, index)
    } else {
      gradient.nodes.set(node, index)
      const arriving = step.kind === "sum" ? [] : step.wires
      for (const wire of arriving) gradient.wires.set(wire.id, index)
      if (step.kind !== "piece") for (const { place } of step.pieces) gradient.tensors.set(place, index)
      for (const name of step.params) gradient.tensors.set(`${node}.${name}`, index)
    }
  }
  const worked = (["value", "param", "buffer", "onCard"] as const).flatMap((kind) => result.names(kind))
  for (const name of worked) {
    const index = value.nodes.get(ownerOf(name, value.nodes))
    if (index !== undefined) value.tensors.set(name, index)
  }
  return { value, gradient }
}

interface Writable {
  readonly nodes: Map<string, number>
  readonly wires: Map<string, number>
  readonly tensors: Map<string, number>
}

/** The node of `node:port` or `node.name`; ids may hold dots, names of params do not. */
function ownerOf(name: string, nodes: ReadonlyMap<string, number>): string {
  const colon = name.indexOf(":")
  const before = colon >= 0 ? name.slice(0, colon) : name.slice(0, name.lastIndexOf("."))
  return nodes.has(before) ? before : ""
}
