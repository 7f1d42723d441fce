// What `story` must be to be read at all. Whether its frames name nodes and wires that are there is found where they are
// shown, and costs no field: a graph that is edited may make a name mean nothing for a while.

import type { Json } from "../../ops/attributes/attrs.ts"
import { ID_RULE, isId } from "../ids.ts"
import { MAX_FRAMES, MAX_SENTENCE } from "../limits.ts"
import { count, quote, show } from "../problem.ts"
import { isStep, STEP_RULE } from "../step.ts"
import { isObject, isText } from "./entry.ts"
import { type FieldFault, type Member, type Members, memberFault } from "./experiments.ts"

const LONGEST_NAME = 600

const names: Member = {
  expected: "a list of names, each a text",
  holds: (value) => Array.isArray(value) && value.every((name: Json) => isText(name, LONGEST_NAME)),
}

const story: Members = {
  version: { expected: "1", holds: (value) => value === 1, required: true },
  frames: {
    expected: `a list of at most ${count(MAX_FRAMES)} frames`,
    holds: (value) => Array.isArray(value) && value.length <= MAX_FRAMES,
    required: true,
  },
}

const frame: Members = {
  id: { expected: ID_RULE, holds: isId, required: true },
  camera: names,
  mode: { expected: '"train" or "eval"', holds: (value) => value === "train" || value === "eval" },
  step: { expected: STEP_RULE, holds: (value) => isText(value, LONGEST_NAME) && isStep(value) },
  overlay: { expected: "the name of an overlay, a text", holds: (value) => isText(value, LONGEST_NAME) },
  lit: names,
  select: names,
  text: {
    expected: `text of at most ${count(MAX_SENTENCE)} characters without control characters`,
    holds: (value) => isText(value, MAX_SENTENCE),
    required: true,
  },
}

/** What is wrong with the field `story`, and in which frame, or null. Members that are not known are welcome. */
export function storyFault(value: Json): FieldFault | null {
  const fault = memberFault(value, story)
  if (fault !== null || !isObject(value) || !Array.isArray(value.frames)) return fault
  const ids = new Set<Json>()
  for (const [index, item] of value.frames.entries()) {
    const wrong = frameFault(item, ids)
    if (wrong !== null) return { ...wrong, sentence: `has a frame ${count(index + 1)} that ${wrong.sentence}` }
    if (isObject(item)) ids.add(item.id ?? null)
  }
  return null
}

function frameFault(value: Json, before: ReadonlySet<Json>): FieldFault | null {
  const fault = memberFault(value, frame)
  if (fault !== null || !isObject(value) || typeof value.id !== "string" || !before.has(value.id)) return fault
  const expected = "ids that differ"
  return {
    sentence: `is called ${quote(value.id)} like one before it, expected ${expected}`,
    found: show(value.id),
    expected,
  }
}
