// Wrong JSON put at every place of documents that use every field: a number, a list, a text that has no business there.
// Texts, not values: 1e999, -0, half a character and a key `__proto__` exist in a file only.

import { isObject } from "../../src/graph/text/entry.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"

/** What somebody's program may write where something else belongs. */
export const wrongValues: readonly string[] = [
  "null",
  "true",
  "false",
  '""',
  '"text"',
  "[]",
  "[null]",
  "[[]]",
  "[[[1, [2]], null], {}]",
  "{}",
  '{"shape": null}',
  '{"shape": [2], "f32": null}',
  '{"shape": [-1], "f32": "AACAPw=="}',
  '{"shape": [2], "i8": "AYE=", "scale": null}',
  '{"shape": [1], "u8": "AQ==", "i8": "AQ==", "scale": 1}',
  '{"kind": null}',
  '{"kind": "constructor"}',
  '{"distribution": "normal", "std": []}',
  '{"__proto__": {"x": 1}}',
  '{"constructor": 1, "toString": 2, "length": -1}',
  "0",
  "-0",
  "-1",
  "0.5",
  "1e308",
  "1e999",
  "-1e999",
  "9007199254740993",
  "5e-324",
  '"\\ud800"',
  '"\\u0000"',
  '"__proto__"',
  '"constructor"',
  '"NaN"',
  '"-Infinity"',
  '"X:value[1e9]"',
  JSON.stringify("é".repeat(100_000)),
  `${"[".repeat(60)}${"]".repeat(60)}`,
]

/** Names that no object of a document has, to be written beside those that it has. */
export const wrongKeys: readonly string[] = ["", "__proto__", "constructor", "toString", "\ud800", "k".repeat(5_000)]

/** A place in a document: the keys and indices that lead to it. */
export type Place = readonly (string | number)[]

/** Every place of a value, from the fields down to the numbers of a tensor; of long lists the first three entries. */
export function placesIn(value: Json, at: Place = []): readonly Place[] {
  const inside = Array.isArray(value)
    ? value.slice(0, at.at(-1) === "nodes" ? value.length : 3).map((held: Json, index): [number, Json] => [index, held])
    : isObject(value)
      ? Object.entries(value)
      : []
  const below = inside.flatMap(([key, held]) => placesIn(held, [...at, key]))
  return at.length === 0 ? below : [at, ...below]
}

const HOLE = "a hole in the document"

/** The text of a document with another text at one place. */
export function writtenWith(document: Json, place: Place, text: string): string {
  return JSON.stringify(replaced(document, place)).replace(JSON.stringify(HOLE), () => text)
}

/** The text of a document with one more member in the object at a place. */
export function writtenBeside(document: Json, place: Place, key: string, text: string): string {
  const at = [...place, HOLE]
  return JSON.stringify(replaced(document, at)).replace(
    `${JSON.stringify(HOLE)}:${JSON.stringify(HOLE)}`,
    () => `${JSON.stringify(key)}:${text}`,
  )
}

function replaced(value: Json, [key, ...rest]: Place): Json {
  if (key === undefined) return HOLE
  if (Array.isArray(value)) return value.map((held: Json, index) => (index === key ? replaced(held, rest) : held))
  const members = isObject(value) ? value : {}
  return { ...members, [key]: replaced(members[key] ?? null, rest) }
}
