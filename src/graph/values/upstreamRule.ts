// An upstream gradient by rule: drawn in the shape that its output has, so that it follows a change of shape.

import { int, optional } from "../../ops/attributes/attrs.ts"
import { readAttrs } from "../../ops/attributes/readAttrs.ts"
import { distributionAttrs, distributionOf, drawingProblem } from "../../ops/families/filling.ts"
import type { Init } from "../../ops/kept.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { UpstreamRule, ValueLiteral } from "../document.ts"
import { quote } from "../problem.ts"
import { didYouMean } from "../suggest.ts"

/** The settings of a rule: those of an Input's distribution, and a seed. */
export const ruleAttrs = {
  ...distributionAttrs,
  seed: optional(
    int({
      doc: "A seed of its own, in place of the run's.",
      min: -Number.MAX_SAFE_INTEGER,
      max: Number.MAX_SAFE_INTEGER,
    }),
  ),
}

/** What a rule draws, and from which seed: its own, or `null` for the run's. */
export interface Drawing {
  readonly init: Init
  readonly seed: number | null
}

/** What is wrong with one setting of a rule: `"std": expected a number of at least 0, found -1.` */
export interface RuleFault {
  readonly setting: string
  readonly sentence: string
}

/** True for a rule: an object with `distribution`. One with `shape` instead is a literal. */
export function isRule(value: ValueLiteral | UpstreamRule | null | undefined): value is UpstreamRule {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "distribution")
}

/** Reads a rule for an output. Without a known shape (`null`) only its settings are looked at. */
export function readRule(rule: UpstreamRule, shape: Shape | null): Drawing | readonly RuleFault[] {
  const { values, problems } = readAttrs(ruleAttrs, rule)
  if (values === null) return problems.map(({ attr, sentence }) => ({ setting: attr, sentence: words(attr, sentence) }))
  const impossible = drawingProblem(values, shape ?? [1])
  if (impossible !== null) return [{ setting: impossible.at, sentence: impossible.sentence }]
  return { init: distributionOf(values), seed: values.seed }
}

/** Tells the drawing that a rule asks for from the faults that forbid it. */
export function isDrawing(answer: Drawing | readonly RuleFault[]): answer is Drawing {
  return "init" in answer
}

function words(setting: string, sentence: string): string {
  if (Object.hasOwn(ruleAttrs, setting)) return `${sentence}.`
  const known = Object.keys(ruleAttrs)
  return `a rule has no setting ${quote(setting)}; it has ${known.join(", ")}.${didYouMean(setting, known)}`
}
