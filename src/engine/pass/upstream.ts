// Where backward starts and with what: the target, and every output to which the document gives an upstream gradient.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { findUpstream } from "../../graph/analysis/target.ts"
import type { GradwireDocument, UpstreamRule, ValueLiteral } from "../../graph/document.ts"
import { type Drawing, isDrawing, isRule, readRule } from "../../graph/values/upstreamRule.ts"
import { isValueProblem } from "../../graph/values/valueProblem.ts"
import { readValue } from "../../graph/values/values.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { randomStream } from "../../tensor/random.ts"
import { type Dtype, full, type Shape, type Tensor } from "../../tensor/tensor.ts"
import { elementOf, type Pass, tensorAt } from "./pass.ts"
import { addAll, draw } from "./tensors.ts"

/** How people call what the gradients are gradients of: one number of the graph, or the sum over what is given as dY. */
export type Objective = "loss" | "Σ dY·y"

/** A place where gradient enters, with the names under which the document gives it one (none: it is the bare target). */
export interface Root {
  readonly source: Source
  readonly written: readonly string[]
}

/** The target first, then every other output with an upstream gradient, in the order written; none without a target. */
export function rootsOf(analysis: Analysis): readonly Root[] {
  const { target, document } = analysis
  if (target === null) return []
  const roots = new Map<string, { source: Source; written: string[] }>()
  roots.set(placeName(target), { source: target, written: [] })
  const known = new Map([...analysis.nodes].map(([id, { node, op }], index) => [id, { node, op, index }] as const))
  for (const { written, source } of findUpstream(document, known).upstream) {
    const place = placeName(source)
    const root = roots.get(place) ?? { source, written: [] }
    root.written.push(written)
    roots.set(place, root)
  }
  return [...roots.values()]
}

/** What the document gives under one name: its numbers, or those that its rule draws. Null where neither can be used. */
export function givenUpstream(
  given: ValueLiteral | UpstreamRule,
  place: string,
  shape: Shape,
  seed: number,
  dtype: Dtype,
): Tensor | null {
  if (!isRule(given)) {
    const read = readValue(given, shape, dtype)
    return isValueProblem(read) ? null : read
  }
  const drawing = readRule(given, shape)
  return isDrawing(drawing) ? drawn(drawing, place, shape, seed, dtype) : null
}

/** The stream of a rule is (seed, "upstream", place), frozen as every stream is. */
function drawn({ init, seed: own }: Drawing, place: string, shape: Shape, seed: number, dtype: Dtype): Tensor {
  return draw(shape, init, randomStream(own ?? seed, "upstream", place), dtype)
}

/**
 * dL/d(output) at each root, by `node:port`: what the document gives, else 1 for a scalar target and ones for any other.
 * Empty if the target could not be computed: then no gradient flows at all.
 */
export function upstreamAt(pass: Pass, roots: readonly Root[]): ReadonlyMap<string, Tensor> {
  const upstream = new Map<string, Tensor>()
  const { target, document } = pass.analysis
  if (target === null || tensorAt(pass, target) === undefined) return upstream
  for (const { source, written } of roots) {
    const tensor = tensorAt(pass, source)
    if (tensor === undefined || takesNone(pass.analysis, source)) continue
    const entering = upstreamOf({ source, written }, document, tensor.shape, pass)
    if (entering !== null) upstream.set(placeName(source), entering)
  }
  return upstream
}

/** What enters at one root, in the shape of its output: all that is given there, else ones. Null where none can be used. */
export function upstreamOf(
  { source, written }: Root,
  document: GradwireDocument,
  shape: Shape,
  { seed, dtype }: { readonly seed: number; readonly dtype: Dtype },
): Tensor | null {
  if (written.length === 0) return full(shape, 1, dtype)
  const pieces = written.flatMap((name) => {
    const given = document.upstream?.[name]
    const piece = given === undefined ? null : givenUpstream(given, placeName(source), shape, seed, dtype)
    // One that cannot be read is a problem of the analysis; no gradient enters by it.
    return piece === null ? [] : [piece]
  })
  const [first, ...others] = pieces
  return first === undefined ? null : addAll(first, others)
}

/** Whether gradient enters at an output from outside: it is the target, or the document gives it one. */
export function entersAt(analysis: Analysis, place: string): boolean {
  return rootsOf(analysis).some(({ source }) => placeName(source) === place)
}

/** Σ upstream · output over all roots: what the gradients are gradients of. */
export function objectiveOf(pass: Pass, upstream: ReadonlyMap<string, Tensor>, roots: readonly Root[]): number {
  let total = 0
  for (const { source } of roots) {
    const weights = upstream.get(placeName(source))
    const tensor = elementOf(pass.outputs.get(source.node)?.[source.port], source.index)
    if (weights === undefined || tensor === undefined) continue
    for (let i = 0; i < tensor.data.length; i++) total += (weights.data[i] ?? 0) * (tensor.data[i] ?? 0)
  }
  return total
}

function takesNone(analysis: Analysis, source: Source): boolean {
  return analysis.nodes.get(source.node)?.op?.outputs[source.port]?.constant === true
}
