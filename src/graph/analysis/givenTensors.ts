// Tensors that a document gives: do their names exist, and have they the shapes that are expected?

import type { AnyOp } from "../../ops/op.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { GradwireDocument, NodeDocument, UpstreamRule, ValueLiteral } from "../document.ts"
import { type Problem, quote, show } from "../problem.ts"
import { didYouMean } from "../suggest.ts"
import { isDrawing, isRule, readRule } from "../values/upstreamRule.ts"
import { isValueProblem, type ValueProblem } from "../values/valueProblem.ts"
import { readValue } from "../values/values.ts"
import type { Source } from "../wire.ts"
import type { BufferNode, NodeAnalysis, ParamNode } from "./analysis.ts"
import type { KnownNode } from "./ports.ts"
import { problemAt } from "./ports.ts"
import { shapeAt } from "./shapes.ts"
import { findUpstream, upstreamPlace } from "./target.ts"

type Verdict = ValueProblem | null

// A literal is never changed in place, so it is read through once for each shape that it was held against.
const verdicts = new WeakMap<object, { readonly shape: string; readonly verdict: Verdict }>()

function check(literal: ValueLiteral, expected: Shape): Verdict {
  const shape = expected.join("×")
  // What a file holds here may be anything; null is "object" to typeof.
  const held: unknown = literal
  const key = typeof held === "object" && held !== null ? held : null
  const before = key === null ? undefined : verdicts.get(key)
  if (before?.shape === shape) return before.verdict
  const answer = readValue(literal, expected, "float32")
  const verdict = isValueProblem(answer) ? answer : null
  if (key !== null) verdicts.set(key, { shape, verdict })
  return verdict
}

/** What is wrong with the `values` of a node. Without known shapes (`keptHere` is null) only the names are looked at. */
export function valueProblems(
  node: NodeDocument,
  op: AnyOp,
  keptHere: { readonly params: readonly ParamNode[]; readonly buffers: readonly BufferNode[] } | null,
): Problem[] {
  if (node.values === undefined) return []
  const problems: Problem[] = []
  for (const [name, literal] of Object.entries(node.values)) {
    if (!Object.hasOwn(op.params, name) && !Object.hasOwn(op.buffers, name)) {
      problems.push(unknownName(node.id, name, op))
      continue
    }
    if (keptHere === null) continue
    const param = keptHere.params.find((kept) => kept.name === name)
    const rule = param ?? keptHere.buffers.find((kept) => kept.name === name)
    if (rule === undefined) {
      const sentence = `The value for "${name}" is kept but not used: with these attributes ${op.kind} has no ${name}.`
      problems.push({ ...problemAt(node.id, name, "GW-T107", sentence), severity: "warning" })
      continue
    }
    if (param !== undefined && param.wired !== null) {
      const sentence = `The value for "${name}" is kept but not used: a wire from "${param.wired.node}" gives ${name}.`
      problems.push({ ...problemAt(node.id, name, "GW-T107", sentence), severity: "warning" })
      continue
    }
    const wrong = check(literal, rule.shape)
    if (wrong !== null) {
      const sentence = `The value for "${name}" cannot be used: ${wrong.sentence}.`
      problems.push(problemAt(node.id, name, wrong.code, sentence, wrong.found, wrong.expected))
    }
  }
  return problems
}

function unknownName(node: string, name: string, op: AnyOp): Problem {
  const names = [...Object.keys(op.params), ...Object.keys(op.buffers)]
  const has = names.length === 0 ? `${op.kind} keeps no tensors` : `it keeps ${names.join(", ")}`
  const sentence = `A value is given for ${quote(name)}, which ${op.kind} does not have; ${has}.${didYouMean(name, names)}`
  return problemAt(node, name, "GW-T103", sentence, name, names.join(", "))
}

/** What is wrong with the document's upstream gradients. */
export function upstreamProblems(
  document: GradwireDocument,
  known: ReadonlyMap<string, KnownNode>,
  nodes: ReadonlyMap<string, NodeAnalysis>,
): Problem[] {
  const { upstream, problems } = findUpstream(document, known)
  const all = [...problems]
  for (const { written, source } of upstream) {
    const given = document.upstream?.[written]
    const shape = shapeAt(nodes.get(source.node)?.outputs, source)
    if (isRule(given)) all.push(...ruleProblems(given, written, source, shape))
    const wrong = given === undefined || isRule(given) || shape === null ? null : check(given, shape)
    if (wrong === null) continue
    const sentence = `The upstream gradient for "${written}" cannot be used: ${wrong.sentence}.`
    const problem = problemAt(source.node, source.port, wrong.code, sentence, wrong.found, wrong.expected)
    all.push({ ...problem, ...upstreamPlace(written) })
  }
  return all
}

function ruleProblems(rule: UpstreamRule, written: string, source: Source, shape: Shape | null): Problem[] {
  const answer = readRule(rule, shape)
  if (isDrawing(answer)) return []
  return answer.map(({ setting, sentence: why }) => {
    const sentence = `The upstream gradient for "${written}" cannot be drawn: ${why}`
    const found = rule[setting] === undefined ? undefined : show(rule[setting])
    const problem = problemAt(source.node, source.port, "GW-T110", sentence, found)
    return { ...problem, ...upstreamPlace(written, setting) }
  })
}
