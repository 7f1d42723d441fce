// One number of a document, by the name a sweep gives it: `seed`, `training.optimizer.lr`, `data.source.count`, `drop.p`,
// `X.shape[2]`. Setting it answers a new document; nothing else changes. Each place has the rule of the attribute it is.

import type { Code } from "../../graph/codes.ts"
import type { Choice, GradwireDocument, NodeDocument } from "../../graph/document.ts"
import { readNodes } from "../../graph/document.ts"
import { splitName } from "../../graph/edit/nodeReferences.ts"
import { type Problem, quote } from "../../graph/problem.ts"
import { didYouMean } from "../../graph/suggest.ts"
import { type AttrSpec, type AttrSpecs, int, type Json, number } from "../../ops/attributes/attrs.ts"
import { ops } from "../../ops/registry.ts"
import { choiceRules, type SweepFamily } from "./families.ts"

/** A document with the place set, or why that cannot be. */
export type Placed = { readonly document: GradwireDocument } | { readonly problem: Problem }

/** Where a number goes: the rule it must keep to, what is there now, and the document with something else there. */
interface Slot {
  readonly spec: AttrSpec<unknown>
  readonly raw: Json | undefined
  readonly set: (raw: Json) => GradwireDocument
}
type Found = { readonly slot: Slot } | { readonly problem: Problem }

/** Sets one place of a document. The problem names the place, and what it could have been. */
export function withPlace(document: GradwireDocument, place: string, value: number): Placed {
  const found = slotAt(document, place)
  if ("problem" in found) return found
  const { spec, set } = found.slot
  const read = spec.read(value)
  if ("problem" in read) return refused(place, `cannot be ${value}: ${read.problem}`)
  return { document: set(value) }
}

/** What stands at a place now, where that is a number. */
export function numberAt(document: GradwireDocument, place: string): number | null {
  const found = slotAt(document, place)
  const raw = "slot" in found ? (found.slot.raw ?? found.slot.spec.fallback) : undefined
  return typeof raw === "number" ? raw : null
}

/** Every place that a sweep of this document can set, with what stands there now. */
export function sweepPlaces(
  document: GradwireDocument,
): readonly { readonly place: string; readonly now: number | null }[] {
  const names = [
    ...readNodes(document).flatMap(attrPlaces),
    ...FAMILIES.flatMap(([family, path]) => {
      const rules = choiceRules(family, chosen(document, family))
      return Object.entries(rules?.attrs ?? {}).flatMap(([attr, spec]) => (isNumeric(spec) ? [`${path}.${attr}`] : []))
    }),
    ...(document.data === undefined ? [] : ["data.validation"]),
    ...(document.training === undefined ? [] : ["training.batch_size", "training.epochs"]),
    "seed",
  ]
  return names.map((place) => ({ place, now: numberAt(document, place) }))
}

// ---- Finding ----------------------------------------------------------------------------------------------------------

const FAMILIES: readonly (readonly [SweepFamily, string])[] = [
  ["optimizer", "training.optimizer"],
  ["schedule", "training.schedule"],
  ["clip", "training.clip"],
  ["source", "data.source"],
]

const PLAIN: { readonly [place: string]: AttrSpec<unknown> } = {
  seed: int({ doc: "", min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, fallback: 0 }),
  "training.batch_size": int({ doc: "", min: 1 }),
  "training.epochs": int({ doc: "", min: 1 }),
  "data.validation": number({ doc: "", min: 0, max: 1, fallback: 0 }),
}
const MULTIPLIER = number({ doc: "", min: 0, fallback: 1 })
const MULTIPLIERS = "training.multipliers."

function slotAt(document: GradwireDocument, place: string): Found {
  const nodes = readNodes(document)
  const parts = splitName(place, new Set(nodes.map(({ id }) => id)))
  const node = parts === null ? undefined : nodes.find(({ id }) => id === parts[0])
  if (parts !== null && node !== undefined) return attrSlot(document, node, place, parts[1])
  const plain = Object.hasOwn(PLAIN, place) ? PLAIN[place] : undefined
  if (plain !== undefined) return { slot: plainSlot(document, place, plain) }
  if (place.startsWith(MULTIPLIERS)) {
    const held = document.training?.multipliers
    const name = place.slice(MULTIPLIERS.length)
    const set = (raw: Json) => inField(document, "training", "multipliers", { ...held, [name]: raw })
    return { slot: { spec: MULTIPLIER, raw: held?.[name], set } }
  }
  for (const [family, path] of FAMILIES) {
    if (place.startsWith(`${path}.`)) return choiceSlot(document, family, place, place.slice(path.length + 1))
  }
  return unknownPlace(document, place)
}

function plainSlot(document: GradwireDocument, place: string, spec: AttrSpec<unknown>): Slot {
  const [field = "", key = ""] = place.split(".")
  if (field === "training" || field === "data") {
    const held: { readonly [key: string]: unknown } = { ...document[field] }
    const now = held[key]
    return {
      spec,
      raw: typeof now === "number" ? now : undefined,
      set: (raw) => inField(document, field, key, raw),
    }
  }
  // The only place without a dot is the seed, whose rule reads nothing but numbers.
  return { spec, raw: document.seed, set: (raw) => ({ ...document, seed: Number(raw) }) }
}

function inField(document: GradwireDocument, field: "training" | "data", key: string, value: Json): GradwireDocument {
  // Keys and values are those of TrainingDocument and DataDocument: each place above has a rule of the same type.
  return { ...document, [field]: { ...document[field], [key]: value } } as GradwireDocument
}

function chosen(document: GradwireDocument, family: SweepFamily): Choice | undefined {
  return family === "source" ? document.data?.source : document.training?.[family]
}

function choiceSlot(document: GradwireDocument, family: SweepFamily, place: string, attr: string): Found {
  const choice = chosen(document, family)
  const field = family === "source" ? "data" : "training"
  const rules = choiceRules(family, choice)
  if (rules === null) {
    const kind =
      choice === undefined ? `the document says no ${field}.${family}` : `its kind ${quote(choice.kind)} is unknown`
    return refused(place, `cannot be set: ${kind}`, "GW-E410")
  }
  const spec = Object.hasOwn(rules.attrs, attr) ? rules.attrs[attr] : undefined
  if (spec === undefined) return noSuch(place, rules.kind, attr, rules.attrs)
  const set = (raw: Json) => inField(document, field, family, { kind: rules.kind, ...choice, [attr]: raw })
  return { slot: { spec, raw: choice?.[attr], set } }
}

const ATTR = /^\.([A-Za-z_][A-Za-z0-9_]*)(?:\[(0|[1-9][0-9]{0,3})\])?$/

function attrSlot(document: GradwireDocument, node: NodeDocument, place: string, rest: string): Found {
  const [, attr, at] = ATTR.exec(rest) ?? []
  const op = ops.get(node.op)
  if (op === undefined) return refused(place, `cannot be set: there is no op called ${quote(node.op)}`, "GW-E410")
  const spec = attr !== undefined && Object.hasOwn(op.attrs, attr) ? op.attrs[attr] : undefined
  if (attr === undefined || spec === undefined) return noSuch(place, op.kind, attr ?? rest, op.attrs)
  const raw = node.attrs !== undefined && Object.hasOwn(node.attrs, attr) ? node.attrs[attr] : spec.fallback
  const set = (next: Json): GradwireDocument => ({
    ...document,
    nodes: document.nodes.map((entry) =>
      entry === node ? { ...node, attrs: { ...node.attrs, [attr]: next } } : entry,
    ),
  })
  if (at === undefined) return { slot: { spec, raw, set } }
  const list = elementsOf(spec, raw)
  const index = Number(at)
  if (list === null || index >= list.length) {
    const has = list === null ? "is no list" : `has ${list.length} elements, [0] to [${list.length - 1}]`
    return refused(place, `cannot be set: "${attr}" of "${node.id}" ${has}`, "GW-E410")
  }
  const put = (next: Json): Json => list.map((item, i) => (i === index ? next : item))
  const one: AttrSpec<unknown> = { ...spec, fallback: undefined, read: (next) => spec.read(put(next)) }
  return { slot: { spec: one, raw: list[index], set: (next) => set(put(next)) } }
}

/** What an attribute holds as a list, or null if it is a word or a single number; one number stands for both of a pair. */
function elementsOf(spec: AttrSpec<unknown>, raw: Json | undefined): readonly Json[] | null {
  if (Array.isArray(raw)) return raw
  if (typeof raw !== "number") return null
  return spec.control.kind === "pair" ? [raw, raw] : spec.control.kind === "list" ? [raw] : null
}

function attrPlaces(node: NodeDocument): readonly string[] {
  return Object.entries(ops.get(node.op)?.attrs ?? {}).flatMap(([attr, spec]) => {
    const place = `${node.id}.${attr}`
    if (isNumeric(spec)) return [place]
    const list = elementsOf(spec, node.attrs?.[attr] ?? spec.fallback)
    return (list ?? []).flatMap((item, i) => (typeof item === "number" ? [`${place}[${i}]`] : []))
  })
}

function isNumeric(spec: AttrSpec<unknown>): boolean {
  return spec.control.kind === "int" || spec.control.kind === "number"
}

// ---- Words ------------------------------------------------------------------------------------------------------------

function noSuch(place: string, kind: string, attr: string, specs: AttrSpecs): Found & Placed {
  const names = Object.keys(specs)
  const has = names.length === 0 ? `${kind} has no attributes` : `${kind} has ${names.join(", ")}`
  return refused(place, `is no place of this document: ${has}.${didYouMean(attr, names)}`, "GW-E410")
}

function unknownPlace(document: GradwireDocument, place: string): Found & Placed {
  const names = sweepPlaces(document).map((one) => one.place)
  const some = "a place is seed, node.attribute, node.attribute[i], training.… or data.…"
  return refused(place, `is no place of this document; ${some}.${didYouMean(place, names)}`, "GW-E410")
}

function refused(place: string, why: string, code: Code = "GW-E411"): { readonly problem: Problem } {
  const sentence = `${quote(place)} ${why}${/[.?]$/.test(why) ? "" : "."}`
  return { problem: { code, severity: "error", sentence, found: place } }
}
