// Mistakes in any node that the compared tensor hangs on: the graph is asked again with each, nearest first.

import type { RunnableNode } from "../pass/forward.ts"
import { elementOf, type Pass } from "../pass/pass.ts"
import { activationMistakes, dropoutMistakes } from "./mistakes/activations.ts"
import { borderMistakes } from "./mistakes/borders.ts"
import { weightMistakes } from "./mistakes/layers.ts"
import { lossMistakes } from "./mistakes/losses.ts"
import type { Mistake, MistakeRule } from "./mistakes/mistake.ts"
import { normMistakes } from "./mistakes/norms.ts"
import { poolMistakes } from "./mistakes/pools.ts"
import { reductionMistakes } from "./mistakes/reductions.ts"
import { reshapeMistakes } from "./mistakes/shapes.ts"
import { softmaxMistakes } from "./mistakes/softmax.ts"
import { scaleMistakes, standardizeMistakes } from "./mistakes/standardize.ts"
import { attentionMistakes, forkMistakes, sumMistakes } from "./mistakes/sums.ts"
import { nodeAt } from "./rerun/place.ts"
import type { Candidate, Place } from "./rerun/subject.ts"
import { type WhatIf, whatIf } from "./rerun/whatIf.ts"

const RULES: readonly MistakeRule[] = [
  forkMistakes,
  weightMistakes,
  activationMistakes,
  softmaxMistakes,
  normMistakes,
  standardizeMistakes,
  scaleMistakes,
  reductionMistakes,
  poolMistakes,
  lossMistakes,
  reshapeMistakes,
  sumMistakes,
  attentionMistakes,
  dropoutMistakes,
  borderMistakes,
]
/** Multiply-adds of all answers together: about two seconds. */
const MOST_COST = 1_500_000_000

/** One mistake, made in one node or in every node of its kind: who writes a flipped convolution has two of them. */
export interface Trial {
  readonly nodes: ReadonlyMap<string, Mistake>
}
/** The mistakes that are tried for a place, and the graph that answers what each would give. */
export interface Trials {
  readonly graph: WhatIf
  readonly trials: readonly Trial[]
  /** Whether some were left out, since they would take too long. */
  readonly cut: boolean
}

/** What can be tried for a place, nearest nodes first; null where the graph cannot be asked again. */
export function* trialsOf(place: Place): Generator<void, Trials | null, void> {
  const graph = yield* whatIf(place)
  if (graph === null) return null
  const single: Trial[] = []
  const kinds = new Map<string, Map<string, Mistake>>()
  for (const node of graph.nodes) {
    for (const mistake of mistakesFor(place, graph, node)) {
      single.push({ nodes: new Map([[node.id, mistake]]) })
      const key = `${node.op.kind} ${mistake.phase} ${mistake.words}`
      kinds.set(key, (kinds.get(key) ?? new Map<string, Mistake>()).set(node.id, mistake))
    }
  }
  const several = [...kinds.values()].filter(({ size }) => size > 1).map((nodes) => ({ nodes }))
  let cost = 0
  const trials = [...single, ...several].filter(({ nodes }) => {
    cost += graph.cost(nodes.keys(), [...nodes.values()][0]?.phase ?? "forward")
    return cost <= MOST_COST
  })
  return { graph, trials, cut: trials.length < single.length + several.length }
}

/** Those that can reach the place; of a gradient the rules of the way back are the first to doubt. */
function mistakesFor(place: Place, graph: WhatIf, node: RunnableNode): readonly Mistake[] {
  const back = graph.isBackward(node.id)
  return [...mistakesAt(graph.pass, node)]
    .filter(({ phase, lacks }) => {
      // The pieces of the compared gradient itself are told apart by a rule of their own.
      if (lacks !== undefined && lacks === place.name) return false
      return phase === "forward" || (phase === "backward" ? back : place.side === "value")
    })
    .sort((a, b) => Number(b.phase === "backward") - Number(a.phase === "backward"))
}

function* mistakesAt(pass: Pass, node: RunnableNode): Generator<Mistake> {
  const [at, outputs] = [pass.contexts.get(node.id), pass.outputs.get(node.id)]
  // Rules speak of the output that every op has first.
  if (at === undefined || outputs === undefined || elementOf(outputs.output, undefined) === undefined) return
  for (const rule of RULES) yield* rule({ node, op: node.op, at, outputs, pass })
}

/** What would stand at the place, in words; null where the mistake leaves no number. */
export function* candidateOf(place: Place, graph: WhatIf, { nodes }: Trial): Generator<void, Candidate | null, void> {
  const [mistake] = nodes.values()
  if (mistake === undefined) return null
  const tensor = yield* graph.answer(new Map([...nodes].map(([id, { op }]) => [id, op])), mistake.phase)
  if (tensor === null) return null
  const { words, tex, phase } = mistake
  const said = sentence(place, [...nodes.keys()], words, phase === "backward")
  return { words: said, tensor, ...(tex === undefined ? {} : { tex }) }
}

const MOST_NAMED = 4

/** `In conv1: the bias is missing.`; at the node of the tensor itself no name is needed. */
function sentence({ analysis, name, side }: Place, ids: readonly string[], words: string, isBack: boolean): string {
  const more = ids.length - MOST_NAMED
  const names = more > 1 ? `${ids.slice(0, MOST_NAMED).join(", ")} and ${more} more` : ids.join(", ")
  if (isBack) return `On the way back through ${names}: ${words}.`
  if (side === "value" && ids.length === 1 && nodeAt(analysis, name) === ids[0])
    return `${words[0]?.toUpperCase()}${words.slice(1)}.`
  return `In ${names}: ${words}.`
}
