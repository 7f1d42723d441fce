// The schedule of one training step, tensor by tensor: who allocates, who needs, who lets go.

import type { Shape } from "../../tensor/tensor.ts"
import type { Analysis, NodeAnalysis } from "../analysis/analysis.ts"
import { leadsTo } from "../analysis/reach.ts"
import { isList, shapesAt } from "../analysis/shapes.ts"
import { placeName, type Source } from "../wire.ts"
import { Holding, type Moment, type Stretch } from "./trainingHolding.ts"
import { isSource, type Size, type TrainingSizes } from "./trainingSizes.ts"

/** What a rule needs of its node, by port. */
export interface Needs {
  readonly inputs: ReadonlySet<string>
  readonly outputs: ReadonlySet<string>
  readonly params: ReadonlySet<string>
}
/** What the backward rules of a kind of op read, and where memory is shared. */
export interface OpReads {
  /** By arrow: an input port or a param. */
  readonly arrows: ReadonlyMap<string, Needs>
  /** For all arrows together, if there is any. */
  readonly shared: Needs
  /** Outputs that are another look at an input's numbers (Flatten), by port. */
  readonly views: ReadonlyMap<string, string>
  /** Arrows that hand on the upstream gradient itself, where what they send back has as many numbers. */
  readonly passes: ReadonlySet<string>
}

/** An arrow of a node's backward: the input port or param, and where the gradient goes; null for a param of its own. */
interface Arrow {
  readonly name: string
  readonly to: Source | null
}

/** Walks one training step and notes what is held; `walk` once. */
export class Schedule {
  /** Nodes whose backward rules run: learned params lie in or before them, the target in or behind them. */
  readonly backwards: ReadonlySet<string>
  private readonly analysis: Analysis
  private readonly sizes: TrainingSizes
  private readonly reads: (kind: string) => OpReads
  private readonly frozen: ReadonlySet<string>
  private readonly order: readonly NodeAnalysis[]
  private readonly values = new Map<string, Stretch>()
  private readonly gradients = new Map<string, Stretch>()
  private readonly saved = new Map<string, readonly string[]>()
  private readonly held = new Holding()

  constructor(analysis: Analysis, sizes: TrainingSizes, reads: (kind: string) => OpReads, frozen: ReadonlySet<string>) {
    this.frozen = frozen
    this.analysis = analysis
    this.sizes = sizes
    this.reads = reads
    this.order = analysis.order.flatMap((id) => {
      const node = analysis.nodes.get(id)
      return node?.outputs == null || node.op === null ? [] : [node]
    })
    const learned = this.learned()
    const reached = leadsTo(analysis, analysis.target === null ? [] : [analysis.target.node])
    this.backwards = new Set(this.order.filter(({ id }) => learned.has(id) && reached.has(id)).map(({ id }) => id))
  }

  /** What lives at each op-step. */
  walk(): readonly Moment[] {
    for (const node of this.order) this.forward(node)
    const { target } = this.analysis
    const root = target === null ? undefined : this.analysis.nodes.get(target.node)
    if (target === null || root === undefined || !this.backwards.has(root.id)) return this.held.moments
    const shape = shapeOf(root, target)
    if (shape !== null) this.gradients.set(placeName(target), this.held.take(this.sizes.output(target, shape), 1))
    for (const node of this.order.toReversed()) if (this.backwards.has(node.id)) this.backward(node)
    return this.held.moments
  }

  private forward(node: NodeAnalysis): void {
    const views = this.reads(node.op?.kind ?? "").views
    for (const [place, port, shape, source] of outputsOf(node)) {
      const seen = views.get(port)
      const held = seen === undefined ? undefined : this.sourceStretch(node, seen)
      const needs = this.needsOf(node, place)
      // What is learned is counted as weights; data stay for the whole step, since the caller holds them.
      if (held !== undefined) held.needs += needs
      const learned = isSource(node) && node.params.length > 0
      const size = learned ? NOTHING : this.sizes.output(source, shape)
      this.values.set(place, held ?? this.held.take(size, needs + (isSource(node) ? 1 : 0)))
    }
    this.held.note("forward", node.id)
    for (const { from } of this.analysis.entering.get(node.id) ?? [])
      this.held.release(this.values.get(placeName(from)))
    for (const [place, port] of outputsOf(node)) {
      if (!views.has(port) && this.needsOf(node, place) === 0 && !isSource(node)) this.held.drop(this.values.get(place))
    }
  }

  private backward(node: NodeAnalysis): void {
    const { passes } = this.reads(node.op?.kind ?? "")
    const own = [...outputsOf(node)].map(([place]) => place)
    const upstream = own.map((place) => this.gradients.get(place)).find((stretch) => stretch !== undefined)
    const pieces: [string, Stretch][] = []
    for (const { name, to } of this.arrowsOf(node)) {
      const source = to === null ? undefined : this.analysis.nodes.get(to.node)
      const shape = to === null || source === undefined ? null : shapeOf(source, to)
      if (to === null || source === undefined || shape === null) continue
      const size = this.sizes.output(to, shape)
      const handedOn = passes.has(name) && upstream !== undefined && sameSize(size, upstream) ? upstream : undefined
      if (handedOn !== undefined) handedOn.needs += 1
      pieces.push([placeName(to), handedOn ?? this.held.take(size, 1)])
    }
    this.held.note("backward", node.id)
    for (const [place, piece] of pieces) {
      // Added to what other consumers sent, a piece needs no memory of its own any more.
      if (this.gradients.has(place)) this.held.release(piece)
      else this.gradients.set(place, piece)
    }
    for (const place of own) this.held.release(this.gradients.get(place))
    for (const place of this.savedBy(node)) this.held.release(this.values.get(place))
  }

  /** How often an output is needed: by each consumer's forward rule, and by each backward step that reads it. */
  private needsOf(node: NodeAnalysis, place: string): number {
    let needs = this.analysis.target !== null && placeName(this.analysis.target) === place ? 1 : 0
    const consumers = new Set<string>()
    for (const { from, to } of this.analysis.leaving.get(node.id) ?? []) {
      if (placeName(from) !== place || this.analysis.nodes.get(to.node)?.outputs == null) continue
      needs += 1
      consumers.add(to.node)
    }
    for (const id of [node.id, ...consumers]) {
      const reader = this.analysis.nodes.get(id)
      if (reader !== undefined) needs += this.savedBy(reader).filter((saved) => saved === place).length
    }
    return needs
  }

  /** Places that a node's backward step reads, each once. */
  private savedBy(node: NodeAnalysis): readonly string[] {
    const before = this.saved.get(node.id)
    if (before !== undefined) return before
    const saved = new Set<string>()
    const arrows = this.arrowsOf(node)
    const { arrows: rules, shared } = this.reads(node.op?.kind ?? "")
    const needs = arrows.length === 0 ? [] : [shared, ...arrows.flatMap(({ name }) => rules.get(name) ?? [])]
    for (const { inputs, outputs, params } of needs satisfies readonly Needs[]) {
      for (const port of [...inputs, ...params])
        for (const source of sourcesAt(node, port)) saved.add(placeName(source))
      for (const [place, port] of outputsOf(node)) if (outputs.has(port)) saved.add(place)
    }
    const list = [...saved]
    this.saved.set(node.id, list)
    return list
  }

  /** The arrows that a training step asks for: those towards something learned. */
  private arrowsOf(node: NodeAnalysis): readonly Arrow[] {
    if (!this.backwards.has(node.id)) return []
    const arrows: Arrow[] = []
    for (const [name, rule] of Object.entries(node.op?.backward ?? {})) {
      if (rule === null) continue
      if (this.learns(node).includes(name)) arrows.push({ name, to: null })
      for (const to of sourcesAt(node, name)) if (this.backwards.has(to.node)) arrows.push({ name, to })
    }
    return arrows
  }

  private sourceStretch(node: NodeAnalysis, port: string): Stretch | undefined {
    const [source] = sourcesAt(node, port)
    return source === undefined ? undefined : this.values.get(placeName(source))
  }

  /** Names of the params that the node itself learns. */
  private learns({ id, params }: NodeAnalysis): readonly string[] {
    const own = params.filter(({ name, wired }) => wired === null && !this.frozen.has(`${id}.${name}`))
    return own.map(({ name }) => name)
  }

  /** Nodes with something learned in or before them. */
  private learned(): ReadonlySet<string> {
    const found = new Set<string>()
    for (const node of this.order) {
      const own = this.learns(node).length > 0
      const before = (this.analysis.entering.get(node.id) ?? []).some(
        ({ from, to }) =>
          found.has(from.node) &&
          node.op?.backward[to.port] != null &&
          this.analysis.nodes.get(from.node)?.op?.outputs[from.port]?.constant !== true,
      )
      if (own || before) found.add(node.id)
    }
    return found
  }
}

const NOTHING: Size = { fixed: 0, perExample: 0 }

function sameSize(a: Size, b: Size): boolean {
  return a.fixed === b.fixed && a.perExample === b.perExample
}

function sourcesAt(node: NodeAnalysis, port: string): readonly Source[] {
  const held = node.sources.get(port)
  if (held === undefined) return []
  return isList(held) ? held.filter((source): source is Source => source !== null) : [held]
}

/** Every output, hidden ones included, list outputs element by element. */
function outputsOf(
  node: NodeAnalysis,
): readonly (readonly [place: string, port: string, shape: Shape, source: Source])[] {
  return Object.entries(node.outputs ?? {}).flatMap(([port, held]) => {
    const list = node.op?.outputs[port]?.list === true
    return shapesAt(held).map((shape, index) => {
      const source = list ? { node: node.id, port, index } : { node: node.id, port }
      return [placeName(source), port, shape, source] as const
    })
  })
}

function shapeOf(node: NodeAnalysis, source: Source): Shape | null {
  const place = placeName(source)
  return outputsOf(node).find(([name]) => name === place)?.[2] ?? null
}
