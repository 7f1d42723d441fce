// The rule that draws an upstream gradient: which distribution, its numbers, and a seed of its own.

import type { Choice, UpstreamRule } from "../../../graph/document.ts"
import { ruleAttrs } from "../../../graph/values/upstreamRule.ts"
import { type ChoiceFamily, ChoiceFields } from "./ChoiceFields.tsx"
import styles from "./upstream.module.css"

interface Props {
  /** `node:port`. */
  readonly output: string
  readonly rule: UpstreamRule
  /** `key`: names the gesture, so that typing one number is one undo step. */
  readonly onChange: (rule: UpstreamRule, key: string) => void
}

export function UpstreamRuleFields({ output, rule, onChange }: Props) {
  const { distribution, ...settings } = rule
  const change = ({ kind, ...chosen }: Choice, key: string): void => {
    const given = Object.entries(chosen).filter(([, value]) => value !== null)
    onChange({ distribution: kind, ...Object.fromEntries(given) }, key)
  }
  return (
    <div className={styles.rule}>
      <ChoiceFields
        label="drawn from"
        name={`upstream.${output}`}
        families={FAMILIES}
        choice={{ ...settings, kind: String(distribution) }}
        onChange={change}
      />
    </div>
  )
}

const { mean, std, low, high, p, seed } = ruleAttrs
const FAMILIES: ReadonlyMap<string, ChoiceFamily> = new Map(
  [
    {
      kind: "normal",
      title: "normal",
      summary: "Around a mean, most within one std of it.",
      attrs: { mean, std, seed },
    },
    { kind: "uniform", title: "uniform", summary: "Anywhere between two ends.", attrs: { low, high, seed } },
    { kind: "integers", title: "whole numbers", summary: "From low to below high.", attrs: { low, high, seed } },
    { kind: "bernoulli", title: "Bernoulli", summary: "1 with chance p, else 0.", attrs: { p, seed } },
    { kind: "onehot", title: "one-hot", summary: "A single 1 along the last axis, 0 elsewhere.", attrs: { seed } },
  ].map((family) => [family.kind, family]),
)
