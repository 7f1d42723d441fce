// Who runs the passes of a training: the ops' own rules, or plans, one for each size of batch, made when it first comes. A
// training of the same graph at another rate finds them again.

import { single } from "../../graph/measure/readOff.ts"
import type { Source } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { Kept, Pass } from "../pass/pass.ts"
import { leaseSteps } from "../planned/cache.ts"
import type { PlannedGraph } from "../planned/compiled.ts"
import type { Wanted } from "../planned/drafting.ts"
import type { TrainPlan } from "./plan.ts"
import { backwardPass, forwardPass, type Prepared } from "./prepared.ts"
import type { Classified } from "./report.ts"

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
  const graphOf = function* (prepared: Prepared): Generator<string, PlannedGraph, void> {
    const relaxed = summary.engine === "fastest"
    const before = compiled.get(prepared)
    if (before !== undefined) return before
    const { graph } = yield* leaseSteps(wantedOf(prepared, summary.classified), relaxed)
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

/** What a step asks of a graph: in training the gradients of all that is learned. */
function wantedOf(prepared: Prepared, classified: Classified | null): Wanted {
  const { analysis, nodes, needs, roots, end } = prepared
  const compared: readonly (Source | null)[] =
    classified === null ? [] : ["input", "target"].map((port) => single(analysis, classified.node, port))
  const reads = [end, ...roots.map(({ source }) => source), ...compared.filter((source) => source !== null)]
  return { analysis, nodes, backwards: analysis.mode === "train" ? prepared.backwards : [], needs, roots, reads }
}
