// What `data`, `training` and `sweep` must be to be read at all: the kinds of JSON. What a kind of data or an optimizer is
// called, which attributes it has and whether feeds fit is found where it is used, and costs no field.

import type { Json } from "../../ops/attributes/attrs.ts"
import { show } from "../problem.ts"
import { isObject, isText } from "./entry.ts"

/** What is wrong with a field, in words that follow its name. */
export interface FieldFault {
  readonly sentence: string
  readonly found: string
  readonly expected: string
}

/** What one member of an object must be. */
export interface Member {
  readonly expected: string
  readonly holds: (value: Json) => boolean
  readonly required?: true
}
/** By name. */
export type Members = { readonly [name: string]: Member }

const LONGEST_NAME = 300

const isName = (value: Json): value is string => isText(value, LONGEST_NAME)
const isNumber = (value: Json): boolean => typeof value === "number" && Number.isFinite(value)
const isWhole = (value: Json, least: number): boolean => Number.isSafeInteger(value) && Number(value) >= least
const isBoolean = (value: Json): boolean => typeof value === "boolean"
const isOneOf = (value: Json, words: readonly string[]): boolean => words.some((word) => word === value)
const isList = (value: Json, holds: (item: Json) => boolean): boolean => Array.isArray(value) && value.every(holds)

const choice: Member = {
  expected: 'an object with its "kind", a text',
  holds: (value) => isObject(value) && isName(value.kind ?? null),
}
const flag: Member = { expected: "true or false", holds: isBoolean }
const positive: Member = { expected: "a whole number of at least 1", holds: (value) => isWhole(value, 1) }

const data: Members = {
  source: { ...choice, required: true },
  feeds: {
    expected: "an object of names of fields, by the id of an Input",
    holds: (value) => isObject(value) && Object.values(value).every(isName),
    required: true,
  },
  validation: {
    expected: "a number from 0 to below 1",
    holds: (value) => typeof value === "number" && value >= 0 && value < 1,
  },
  values: { expected: "an object of tensors, by the name of the field", holds: isObject },
}

const training: Members = {
  optimizer: choice,
  schedule: choice,
  clip: choice,
  multipliers: {
    expected: 'an object of numbers of at least 0, by "node" or "node.param"',
    holds: (value) =>
      isObject(value) && Object.values(value).every((factor) => isNumber(factor) && Number(factor) >= 0),
  },
  batch_size: {
    expected: "a whole number of at least 1, or null for all",
    holds: (value) => value === null || isWhole(value, 1),
  },
  drop_last: flag,
  shuffle: flag,
  epochs: positive,
  redraw: flag,
}

const sweep: Members = {
  set: { expected: "a list of places, each a text", holds: (value) => isList(value, isName), required: true },
  values: {
    expected: 'a list of numbers, or an object of "from", "to", "count" and perhaps "scale" ("linear" or "log")',
    holds: (value) => isList(value, isNumber) || isRange(value),
    required: true,
  },
  repeats: positive,
  run: {
    expected: '"forward", "backward" or "train"',
    holds: (value) => isOneOf(value, ["forward", "backward", "train"]),
  },
  readouts: {
    expected: 'a list of objects with "take" and perhaps "of", "index" and "validation"',
    holds: (value) => isList(value, isReadout),
    required: true,
  },
  mode: { expected: '"train" or "eval"', holds: (value) => isOneOf(value, ["train", "eval"]) },
}

/** What is wrong with the field `data`, or null. Members that are not known are welcome. */
export function dataFault(value: Json): FieldFault | null {
  return memberFault(value, data)
}

/** What is wrong with the field `training`, or null. */
export function trainingFault(value: Json): FieldFault | null {
  return memberFault(value, training)
}

/** What is wrong with the field `sweep`, or null. */
export function sweepFault(value: Json): FieldFault | null {
  return memberFault(value, sweep)
}

/** What is wrong with an object's members, or null. */
export function memberFault(value: Json, members: Members): FieldFault | null {
  const names = Object.keys(members).map((name) => `"${name}"`)
  const expected = `an object of ${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`
  const found = show(value)
  if (!isObject(value)) return { sentence: `is ${found}, expected ${expected}`, found, expected }
  for (const [name, member] of Object.entries(members)) {
    const held = Object.hasOwn(value, name) ? value[name] : undefined
    if (held === undefined && member.required) {
      return { sentence: `has no "${name}", expected ${member.expected}`, found: "nothing", expected: member.expected }
    }
    if (held === undefined || member.holds(held)) continue
    const what = show(held)
    return { sentence: `has "${name}" ${what}, expected ${member.expected}`, found: what, expected: member.expected }
  }
  return null
}

function isRange(value: Json): boolean {
  if (!isObject(value)) return false
  const { from, to, count, scale } = value
  const ends = isNumber(from ?? null) && isNumber(to ?? null)
  return ends && isWhole(count ?? null, 1) && (scale === undefined || isOneOf(scale, ["linear", "log"]))
}

function isReadout(value: Json): boolean {
  if (!isObject(value)) return false
  const { take, of, index, validation } = value
  return (
    isName(take ?? null) &&
    (of === undefined || isName(of)) &&
    (index === undefined || isList(index, (item) => isWhole(item, 0))) &&
    (validation === undefined || isBoolean(validation))
  )
}
