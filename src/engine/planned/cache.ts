// Plans that were made, by all that they depend on: the structure of a graph and what is wanted of it, no number of it. Another
// value, another learning rate or another place of a card finds its plan again, with memory that a run before has given back.

import { placeName } from "../../graph/wire.ts"
import { isShared } from "../../kernels/wasm/instance.ts"
import type { AnyOp } from "../../ops/op.ts"
import { keepRecent } from "../../tensor/recent.ts"
import { ended } from "../../tensor/work.ts"
import { threadsOf } from "./choosing.ts"
import { compile, moduleOf, type PlannedGraph } from "./compiled.ts"
import type { GraphPlan, Wanted } from "./drafting.ts"
import { PlanFailed, refuseLarge, withoutMemory } from "./failures.ts"
import { planSteps } from "./plan.ts"

/** Plans that are kept; the one that was not asked for the longest goes first. */
const MOST = 16
/** Memories that nobody uses are kept for the next run, of any plan: so many, or one that is larger than this. */
const MOST_IDLE = 4
const IDLE_BYTES = 2 ** 28

interface Known {
  readonly plan: GraphPlan
  /** Null until somebody runs it. */
  module: WebAssembly.Module | null
}

/** A plan over memory that nobody else uses. */
export interface Lease {
  readonly graph: PlannedGraph
  /** Gives it back, once: what was read from it may change from then on. */
  readonly release: () => void
}

/** Answers memory that a plan of so many bytes may have, or null. */
type Room = (bytes: number) => WebAssembly.Memory | null

/** The plan that a lease of what is wanted would run; nothing is compiled, and no memory taken. */
export function planOf(wanted: Wanted, relaxed: boolean): GraphPlan {
  return ended(knownSteps(wanted, relaxed, threadsOf(wanted))).plan
}

const known = new Map<string, Known>()
/** The one that was given back last comes last. */
const idle: PlannedGraph[] = []

/**
 * The plan of what is wanted, ready to run; yields the node at work while it is made. `relaxed`: products are added as the
 * machine likes. `room`: asked with the bytes of the arena before memory is taken, for memory that nobody looks at any more; it is
 * used where it is large enough. Throws PlanFailed where there is not so much memory.
 */
export function* leaseSteps(wanted: Wanted, relaxed: boolean, room: Room = () => null): Generator<string, Lease, void> {
  const threads = threadsOf(wanted)
  try {
    return yield* leased(wanted, relaxed, threads, room)
  } catch (error) {
    if (threads === 1 || !(error instanceof PlanFailed)) throw error
    return yield* leased(wanted, relaxed, 1, room)
  }
}

function* leased(wanted: Wanted, relaxed: boolean, threads: number, room: Room): Generator<string, Lease, void> {
  const found = yield* knownSteps(wanted, relaxed, threads)
  const { plan } = found
  refuseLarge(plan)
  if (found.module === null) {
    const [last = ""] = plan.nodes.slice(-1)
    yield last
    found.module = moduleOf(plan)
    yield last
  }
  const graph = again(found) ?? started(plan, found.module, room)
  let out = true
  const release = (): void => {
    if (out) rest(graph)
    out = false
  }
  return { graph, release }
}

function* knownSteps(wanted: Wanted, relaxed: boolean, threads: number): Generator<string, Known, void> {
  const key = `${relaxed} ${threads} ${keyOf(wanted)}`
  const found = known.get(key) ?? { plan: yield* planSteps(wanted, relaxed, threads), module: null }
  keepRecent(known, key, found, MOST)
  return found
}

function started(plan: GraphPlan, module: WebAssembly.Module, room: Room): PlannedGraph {
  try {
    return compile(plan, module, emptied(room(plan.bytes), plan) ?? freeMemory(plan))
  } catch (error) {
    throw error instanceof RangeError ? withoutMemory(plan, error) : error
  }
}

/** The plan at rest over memory that it ran over before. */
function again({ plan }: Known): PlannedGraph | null {
  const at = idle.findLastIndex((graph) => graph.plan === plan)
  return idle.splice(at, at < 0 ? 0 : 1)[0] ?? null
}

function rest(graph: PlannedGraph): void {
  idle.push(graph)
  const bytes = (): number => idle.reduce((sum, { memory }) => sum + memory.buffer.byteLength, 0)
  while (idle.length > 1 && (idle.length > MOST_IDLE || bytes() > IDLE_BYTES)) idle.shift()
}

/** The smallest memory that another plan has done with and this one fits into, emptied as far; undefined where there is none. */
function freeMemory({ bytes, threads }: GraphPlan): WebAssembly.Memory | undefined {
  const sizeOf = ({ memory }: PlannedGraph): number => memory.buffer.byteLength
  const fits = idle.filter((graph) => {
    const size = sizeOf(graph)
    return size >= bytes && size <= IDLE_BYTES && isShared(graph.memory) === threads > 1
  })
  const [found] = fits.sort((a, b) => sizeOf(a) - sizeOf(b))
  if (found === undefined) return undefined
  idle.splice(idle.indexOf(found), 1)
  return emptied(found.memory, { bytes, threads }) ?? undefined
}

/** Memory as a plan wants it, all zeros as far as it goes; null where it is too small or of the other kind. */
function emptied(
  memory: WebAssembly.Memory | null,
  { bytes, threads }: Pick<GraphPlan, "bytes" | "threads">,
): WebAssembly.Memory | null {
  if (memory === null || memory.buffer.byteLength < bytes || isShared(memory) !== threads > 1) return null
  new Uint8Array(memory.buffer, 0, bytes).fill(0)
  return memory
}

/** All that a plan depends on, in a text: two graphs of one key differ in numbers alone. */
function keyOf({
  analysis,
  nodes,
  backwards,
  needs,
  roots,
  reads,
  everything = false,
  checked = false,
}: Wanted): string {
  const ids = new Set(nodes.map(({ id }) => id))
  const structure = nodes.map(({ id, op, context, outputs, params, buffers }) => [
    id,
    numberOf(op),
    context.attrs,
    context.shapes,
    outputs,
    params.map(({ name, shape, wired }) => [name, shape, wired]),
    buffers.map(({ name, shape }) => [name, shape]),
  ])
  const wires = analysis.wires.flatMap(({ id, to }) => (ids.has(to.node) ? [id] : []))
  const places = [roots.map(({ source }) => placeName(source)), reads.map(placeName)]
  const back = [backwards.map(({ id }) => id), [...needs.frozen].sort()]
  return JSON.stringify([analysis.mode, everything, checked, structure, wires, places, back], written)
}

/** JSON has one word for all numbers that are not finite. */
function written(_: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value
}

/** Ops by identity: a document may define one of its own. */
function numberOf(op: AnyOp): number {
  const number = numbers.get(op) ?? count++
  numbers.set(op, number)
  return number
}

const numbers = new WeakMap<AnyOp, number>()
let count = 0
