// What one node is once its attributes and the shapes at its inputs were looked for: outputs, params and buffers, by asking
// its op. Where something is not known, rules are asked all the same, and answer as long as they do not look at it: a
// layer with a wrong eps has its shapes, an Embedding that is not wired has its table.

import { type AnyOp, type AnyShapeContext, isProblem, type Mode, type ShapeProblem } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { NodeDocument } from "../document.ts"
import { type Problem, wordsOf } from "../problem.ts"
import type { BufferNode, NodeAnalysis, ParamNode } from "./analysis.ts"
import { countable, isList, type ReadAttributes, shapeProblem } from "./shapes.ts"

type Sources = NodeAnalysis["sources"]

/** What is known of a node before its op is asked. */
interface Asked {
  readonly attrs: ReadAttributes
  /** Null where one at an input is not known. */
  readonly shapes: ByName<Held<Shape>> | null
  readonly mode: Mode
}
/** What an op keeps at a node. */
type KeptNode = Pick<NodeAnalysis, "params" | "paramsKnown" | "buffers">
/** What the op answers, and why it will not run. */
interface Inferred extends KeptNode, Pick<NodeAnalysis, "context" | "outputs" | "problems"> {}

/** Asks the op for its output shapes, then its params and buffers. */
export function infer(node: NodeDocument, op: AnyOp, asked: Asked, sources: Sources): Inferred {
  try {
    const { attrs, shapes, mode } = asked
    if (attrs.values === null || shapes === null) return inferPartly(node, op, asked, sources)
    const context: AnyShapeContext = { attrs: attrs.values, shapes, mode }
    const { outputs, kept, problems } = answerOf(node, op, context, sources, asked)
    return { context, outputs, ...kept, problems }
  } catch (error) {
    // A rule that throws is our fault; it must not take the rest of the graph down with it.
    const reason = wordsOf(error)
    const sentence = `The shape rule of ${op.kind} failed: ${reason}. This is a fault in Gradwire, not in the graph.`
    const problems: readonly Problem[] = [{ code: "GW-G104", severity: "error", sentence, node: node.id }]
    return { context: null, outputs: null, ...NOT_KNOWN_KEPT, problems }
  }
}

interface Answer {
  readonly outputs: ByName<Held<Shape>> | null
  readonly kept: KeptNode
  readonly problems: readonly Problem[]
}

function answerOf(node: NodeDocument, op: AnyOp, context: AnyShapeContext, sources: Sources, asked: Asked): Answer {
  const answer = op.shape(context)
  const refusal: ShapeProblem | null = isProblem(answer) ? answer : null
  const outputs = isProblem(answer) ? (answer.outputs ?? null) : answer
  const problems = refusal === null ? [] : [shapeProblem(node.id, op, refusal)]
  const wrong = outputs === null ? null : countable(node.id, outputs)
  if (wrong !== null) {
    return { outputs: null, kept: keptPartly(op, asked, sources), problems: refusal === null ? [wrong] : problems }
  }
  const alike = outputs !== null || refusal?.learnsAlike === true
  return { outputs, kept: alike ? keptAt(op, context, sources) : keptPartly(op, asked, sources), problems }
}

/** Problems of attributes and of what is before the node are known already: here none is added. */
function inferPartly(node: NodeDocument, op: AnyOp, asked: Asked, sources: Sources): Inferred {
  const { attrs, shapes, mode } = asked
  const guess = shapes === null ? null : withFallbacks(op, attrs)
  if (shapes !== null && guess !== null) {
    const context: AnyShapeContext = { attrs: only(attrs.known), shapes, mode }
    const found = unlessUnknown(() => answerOf(node, op, context, sources, asked))
    // Neither outputs nor params look at what could not be read, so any value of it will do.
    if (found?.outputs != null) {
      return { context: { attrs: guess, shapes, mode }, outputs: found.outputs, ...found.kept, problems: [] }
    }
  }
  return { context: null, outputs: null, ...keptPartly(op, asked, sources), problems: [] }
}

/** Attributes with the fallbacks of those that cannot be read; null where one has none. */
function withFallbacks(op: AnyOp, { known }: ReadAttributes): ByName<unknown> | null {
  const all: Record<string, unknown> = { ...known }
  for (const [name, { fallback, read }] of Object.entries(op.attrs)) {
    if (Object.hasOwn(all, name)) continue
    const answer = fallback === undefined ? { problem: "" } : read(fallback)
    if ("problem" in answer) return null
    all[name] = answer.value
  }
  return all
}

// ---- Params and buffers -----------------------------------------------------------------------------------------------

const NOT_KNOWN_KEPT: KeptNode = { params: [], paramsKnown: false, buffers: [] }

function keptAt(op: AnyOp, context: AnyShapeContext, sources: Sources): KeptNode {
  const params = unlessUnknown(() => paramsAt(op, context, sources))
  const buffers = unlessUnknown(() => buffersAt(op, context))
  return { params: params ?? [], paramsKnown: params !== null, buffers: buffers ?? [] }
}

/** By the rules that look at no shape, and at no attribute that cannot be read. What is wired is counted where it comes from. */
function keptPartly(op: AnyOp, { attrs, mode }: Asked, sources: Sources): KeptNode {
  const context: AnyShapeContext = { attrs: only(attrs.known), shapes: only({}), mode }
  const own = Object.fromEntries(Object.entries(op.params).filter(([name]) => !sources.has(name)))
  return keptAt({ ...op, params: own }, context, sources)
}

function paramsAt(op: AnyOp, context: AnyShapeContext, sources: Sources): readonly ParamNode[] {
  const params: ParamNode[] = []
  // Written out field by field: spreading objects doubles the time of a whole analysis.
  for (const name in op.params) {
    const rule = op.params[name]?.rule(context)
    if (rule === null || rule === undefined) continue
    const source = sources.get(name)
    const wired = source === undefined || isList(source) ? null : source
    params.push({ shape: rule.shape, init: rule.init, count: rule.count, name, wired })
  }
  return params
}

function buffersAt(op: AnyOp, context: AnyShapeContext): readonly BufferNode[] {
  const buffers: BufferNode[] = []
  for (const name in op.buffers) {
    const rule = op.buffers[name]?.rule(context)
    if (rule !== null && rule !== undefined) buffers.push({ shape: rule.shape, init: rule.init, name })
  }
  return buffers
}

// ---- What is not known ------------------------------------------------------------------------------------------------

const NOT_KNOWN = new Error("not known")

/** An object that gives only what it has: whoever asks for more learns that it is not known. */
function only<T>(known: ByName<T>): ByName<T> {
  return new Proxy(known, {
    get: (held, name) => {
      if (typeof name === "string" && Object.hasOwn(held, name)) return held[name]
      throw NOT_KNOWN
    },
    ownKeys: () => {
      throw NOT_KNOWN
    },
  })
}

/** The answer, or null where a rule asked for what is not known. */
function unlessUnknown<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch (error) {
    if (error === NOT_KNOWN) return null
    throw error
  }
}
