// The rules of what a document chooses by kind: a source of data, an optimizer, a schedule, a clipping.

import type { Choice } from "../../graph/document.ts"
import type { AttrSpecs } from "../../ops/attrs.ts"
import { dataSources } from "../data/registry.ts"

export type Family = "optimizer" | "schedule" | "clip" | "source"

/** The kind that counts and its attributes: what the document chooses, else the default; null if there is neither. */
export function choiceRules(
  family: Family,
  choice: Choice | undefined,
): { readonly kind: string; readonly attrs: AttrSpecs } | null {
  if (family !== "source" || choice === undefined) return null
  return dataSources.get(choice.kind) ?? null
}
