import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument, writeJson } from "../../src/graph/text/write.ts"
import { documents } from "./arbitrary.ts"

const DAMAGED = `{
  "gradwire": 1,
  "x-first": { "kept": [1, -0, 1e-7] },
  "title": 5,
  "nodes": [
    { "id": "X", "op": "Input", "attrs": { "shape": [4, 3] }, "values": { "value": [[1, 2, 3]] }, "x": 1 },
    {"id": "Y",
        "op": },
    { "id": "Z", "op": "ReLU", "id": "again" }
  ],
  "groups": [{ "id": "g", "label": "one" }, { "id": 7 }]
}`

describe("writeDocument", () => {
  test("gives back an unreadable node, group and field as they were written", () => {
    const { document, problems } = readDocument(DAMAGED)
    const text = writeDocument(document!)
    expect(text).toContain('{"id": "Y",\n        "op": }')
    expect(text).toContain('{ "id": "Z", "op": "ReLU", "id": "again" }')
    expect(text).toContain('{ "id": 7 }')
    expect(text).toContain('"title": 5')
    expect(text).toContain('"x-first": { "kept": [1, -0, 1e-7] }')
    const again = readDocument(text)
    expect(again.problems.map(({ code }) => code).sort()).toEqual(problems.map(({ code }) => code).sort())
    expect(writeDocument(again.document!)).toBe(text)
  })

  test("keeps a node on a line where it fits and breaks it where it does not", () => {
    const long = Array.from({ length: 60 }, (_, i) => i)
    const document: GradwireDocument = {
      gradwire: 1,
      nodes: [
        { id: "a", op: "ReLU", inputs: { input: "b" } },
        { id: "b", op: "Input", values: { value: long } },
      ],
    }
    const lines = writeDocument(document).split("\n")
    expect(lines).toContain('    { "id": "a", "op": "ReLU", "inputs": { "input": "b" } },')
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120)
    expect(readDocument(lines.join("\n")).document).toEqual(document)
  })

  test("keeps -0, order of keys and large whole numbers", () => {
    const text =
      '{"gradwire":1,"seed":3,"nodes":[{"op":"Input","id":"X","values":{"value":[-0,1e+21,100000000000000000000]}}],"title":"t"}'
    expect(writeDocument(readDocument(text).document!, { pretty: false })).toBe(text)
    expect(writeJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}')
  })

  test("read after write is the same document, pretty and minified, over 500 random documents", () => {
    fc.assert(
      fc.property(documents, fc.boolean(), (document, pretty) => {
        const text = writeDocument(document, { pretty })
        const read = readDocument(text)
        expect(read.problems).toEqual([])
        expect(read.document).toEqual(document)
        expect(writeDocument(read.document!, { pretty })).toBe(text)
      }),
      { numRuns: 500 },
    )
  })
})
