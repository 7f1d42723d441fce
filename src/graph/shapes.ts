// What one node is once the shapes at its inputs are known: attributes, outputs, params and buffers, by asking its op.

import { type Json, show } from "../ops/attrs.ts"
import { type AnyOp, type AnyShapeContext, isProblem } from "../ops/op.ts"
import type { ByName, Held } from "../ops/port.ts"
import { type AttrProblem, readAttrs } from "../ops/readAttrs.ts"
import { formatShape, type Shape, sizeOf } from "../tensor/tensor.ts"
import type { BufferNode, ParamNode } from "./analysis.ts"
import type { NodeDocument } from "./document.ts"
import { problemAt, sentenceCase } from "./ports.ts"
import { type Problem, wordsOf } from "./problem.ts"
import { didYouMean } from "./suggest.ts"
import type { Source } from "./wire.ts"

/** Attributes as the op reads them; null if one that it needs cannot be read. */
interface ReadAttributes {
  readonly values: ByName<unknown> | null
  readonly problems: readonly AttrProblem[]
}
/** What the op answers for a node whose input shapes are known. */
interface Inferred {
  readonly outputs: ByName<Held<Shape>> | null
  readonly params: readonly ParamNode[]
  readonly buffers: readonly BufferNode[]
  readonly problems: readonly Problem[]
}

const NO_ATTRS: { readonly [name: string]: Json } = {}
// Documents are never changed in place, so one object of attributes always reads the same for one op. An edit leaves
// the attributes of other nodes as they are; only the changed node is read again.
const read = new WeakMap<AnyOp, WeakMap<object, ReadAttributes>>()

/** Reads a node's attributes. Names the op does not have are problems, but the rest still counts. */
export function attributesOf(op: AnyOp, node: NodeDocument): ReadAttributes {
  const raw = node.attrs ?? NO_ATTRS
  let ofOp = read.get(op)
  if (ofOp === undefined) {
    ofOp = new WeakMap()
    read.set(op, ofOp)
  }
  const before = ofOp.get(raw)
  if (before !== undefined) return before
  const answer = readWhatIsKnown(op, raw)
  ofOp.set(raw, answer)
  return answer
}

function readWhatIsKnown(op: AnyOp, raw: { readonly [name: string]: Json }): ReadAttributes {
  const all = readAttrs(op.attrs, raw)
  if (all.values !== null) return all
  const known = Object.fromEntries(Object.entries(raw).filter(([name]) => Object.hasOwn(op.attrs, name)))
  return { values: readAttrs(op.attrs, known).values, problems: all.problems }
}

/** Asks the op for its output shapes, then its params and buffers. */
export function infer(
  node: NodeDocument,
  op: AnyOp,
  context: AnyShapeContext,
  sources: ReadonlyMap<string, Source | readonly (Source | null)[]>,
): Inferred {
  try {
    const answer = op.shape(context)
    if (isProblem(answer)) return refused([shapeProblem(node.id, op, answer)])
    const wrong = countable(node.id, answer)
    if (wrong !== null) return refused([wrong])
    const { params, buffers } = kept(op, context, sources)
    return { outputs: answer, params, buffers, problems: [] }
  } catch (error) {
    // A rule that throws is our fault; it must not take the rest of the graph down with it.
    const reason = wordsOf(error)
    const sentence = `The shape rule of ${op.kind} failed: ${reason}. This is a fault in Gradwire, not in the graph.`
    return refused([{ code: "GW-G104", severity: "error", sentence, node: node.id }])
  }
}

function refused(problems: readonly Problem[]): Inferred {
  return { outputs: null, params: [], buffers: [], problems }
}

function shapeProblem(
  node: string,
  op: AnyOp,
  answer: { readonly at: string; readonly sentence: string; readonly found?: string; readonly expected?: string },
): Problem {
  const place = Object.hasOwn(op.attrs, answer.at) ? { attr: answer.at } : { port: answer.at }
  return {
    code: "GW-T101",
    severity: "error",
    sentence: sentenceCase(answer.sentence),
    node,
    ...place,
    ...(answer.found === undefined ? {} : { found: answer.found }),
    ...(answer.expected === undefined ? {} : { expected: answer.expected }),
  }
}

function countable(node: string, outputs: ByName<Held<Shape>>): Problem | null {
  for (const port in outputs) {
    for (const shape of shapesAt(outputs[port])) {
      if (Number.isSafeInteger(sizeOf(shape))) continue
      const sentence = `Output "${port}" would be ${formatShape(shape)}, more than 2^53 elements; make a size smaller.`
      return problemAt(node, port, "GW-T105", sentence, formatShape(shape))
    }
  }
  return null
}

function kept(
  op: AnyOp,
  context: AnyShapeContext,
  sources: ReadonlyMap<string, Source | readonly (Source | null)[]>,
): Pick<Inferred, "params" | "buffers"> {
  const params: ParamNode[] = []
  const buffers: BufferNode[] = []
  // Written out field by field: spreading objects doubles the time of a whole analysis.
  for (const name in op.params) {
    const rule = op.params[name]?.rule(context)
    if (rule === null || rule === undefined) continue
    const source = sources.get(name)
    const wired = source === undefined || isList(source) ? null : source
    params.push({ shape: rule.shape, init: rule.init, count: rule.count, name, wired })
  }
  for (const name in op.buffers) {
    const rule = op.buffers[name]?.rule(context)
    if (rule !== null && rule !== undefined) buffers.push({ shape: rule.shape, init: rule.init, name })
  }
  return { params, buffers }
}

/** Is this the content of a list port? */
export function isList<T>(held: T | readonly T[] | undefined): held is readonly T[] {
  return Array.isArray(held)
}

/** All shapes that a port holds: one, those of a list, or none. */
export function shapesAt(held: Held<Shape>): readonly Shape[] {
  if (held === undefined || held.length === 0) return held === undefined ? [] : [held as Shape]
  // An array that begins with an array is a list of shapes.
  return typeof held[0] === "number" ? [held as Shape] : (held as readonly Shape[])
}

/** The shape that a port holds, or null where it holds none or a list of them. A shape is itself an array, so isList cannot tell. */
export function singleShape(held: Held<Shape> | undefined): Shape | null {
  if (held === undefined) return null
  // An array that begins with an array is a list of shapes.
  return held.length === 0 || typeof held[0] === "number" ? (held as Shape) : null
}

/** The shape at a source, if it is known. */
export function shapeAt(outputs: ByName<Held<Shape>> | null | undefined, source: Source): Shape | null {
  const held = outputs?.[source.port]
  if (held === undefined) return null
  if (source.index === undefined) return held as Shape
  return (held[source.index] as Shape | undefined) ?? null
}

/** A problem for each attribute that cannot be read. */
export function attributeProblems(node: NodeDocument, problems: readonly AttrProblem[], op: AnyOp): Problem[] {
  return problems.map(({ attr, sentence }) => {
    const known = Object.hasOwn(op.attrs, attr)
    const raw = node.attrs?.[attr]
    return {
      code: known ? "GW-G103" : "GW-G102",
      severity: "error",
      sentence: `${sentenceCase(sentence)}${known ? "" : didYouMean(attr, Object.keys(op.attrs))}`,
      node: node.id,
      attr,
      ...(raw === undefined ? {} : { found: show(raw) }),
    }
  })
}
