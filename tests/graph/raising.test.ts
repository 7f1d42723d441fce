import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { writeLink } from "../../src/formats/links/link.ts"
import type { GradwireDocument, UpstreamRule, ValueLiteral } from "../../src/graph/document.ts"
import { formatOf } from "../../src/graph/text/raising.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"

const RULE = { distribution: "normal" }

function givenTo(upstream: { readonly [output: string]: ValueLiteral | UpstreamRule }, gradwire = 1): GradwireDocument {
  return { gradwire, upstream, nodes: [{ id: "x", op: "Input" }] }
}

test("a document is written in the lowest format that says it, whatever number it carried", () => {
  for (const gradwire of [1, 2]) {
    expect(writeDocument(givenTo({ "x:value": [1] }, gradwire))).toContain('"gradwire": 1,')
    expect(writeDocument(givenTo({ "x:value": { shape: [1], f32: "AACAPw==" } }, gradwire))).toContain('"gradwire": 1,')
    expect(writeDocument(givenTo({ "x:value": [1], "y:output": RULE }, gradwire))).toContain('"gradwire": 2,')
  }
})

test("what a newer Gradwire made keeps its number", () => {
  expect(formatOf(givenTo({}, 3))).toBe(3)
  expect(writeDocument(givenTo({ "x:value": RULE }, 7))).toContain('"gradwire": 7,')
})

test("reading answers the format that the fields ask for; a rule in a document of format 1 is read as well", () => {
  const read = (text: string) => readDocument(text).document?.gradwire
  expect(read('{"gradwire":2,"nodes":[]}')).toBe(1)
  expect(read('{"gradwire":1,"upstream":{"x:value":{"distribution":"normal"}},"nodes":[]}')).toBe(2)
  expect(read('{"gradwire":2,"upstream":{"x:value":{"distribution":"normal"}},"nodes":[]}')).toBe(2)
})

test("links of the past are written again character for character", () => {
  const past = (name: string) => readFileSync(new URL(`../past/${name}`, import.meta.url), "utf8")
  const links: readonly (readonly [string, string])[] = JSON.parse(past("links.json"))
  for (const [name, link] of links) {
    const document = readDocument(past(name)).document
    expect(document === null ? null : writeLink(document, "https://gradwire.example/")).toMatchObject({ link })
  }
})
