// What raises the format of a document: fields that would change numbers or shapes if an older Gradwire passed over them.
// A document is written in the lowest format that says all of it, so that what needs nothing new opens everywhere and keeps
// its text and its link. A field that raises is one line of the list.

import type { Json } from "../../ops/attributes/attrs.ts"
import { FIRST_FORMAT, type GradwireDocument, isNewer, isQuarantined } from "../document.ts"
import { isQuantised } from "../values/packed.ts"
import { isRule } from "../values/upstreamRule.ts"

interface Raising {
  /** The first format that knows the field. */
  readonly format: number
  /** The field, for people. */
  readonly what: string
  readonly used: (document: GradwireDocument) => boolean
}

const SOURCES: ReadonlySet<string> = new Set(["Input", "Constant"])

/** Every field that raises the format. */
export const raising: readonly Raising[] = [
  {
    format: 2,
    what: "an upstream gradient drawn by a rule",
    used: ({ upstream }) => Object.values(upstream ?? {}).some(isRule),
  },
  {
    format: 2,
    what: "whether an Input or Constant follows the batch, set by hand",
    used: ({ nodes }) =>
      nodes.some((node) => !isQuarantined(node) && SOURCES.has(node.op) && typeof node.attrs?.batch === "boolean"),
  },
  {
    format: 2,
    what: "a tensor in bytes with a scale",
    used: ({ nodes, groups = [], upstream, data }) =>
      [upstream, data?.values, ...nodes.map((node) => (isQuarantined(node) ? undefined : node.values))].some(
        holdsBytes,
      ) ||
      // What a closed layer will have again.
      groups.some(({ openedFrom }) => mentionsBytes(openedFrom)),
  },
]

/** Literals by name; packed ones stand in no list. */
function holdsBytes(literals: { readonly [name: string]: unknown } | undefined): boolean {
  return Object.values(literals ?? {}).some(isQuantised)
}

function mentionsBytes(json: Json | undefined): boolean {
  if (typeof json !== "object" || json === null) return false
  return isQuantised(json) || Object.values(json).some(mentionsBytes)
}

/** The format that a document is written in: the first, or as high as its fields ask. One of a newer Gradwire keeps its own. */
export function formatOf(document: GradwireDocument): number {
  if (isNewer(document)) return document.gradwire
  return Math.max(FIRST_FORMAT, ...raising.filter(({ used }) => used(document)).map(({ format }) => format))
}
