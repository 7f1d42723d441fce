// Random documents for property tests: valid ones, and what a careless or hostile hand makes of their text.

import fc from "fast-check"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { isId } from "../../src/graph/ids.ts"

const id = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_./-]{0,11}$/).filter(isId)
const key = fc
  .string({ maxLength: 8 })
  .filter((name) => !/^(__proto__|constructor|prototype|setAside)$/.test(name) && !/\p{Cs}/u.test(name))
const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => !/\p{Cc}|\p{Cs}/u.test(value))
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e20, 0.1, 2 ** 53),
)
const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constant(null), fc.boolean(), number, text, tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 4 }),
  object: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
})).value
const literal = fc.oneof(
  number,
  fc.array(number, { maxLength: 5 }),
  fc.array(fc.array(number, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
)
const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const op = fc.constantFrom("Input", "Conv2d", "ReLU", "Add", "Concat", "Nonsense")

const node = (ids: readonly string[]) => {
  const source = fc
    .tuple(fc.constantFrom(...ids), fc.constantFrom("", ":output", ":mask", ":outputs[0]"))
    .map((parts) => parts.join(""))
  return fc.record(
    {
      op,
      attrs: fc.dictionary(key, json, { maxKeys: 3, noNullPrototype: true }),
      inputs: fc.dictionary(
        fc.constantFrom("input", "a", "b", "inputs", "weight"),
        fc.oneof(source, fc.array(fc.option(source), { maxLength: 3 })),
        { noNullPrototype: true },
      ),
      values: fc.dictionary(fc.constantFrom("value", "weight"), literal, { noNullPrototype: true }),
      label: text,
      at: fc.tuple(coordinate, coordinate),
      group: fc.constantFrom("g1", "g2"),
      "x-unknown": json,
    },
    { requiredKeys: ["op"], noNullPrototype: true },
  )
}

/** A valid document; wires may lead nowhere, ops may be unknown. */
export const documents: fc.Arbitrary<GradwireDocument> = fc
  .uniqueArray(id, { minLength: 1, maxLength: 8 })
  .chain((ids) =>
    fc.record(
      {
        gradwire: fc.constant(1),
        title: text,
        seed: fc.integer(),
        target: fc.constantFrom(...ids),
        upstream: fc.dictionary(
          fc.constantFrom(...ids).map((name) => `${name}:output`),
          literal,
          { noNullPrototype: true },
        ),
        nodes: fc.tuple(...ids.map((name) => node(ids).map((rest) => ({ id: name, ...rest })))),
        groups: fc.constantFrom(
          [{ id: "g1", label: "one" }],
          [{ id: "g1" }, { id: "g2", parent: "g1", collapsed: true }],
        ),
        view: fc.constantFrom({ shapes: "HWC" }, { camera: { x: 0.5, y: -1, zoom: 2 }, hide: ["palette"], other: 1 }),
        lesson: text,
        "x-more": json,
      },
      { requiredKeys: ["gradwire", "nodes"], noNullPrototype: true },
    ),
  )
  // The record holds exactly the fields of the type and unknown ones.
  .map((value) => value as unknown as GradwireDocument)

const pieces = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "1e400",
  "9007199254740993",
  "NaN",
  '"__proto__":1,',
  '"id":"a",',
  "null",
  "//",
  "\n",
  "\ud800",
  "\u0000",
  "-",
  "0",
  "é",
]

/** A text with some pieces cut out, put in, doubled or swapped. */
export function mutated(original: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: original.length })
  const change = fc.oneof(
    fc.record({ kind: fc.constant("cut" as const), at: place, length: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant("put" as const), at: place, piece: fc.constantFrom(...pieces) }),
    fc.record({ kind: fc.constant("end" as const), at: place }),
    fc.record({ kind: fc.constant("copy" as const), at: place, from: place, length: fc.integer({ min: 1, max: 60 }) }),
  )
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce((now, step) => {
      const [before, after] = [now.slice(0, step.at), now.slice(step.at)]
      if (step.kind === "cut") return before + after.slice(step.length)
      if (step.kind === "put") return before + step.piece + after
      if (step.kind === "copy") return before + now.slice(step.from, step.from + step.length) + after
      return before
    }, original),
  )
}
