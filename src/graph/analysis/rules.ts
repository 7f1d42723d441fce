// The formulas of a node's rules as they are for this node: without a bias that it has not, without a sum over what is not
// repeated, for the mode that is set. Ops write one template for all cases, with `\\when{condition}{then}{else}` in it.

import { chooseTex } from "../../formula/tex.ts"
import type { AnyShapeContext } from "../../ops/op.ts"
import type { ByName, Held, Tex } from "../../ops/port.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { NodeAnalysis } from "./analysis.ts"

/** A node's formulas as LaTeX templates: forward, and backward by input and param; null where nothing flows. */
export interface Rules {
  readonly forward: Tex
  readonly backward: ByName<Tex | null>
}

/** The templates of a node's rules, all choices made; those of the op in general while its shapes are not known. */
export function rulesOf(node: NodeAnalysis): Rules | null {
  const { op, context } = node
  if (op === null) return null
  const holds = context === null ? undefined : (condition: string) => conditionHolds(node, context, condition)
  const chosen = (template: Tex | null): Tex | null => (template === null ? null : chooseTex(template, holds))
  const backward = Object.entries(op.tex.backward).map(([name, template]) => [name, chosen(template)] as const)
  return { forward: chooseTex(op.tex.forward, holds), backward: Object.fromEntries(backward) }
}

/**
 * Conditions, joined by ` & `, then by ` | `: `train`; `repeated a` (port a has fewer cells than the first output, or fewer matrices);
 * `alike a b` (two ports of one shape); `name=value` of an attribute; a bare name: an attribute that is set, a port that is
 * wired, a param or buffer that is there. A `!` in front of one turns it round. Throws on an unknown name (a bug).
 */
function conditionHolds(node: NodeAnalysis, context: AnyShapeContext, condition: string): boolean {
  const oneHolds = (one: string): boolean =>
    one.startsWith("!") ? !isSo(node, context, one.slice(1)) : isSo(node, context, one)
  return condition.split(" | ").some((all) => all.split(" & ").every(oneHolds))
}

function isSo(node: NodeAnalysis, context: AnyShapeContext, condition: string): boolean {
  if (condition === "train") return context.mode === "train"
  const { op, outputs } = node
  const [relation = "", a = "", b = ""] = condition.split(" ")
  if (relation === "repeated") return isRepeated(context.shapes[a], Object.values(outputs ?? {})[0], b === "matrices")
  if (relation === "alike") return String(context.shapes[a]) === String(context.shapes[b])
  const [name = "", value] = condition.split("=")
  if (value !== undefined) return String(context.attrs[name]) === value
  if (Object.hasOwn(op?.attrs ?? {}, name)) return isSet(context.attrs[name])
  if (Object.hasOwn(op?.inputs ?? {}, name)) return context.shapes[name] !== undefined
  if (Object.hasOwn(op?.params ?? {}, name)) return op?.params[name]?.rule(context) !== null
  if (Object.hasOwn(op?.buffers ?? {}, name)) return op?.buffers[name]?.rule(context) !== null
  throw new Error(`${op?.kind ?? "a node"} asks whether "${condition}", which nothing is called`)
}

function isSet(value: unknown): boolean {
  return value !== null && value !== false && value !== 0
}

function isRepeated(port: Held<Shape>, output: Held<Shape>, matrices: boolean): boolean {
  // Ports that are broadcast hold one tensor each.
  const [a, b] = [port as Shape | undefined, output as Shape | undefined]
  if (a === undefined || b === undefined) return true
  return matrices ? sizeOf(a.slice(0, -2)) !== sizeOf(b.slice(0, -2)) : sizeOf(a) !== sizeOf(b)
}
