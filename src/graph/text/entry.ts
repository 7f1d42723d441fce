// One entry of `nodes`: whether it is a node that the rest of the program can work with. Ops, attributes, wires and
// tensors are not looked into; the analysis does that, and a fault there costs no node.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Code } from "../codes.ts"
import type { GroupDocument, NodeDocument } from "../document.ts"
import { ID_RULE, isId } from "../ids.ts"
import { MAX_COORDINATE, MAX_LABEL } from "../limits.ts"
import { count, show } from "../problem.ts"

interface EntryFault {
  readonly code: Code
  /** The field at fault. */
  readonly field?: string
  /** `"at" is [1, null], expected …`. */
  readonly sentence: string
  readonly found?: string
  readonly expected?: string
}

interface Rule {
  readonly field: string
  readonly code: Code
  readonly required?: true
  readonly expected: string
  readonly holds: (value: Json) => boolean
}

type JsonObject = { readonly [key: string]: Json }

/** True for an object that is no list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Text without control characters other than line break and tab, within a length. */
export function isText(value: Json, most: number): value is string {
  return typeof value === "string" && value.length <= most && !CONTROL.test(value)
}

const CONTROL = /[^\P{Cc}\n\t]/u

function isCoordinate(value: Json | undefined): boolean {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= MAX_COORDINATE
}

function isInput(value: Json): boolean {
  return Array.isArray(value)
    ? value.every((item: Json) => item === null || typeof item === "string")
    : typeof value === "string"
}

const label: Omit<Rule, "code"> = {
  field: "label",
  expected: `text of at most ${MAX_LABEL} characters without control characters`,
  holds: (value) => isText(value, MAX_LABEL),
}

const nodeRules: readonly Rule[] = [
  { field: "id", code: "GW-S202", required: true, expected: `an id (${ID_RULE})`, holds: isId },
  { field: "op", code: "GW-S204", required: true, expected: "the name of an op", holds: (v) => isText(v, 128) },
  { field: "attrs", code: "GW-S205", expected: "an object of attributes", holds: isObject },
  {
    field: "defaults",
    code: "GW-S205",
    expected: "a list of names of attributes",
    holds: (value) => Array.isArray(value) && value.every((name: Json) => typeof name === "string"),
  },
  {
    field: "inputs",
    code: "GW-S205",
    expected: "an object of sources, each a text or a list of texts and nulls",
    holds: (value) => isObject(value) && Object.values(value).every(isInput),
  },
  { field: "values", code: "GW-S205", expected: "an object of tensors", holds: isObject },
  { field: "group", code: "GW-S205", expected: `the id of a group (${ID_RULE})`, holds: isId },
  { ...label, code: "GW-S205" },
  {
    field: "at",
    code: "GW-S206",
    expected: `two numbers from −${count(MAX_COORDINATE)} to ${count(MAX_COORDINATE)}`,
    holds: (value) => Array.isArray(value) && value.length === 2 && value.every(isCoordinate),
  },
]

const groupRules: readonly Rule[] = [
  { field: "id", code: "GW-S105", required: true, expected: `an id (${ID_RULE})`, holds: isId },
  { ...label, code: "GW-S105" },
  { field: "parent", code: "GW-S105", expected: "the id of a group, or null", holds: (v) => v === null || isId(v) },
  { field: "collapsed", code: "GW-S105", expected: "true or false", holds: (v) => typeof v === "boolean" },
]

/** What an entry says, or its first fault. */
export type EntryRead<T> = { readonly value: T } | { readonly fault: EntryFault }

/** A node's fields, checked; or the first that is wrong. */
export function readNode(value: Json): EntryRead<NodeDocument> {
  const fault = check(value, nodeRules, "GW-S201")
  // The rules have seen every field of the type; tensors (`values`) are looked into by readValue.
  return fault === null ? { value: value as unknown as NodeDocument } : { fault }
}

/** A group's fields, checked; or the first that is wrong. */
export function readGroup(value: Json): EntryRead<GroupDocument> {
  const fault = check(value, groupRules, "GW-S105")
  // The rules have seen every field of the type.
  return fault === null ? { value: value as unknown as GroupDocument } : { fault }
}

function check(value: Json, rules: readonly Rule[], code: Code): EntryFault | null {
  if (!isObject(value)) return { code, sentence: `found ${show(value)}, expected an object in { }`, found: show(value) }
  for (const rule of rules) {
    const { field, expected } = rule
    const held = Object.hasOwn(value, field) ? value[field] : undefined
    if (held === undefined) {
      if (rule.required) return { code: rule.code, sentence: `"${field}" is missing, expected ${expected}`, expected }
    } else if (!rule.holds(held)) {
      const found = describe(held)
      return { code: rule.code, field, sentence: `"${field}" is ${found}, expected ${expected}`, found, expected }
    }
  }
  return null
}

function describe(value: Json): string {
  return typeof value === "string" && value.length > 128 ? `a text of ${count(value.length)} characters` : show(value)
}
