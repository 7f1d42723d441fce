// The rules of what a document chooses by kind: a source of data, an optimizer, a schedule, a clipping.

import type { Choice } from "../../graph/document.ts"
import type { AttrSpecs } from "../../ops/attributes/attrs.ts"
import { dataSources } from "../data/registry.ts"
import { clips } from "../optimizers/clipping.ts"
import { optimizers } from "../optimizers/registry.ts"
import { schedules } from "../optimizers/schedules.ts"
import { DEFAULT_OPTIMIZER, DEFAULT_SCHEDULE } from "../train/settings/choices.ts"

/** Choices of a document that have a kind and attributes of their own. */
export type SweepFamily = "optimizer" | "schedule" | "clip" | "source"

interface Rules {
  readonly kind: string
  readonly attrs: AttrSpecs
}

/** The kind that counts and its attributes: what the document chooses, else the default; null if there is neither. */
export function choiceRules(family: SweepFamily, choice: Choice | undefined): Rules | null {
  const { kinds, fallback } = FAMILIES[family]
  const chosen = choice ?? fallback
  return chosen === undefined ? null : (kinds.get(chosen.kind) ?? null)
}

const FAMILIES: {
  readonly [F in SweepFamily]: { readonly kinds: ReadonlyMap<string, Rules>; readonly fallback?: Choice }
} = {
  optimizer: { kinds: optimizers, fallback: DEFAULT_OPTIMIZER },
  schedule: { kinds: schedules, fallback: DEFAULT_SCHEDULE },
  clip: { kinds: clips },
  source: { kinds: dataSources },
}
