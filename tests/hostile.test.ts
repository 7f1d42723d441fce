// The hostile corpus: inputs as strangers make them, each with the exact words it is met with. One JSON file for each
// kind in tests/hostile; a new case is one object in a list. Page and command line read through the same door.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { openDocument } from "../src/formats/json.ts"
import { codes } from "../src/graph/codes.ts"
import { isQuarantined } from "../src/graph/document.ts"
import { writeDocument } from "../src/graph/write.ts"

type Input = string | { readonly hex: string } | { readonly parts: readonly (readonly [string, number])[] }
interface Case {
  readonly name: string
  readonly input: Input
  /** Nodes that open and nodes that are quarantined; null if nothing opens. */
  readonly opens: readonly [number, number] | null
  /** Code and sentence of every problem, in order. */
  readonly says: readonly string[]
}

const folder = new URL("./hostile/", import.meta.url)
const files = readdirSync(folder).map((name) => {
  // Our own file, read with the care of a test: a wrong field makes its case fail.
  const cases = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as readonly Case[]
  return { name, cases }
})

function inputOf(input: Input): string | Uint8Array {
  if (typeof input === "string") return input
  if ("hex" in input) return Uint8Array.from(Buffer.from(input.hex, "hex"))
  return input.parts.map(([text, times]) => text.repeat(times)).join("")
}

for (const { name, cases } of files) {
  describe(`${name}: ${cases.length} cases`, () => {
    test.each(cases.map((one) => [one.name, one] as const))("%s", (_, { input, opens, says }) => {
      const made = inputOf(input)
      const forms = typeof made === "string" && !/\p{Cs}/u.test(made) ? [made, new TextEncoder().encode(made)] : [made]
      for (const form of forms) {
        const { document, problems } = openDocument(form)
        expect(problems.map(({ code, sentence }) => `${code} ${sentence}`)).toEqual(says)
        const bad = document?.nodes.filter(isQuarantined).length ?? 0
        expect(document === null ? null : [document.nodes.length - bad, bad]).toEqual(opens)
        // What opens can be saved, and says the same when opened again.
        if (document !== null)
          expect(openDocument(writeDocument(document)).document?.nodes.length).toBe(document.nodes.length)
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    })
  })
}

test("no two cases of a file have one name, and every code of reading files, documents and links has a case", () => {
  for (const { cases } of files) expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  const said = new Set(files.flatMap(({ cases }) => cases.flatMap(({ says }) => says.map((line) => line.slice(0, 7)))))
  // Making a link warns with L190; no link that is read does.
  const wanted = Object.keys(codes).filter((code) => /^GW-(?:F|L1[0-8]|S[12])/.test(code))
  expect(wanted.filter((code) => !said.has(code))).toEqual([])
})
