// The fields of a document other than its nodes: what each must be.

import type { Json } from "../../ops/attributes/attrs.ts"
import { MAX_DESCRIPTION, MAX_TITLE } from "../limits.ts"
import { count, show } from "../problem.ts"
import { isSeed } from "../values/seed.ts"
import { isObject, isText } from "./entry.ts"
import { dataFault, type FieldFault, sweepFault, trainingFault } from "./experiments.ts"
import { storyFault } from "./story.ts"

interface Rule {
  readonly expected: string
  readonly holds: (value: Json) => boolean
}

const text = (most: number): Rule => ({
  expected: `text of at most ${count(most)} characters without control characters`,
  holds: (value) => isText(value, most),
})

const rules: ReadonlyMap<string, Rule> = new Map([
  ["title", text(MAX_TITLE)],
  ["description", text(MAX_DESCRIPTION)],
  ["seed", { expected: "a whole number", holds: isSeed }],
  ["target", { expected: 'the name of an output, "node" or "node:port"', holds: (value) => isText(value, 300) }],
  ["upstream", { expected: 'an object of tensors by "node:port"', holds: isObject }],
  ["nodes", { expected: "a list of nodes", holds: (value) => Array.isArray(value) }],
  ["groups", { expected: "a list of groups", holds: (value) => Array.isArray(value) }],
  [
    "view",
    {
      expected:
        'an object of "shapes" ("HWC" or "CHW"), "cards" ("plain" or "pictures"), "predict", "camera", "readOnly", "hide", "newSeed" and "arranged"',
      holds: isView,
    },
  ],
  // A name of the program's own, never a field of a file.
  ["setAside", { expected: "no field of this name", holds: () => false }],
])

/** Fields that say at which of their members they are wrong. */
const planned: ReadonlyMap<string, (value: Json) => FieldFault | null> = new Map([
  ["data", dataFault],
  ["training", trainingFault],
  ["sweep", sweepFault],
  ["story", storyFault],
])

/** What is wrong with a field, in words that follow its name, or null. Unknown fields are welcome. */
export function fieldFault(key: string, value: Json): FieldFault | null {
  const faultOf = planned.get(key)
  if (faultOf !== undefined) return faultOf(value)
  const rule = rules.get(key)
  if (rule === undefined || rule.holds(value)) return null
  const long = typeof value === "string" && value.length > 80
  const found = long ? `a text of ${count(value.length)} characters` : show(value)
  return { sentence: `is ${found}, expected ${rule.expected}`, found, expected: rule.expected }
}

function isView(value: Json): boolean {
  if (!isObject(value)) return false
  const { shapes, cards, predict, camera, readOnly, hide, newSeed, arranged } = value
  return (
    (shapes === undefined || shapes === "HWC" || shapes === "CHW") &&
    (cards === undefined || cards === "plain" || cards === "pictures") &&
    (predict === undefined || typeof predict === "boolean") &&
    (camera === undefined || isCamera(camera)) &&
    (readOnly === undefined || typeof readOnly === "boolean") &&
    (newSeed === undefined || typeof newSeed === "boolean") &&
    (arranged === undefined || typeof arranged === "string") &&
    (hide === undefined || (Array.isArray(hide) && hide.every((item: Json) => typeof item === "string")))
  )
}

function isCamera(value: Json): boolean {
  if (!isObject(value)) return false
  const { x, y, zoom } = value
  return Number.isFinite(x) && Number.isFinite(y) && typeof zoom === "number" && zoom > 0 && zoom <= 1000
}
