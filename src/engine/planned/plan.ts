// From an analysis and what is wanted of it to a plan: every node in order, with kernels where its op names one, and with its
// own rules where it does not; then the way back. This folder plans and runs plans; it leaves loops to kernels and never touches
// the precise rules, which stay the twin that it is held to.

import { isList } from "../../graph/analysis/shapes.ts"
import { placeName } from "../../graph/wire.ts"
import type { Fast } from "../../kernels/fast.ts"
import { BARE, type Halo, wider } from "../../kernels/planes.ts"
import { FINITE_SUMS, notFinite } from "../../kernels/totals.ts"
import { ModuleBuilder, type Written } from "../../kernels/wasm/module.ts"
import { randomStream } from "../../tensor/random.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { ended } from "../../tensor/work.ts"
import { isSource, type RunnableNode } from "../pass/forward.ts"
import { keptAt } from "../pass/tensors.ts"
import { draftBackward } from "./backward.ts"
import { type Buffer, pin, placeBuffers } from "./draft/buffers.ts"
import { Draft, type Drafted, given } from "./draft/draft.ts"
import type { Lowered, Site } from "./draft/rule.ts"
import { type Drafting, type GraphPlan, type Wanted, wiresInto } from "./drafting.ts"
import { draftEager, expose } from "./eager.ts"
import { loweringOf } from "./rules.ts"
import { wholeOf } from "./whole.ts"

/**
 * Plans at once. `relaxed`: products are added as the machine likes. `threads`: so many may share the work; the numbers are the same.
 * `written`: code that other plans have written.
 */
export function planGraph(
  wanted: Wanted,
  relaxed = false,
  threads = 1,
  written: Written = writtenBefore(relaxed),
): GraphPlan {
  return ended(planSteps(wanted, relaxed, threads, written))
}

/** The same, giving way after each node, which is named. */
export function* planSteps(
  wanted: Wanted,
  relaxed: boolean,
  threads: number,
  written: Written = writtenBefore(relaxed),
): Generator<string, GraphPlan, void> {
  const draft = new Draft(new ModuleBuilder(relaxed, written), threads)
  const fast = fastNodes(wanted.nodes)
  const halos = wantedHalos(wanted.nodes, fast)
  const readers = readersOf(wanted)
  const made = { values: new Map(), lowered: new Map(), exposed: new Set<Drafted>() }
  const drafting: Drafting = { wanted, draft, fast, readers, ...made, halos }
  for (const node of wanted.nodes) {
    draft.part = { node: node.id, phase: "forward" }
    const data = fast.get(node.id)
    if (data === undefined) draftEager(drafting, node)
    else draftFast(drafting, node, data)
    yield node.id
  }
  // A gradient enters only at an output that is there.
  const reads = wanted.everything === true ? [] : [...wanted.reads, ...wanted.roots.map((root) => root.source)]
  for (const source of reads) expose(drafting, source)
  const { gradients, eagerParams, ...rest } = yield* draftBackward(drafting)
  const finite = wanted.checked === true && gradients.size > 0 ? draftChecks(draft, gradients) : null
  const whole = wanted.everything === true ? wholeOf(draft, { values: drafting.values, ...rest }) : null
  const eager = wanted.nodes.filter(({ id, op }) => !fast.has(id) && !isSource(op)).map(({ id }) => id)
  const { analysis, needs, roots } = wanted
  const { module, steps, constants } = draft
  const bytes = placeBuffers(draft.buffers)
  const unshared = draft.buffers.reduce((sum, buffer) => sum + (buffer.last < 0 ? 0 : buffer.bytes), 0)
  const nodes = wanted.nodes.map(({ id }) => id)
  const found = { gradients, finite, eagerParams, eager, whole }
  return { analysis, nodes, needs, roots, module, threads, steps, bytes, unshared, constants, ...found }
}

/** Looks at all gradients, one after the other. */
function draftChecks(draft: Draft, gradients: GraphPlan["gradients"]): Buffer {
  const sums = draft.buffer(FINITE_SUMS)
  draft.clear(sums)
  for (const { shape, buffer } of gradients.values()) {
    draft.call("is it finite", notFinite(draft.module, sizeOf(shape)), [buffer, sums])
  }
  pin(sums)
  return sums
}

/** An edit writes the code of what it changes, and finds the rest. */
const WRITTEN: { readonly exact: Written; readonly relaxed: Written } = { exact: new Map(), relaxed: new Map() }
/** A large network has hundreds of functions. */
const MOST_WRITTEN = 2048

function writtenBefore(relaxed: boolean): Written {
  const written = relaxed ? WRITTEN.relaxed : WRITTEN.exact
  if (written.size > MOST_WRITTEN) written.clear()
  return written
}

function fastNodes(nodes: readonly RunnableNode[]): ReadonlyMap<string, Fast> {
  const fast = new Map<string, Fast>()
  for (const { id, op, context, outputs } of nodes) {
    const data = outputs === null ? null : (op.fast?.({ ...context, outputs }) ?? null)
    if (data !== null) fast.set(id, data)
  }
  return fast
}

/** How often the numbers of each output are taken, by `node:port`. */
function readersOf({ nodes, reads, roots }: Wanted): ReadonlyMap<string, number> {
  const readers = new Map<string, number>()
  const params = nodes.flatMap((node) => node.params.flatMap(({ wired }) => wired ?? []))
  for (const source of [
    ...nodes.flatMap(wiresInto).map((wire) => wire.source),
    ...params,
    ...reads,
    ...roots.map((root) => root.source),
  ]) {
    readers.set(placeName(source), (readers.get(placeName(source)) ?? 0) + 1)
  }
  return readers
}

function wantedHalos(nodes: readonly RunnableNode[], fast: ReadonlyMap<string, Fast>): Drafting["halos"] {
  const [values, gradients] = [new Map<string, Halo>(), new Map<string, Halo>()]
  const widen = (halos: Map<string, Halo>, place: string, halo: Halo): void => {
    halos.set(place, wider(halos.get(place) ?? BARE, halo))
  }
  for (const node of nodes) {
    const data = fast.get(node.id)
    const halos = data === undefined ? null : (loweringOf(data).halos?.(data) ?? null)
    const source = node.sources.get("input")
    if (halos === null || source === undefined || isList(source)) continue
    widen(values, placeName(source), halos.input)
    widen(gradients, `${node.id}:output`, halos.gradient)
  }
  return { values, gradients }
}

function draftFast(drafting: Drafting, node: RunnableNode, fast: Fast): void {
  const { draft, values, halos } = drafting
  const ends = new Map(wiresInto(node).map(({ end, source }) => [end, placeName(source)]))
  const sourceOf = (port: string): string => {
    const place = ends.get(port)
    if (place === undefined) throw new Error(`${node.id} has nothing at ${port}`)
    return place
  }
  const valueAt = (place: string): Drafted => {
    const value = values.get(place)
    if (value === undefined) throw new Error(`${place} was not planned before ${node.id}`)
    return value
  }
  const own = new Map<string, Drafted>()
  for (const { name, wired, shape } of node.params) {
    const param = (): Drafted => given(shape, ({ pass }) => keptAt(pass, node).params.get(name)?.data ?? [])
    own.set(name, wired === null ? param() : valueAt(placeName(wired)))
  }
  const site: Site = {
    draft,
    node,
    fast,
    input: (port) => valueAt(sourceOf(port)),
    param: (name) => own.get(name) ?? null,
    buffer: (name) => {
      const shape = node.buffers.find((buffer) => buffer.name === name)?.shape ?? []
      return given(shape, ({ pass }) => keptAt(pass, node).buffers.get(name)?.data ?? [])
    },
    readers: (port) => drafting.readers.get(`${node.id}:${port}`) ?? 0,
    learns: drafting.wanted.backwards.includes(node),
    outputHalo: halos.values.get(`${node.id}:output`) ?? BARE,
    gradientHalo: (port) => halos.gradients.get(sourceOf(port)) ?? BARE,
  }
  const lowered = loweringOf(fast).lower(site)
  for (const [port, value] of Object.entries(lowered.outputs)) {
    // What is read must be more than a formula, and by now.
    if (drafting.wanted.everything === true) draft.written(value)
    values.set(`${node.id}:${port}`, value)
  }
  drafting.lowered.set(node.id, lowered)
  if (node.op.updates !== undefined && node.context.mode === "train") draftUpdates(drafting, node, lowered)
}

/** What the op's rule for running statistics reads: the buffers, and the outputs beside the first. */
function draftUpdates(drafting: Drafting, node: RunnableNode, { outputs }: Lowered): void {
  for (const port of Object.keys(outputs)) if (port !== "output") expose(drafting, { node: node.id, port })
  drafting.draft.run("look", [], ({ pass }) => {
    const buffers = Object.fromEntries(keptAt(pass, node).buffers)
    const random = (name: string) => randomStream(pass.seed, node.id, name)
    pass.contexts.set(node.id, { ...node.context, inputs: {}, params: {}, buffers, random, dtype: pass.dtype })
  })
}
