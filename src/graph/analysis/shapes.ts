// Attributes as an op reads them, the shapes at its ports, and what is wrong with either.

import { type Json, show } from "../../ops/attributes/attrs.ts"
import { type AttrProblem, readAttrs } from "../../ops/attributes/readAttrs.ts"
import type { AnyOp } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import { formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { NodeDocument } from "../document.ts"
import type { Problem } from "../problem.ts"
import { didYouMean } from "../suggest.ts"
import type { Source } from "../wire.ts"
import { problemAt, sentenceCase } from "./ports.ts"

/** Attributes as the op reads them. */
export interface ReadAttributes {
  /** Null if one that it needs cannot be read. */
  readonly values: ByName<unknown> | null
  /** Those that can be read. */
  readonly known: ByName<unknown>
  readonly problems: readonly AttrProblem[]
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
  return { ...readAttrs(op.attrs, known), problems: all.problems }
}

/** What an op says against its shapes, as a problem of a node. */
export function shapeProblem(
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

/** An output that is too large to be counted. */
export function countable(node: string, outputs: ByName<Held<Shape>>): Problem | null {
  for (const port in outputs) {
    for (const shape of shapesAt(outputs[port])) {
      if (Number.isSafeInteger(sizeOf(shape))) continue
      const sentence = `Output "${port}" would be ${formatShape(shape)}, more than 2^53 elements; make a size smaller.`
      return problemAt(node, port, "GW-T105", sentence, formatShape(shape))
    }
  }
  return null
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
