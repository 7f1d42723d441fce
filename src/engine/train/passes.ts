// Who runs the passes of a training: the ops' own rules, or plans, one for each size of batch, made when it first comes. A
// training of the same graph at another rate finds them again.

import { single } from "../../graph/measure/readOff.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Source } from "../../graph/wire.ts"
import type { Mode } from "../../ops/op.ts"
import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import { isSource } from "../pass/forward.ts"
import { memoryPlan, planProblem } from "../pass/memory.ts"
import type { Kept, Pass } from "../pass/pass.ts"
import { leaseSteps, planOf } from "../planned/cache.ts"
import type { PlannedGraph } from "../planned/compiled.ts"
import type { GraphPlan, Wanted } from "../planned/drafting.ts"
import { mebibytes, neededProblem } from "../planned/needed.ts"
import { updateBytes } from "../planned/updates/updating.ts"
import { backwardPass, forwardPass, type Prepared } from "./prepared.ts"
import type { Classified, TrainPlan } from "./report.ts"
import { ruleOf } from "./updates.ts"

/** Forward and backward through a prepared graph; both yield the node at work. */
export interface Passes {
  /** The pass holds at least what a step reads: the target, and what a class loss compares. */
  readonly forward: (prepared: Prepared, kept: ReadonlyMap<string, Kept>, seed: number) => Generator<string, Pass, void>
  /** Behind the forward pass of the same graph: gradients of params by `node.param`, maybe of others; plans write them into arrays that are given. */
  readonly backward: (
    prepared: Prepared,
    pass: Pass,
    into: ReadonlyMap<string, Float32Array> | undefined,
  ) => Generator<string, ReadonlyMap<string, Tensor>, void>
}

/** The passes of a training, by the engine that its summary names. */
export function passesOf({ summary, dtype }: TrainPlan): Passes {
  if (summary.engine === "eager") {
    return { forward: (prepared, kept, seed) => forwardPass(prepared, kept, dtype, seed), backward: backwardPass }
  }
  const compiled = new Map<Prepared, PlannedGraph>()
  const relaxed = summary.engine === "fastest"
  const graphOf = function* (prepared: Prepared): Generator<string, PlannedGraph, void> {
    const before = compiled.get(prepared)
    if (before !== undefined) return before
    const room = (bytes: number): WebAssembly.Memory | null => {
      const held = [...compiled.values()].map(({ memory }) => memory).sort((a, b) => bytesOf(b) - bytesOf(a))
      if (isTogether([bytes, ...held.map(bytesOf)])) return null
      compiled.clear()
      return held[0] ?? null
    }
    const { graph } = yield* leaseSteps(wantedOf(prepared, summary.classified), relaxed, room)
    compiled.set(prepared, graph)
    return graph
  }
  return {
    *forward(prepared, kept, seed) {
      return yield* (yield* graphOf(prepared)).forward(kept, seed, { over: prepared })
    },
    *backward(prepared, _, into) {
      return yield* (yield* graphOf(prepared)).backward(into)
    },
  }
}

const bytesOf = ({ buffer }: WebAssembly.Memory): number => buffer.byteLength

/** Arenas of several sizes of batch stay side by side up to so many bytes; larger ones are one memory, emptied for each in turn. */
const TOGETHER_BYTES = 2 ** 27

function isTogether(arenas: readonly number[]): boolean {
  return arenas.reduce((sum, bytes) => sum + bytes, 0) <= TOGETHER_BYTES
}

/** A size of batch, in training or in evaluation mode. */
export interface Pace {
  readonly size: number
  readonly mode: Mode
}

/** Refuses a training that would hold more than it may, by what its engine takes at each size of batch. */
export function memoryProblem(plan: TrainPlan, paces: readonly Pace[]): Problem | null {
  const all = paces.map(({ size, mode }) => plan.at(size, mode))
  return plan.summary.engine === "eager" ? eagerProblem(plan, all) : plannedProblem(plan, all)
}

function eagerProblem({ dtype, memoryLimit }: TrainPlan, all: readonly Prepared[]): Problem | null {
  for (const { analysis } of all) {
    const back = analysis.mode === "train"
    const problem = planProblem(analysis, dtype, back, memoryLimit)
    if (problem === null) continue
    const most = mebibytes(memoryPlan(analysis, dtype, back).bytes)
    return { ...problem, sentence: `${problem.sentence} Or train it on the command line with --max-memory ${most}.` }
  }
  return null
}

/** An arena is far below so many times what the ops' own rules hold. */
const SAFELY = 8

function plannedProblem({ summary, choices, memoryLimit }: TrainPlan, all: readonly Prepared[]): Problem | null {
  const { params, engine, classified } = summary
  const relaxed = engine === "fastest"
  const updates = updateBytes(params, ruleOf(choices), relaxed)
  const rules = all.map(({ analysis }) => memoryPlan(analysis, "float32", analysis.mode === "train").bytes)
  // Plans take their time, and need not be made ahead for what is small.
  if (2 ** 20 + updates + SAFELY * Math.max(...rules) <= memoryLimit) return null
  const plans = all.map((prepared) => planOf(wantedOf(prepared, classified), relaxed))
  const sizes = plans.map(({ bytes }) => bytes)
  const largest = Math.max(...sizes)
  const plan = plans[sizes.indexOf(largest)]
  if (plan === undefined) return null
  const arenas = isTogether(sizes) ? sizes.reduce((sum, bytes) => sum + bytes, 0) : largest
  const beside = Math.max(...all.map((prepared, i) => besideOf(prepared, plans[i] ?? plan)))
  return neededProblem({ plan, arenas, params, updates, beside }, memoryLimit)
}

/** Bytes that a pass by a plan holds beside its arena: all of what has no kernel, and what each node began with. */
function besideOf({ analysis, nodes }: Prepared, { eager }: GraphPlan): number {
  const held = memoryPlan(analysis, "float32", analysis.mode === "train").nodes
  const own = new Set(eager)
  return nodes.reduce((sum, { id, op, params, buffers }) => {
    if (own.has(id) || isSource(op)) return sum + (held.get(id) ?? 0)
    const begun = [...params.filter(({ wired }) => wired === null), ...buffers]
    return sum + begun.reduce((all, { shape }) => all + 4 * sizeOf(shape), 0)
  }, 0)
}

/** What a step asks of a graph: in training the gradients of all that is learned. */
function wantedOf(prepared: Prepared, classified: Classified | null): Wanted {
  const { analysis, nodes, needs, roots, end } = prepared
  const compared: readonly (Source | null)[] =
    classified === null ? [] : ["input", "target"].map((port) => single(analysis, classified.node, port))
  const reads = [end, ...roots.map(({ source }) => source), ...compared.filter((source) => source !== null)]
  return { analysis, nodes, backwards: analysis.mode === "train" ? prepared.backwards : [], needs, roots, reads }
}
