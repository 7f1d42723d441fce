import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isQuarantined } from "../../src/graph/document.ts"
import { browserLimits } from "../../src/graph/limits.ts"
import { formatProblem } from "../../src/graph/problem.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { collect, type Upgrade, upgrades } from "../../src/graph/text/upgrades/upgrades.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { bytes, document } from "./reading.ts"

describe("text and bytes", () => {
  test("a byte order mark, CRLF and bytes give the document that the plain text gives", () => {
    const text = '{\n  "gradwire": 1,\n  "nodes": [\n    { "id": "é", "op": "x" }\n  ]\n}\n'.replace("é", "e")
    const plain = readDocument(text)
    expect(plain.problems).toEqual([])
    for (const other of [`\uFEFF${text}`, text.replaceAll("\n", "\r\n"), bytes(text), bytes(`\uFEFF${text}`)]) {
      expect(readDocument(other)).toEqual(plain)
    }
  })

  test.each([
    [[0x22, 0xff], 1],
    [[0x22, 0xc3, 0x22], 1],
    [[0x22, 0xc0, 0x80], 1],
    [[0x22, 0xe0, 0x80, 0x80], 1],
    [[0x22, 0xed, 0xa0, 0x80], 1],
    [[0x22, 0xc3, 0xa9, 0xf4, 0x90, 0x80, 0x80], 3],
    [[0x22, 0xf0, 0x9f, 0x98], 1],
  ])("%j is no UTF-8 at byte %i", (data, at) => {
    const [problem] = readDocument(Uint8Array.from(data)).problems
    expect(problem?.code).toBe("GW-F103")
    expect(problem?.sentence).toContain(`offset ${at} `)
  })

  test("the place of invalid UTF-8 is where the platform's decoder stops, over 1,000 random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (tail) => {
        const data = Uint8Array.from([0x7b, ...tail])
        const problem = readDocument(data).problems.find(({ code }) => code === "GW-F103")
        const valid = (end: number) => {
          try {
            new TextDecoder("utf-8", { fatal: true }).decode(data.subarray(0, end), { stream: true })
            return true
          } catch {
            return false
          }
        }
        if (problem === undefined) return
        const at = Number(/offset (\d+)/.exec(problem.sentence)?.[1])
        expect(valid(at)).toBe(true)
        expect(
          at === data.length || !valid(data.length) || new TextDecoder().decode(data.subarray(at)).includes("\ufffd"),
        ).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe("places", () => {
  test("a problem names line, column, path and node", () => {
    const text =
      '{\n  "gradwire": 1,\n  "nodes": [\n    { "id": "a", "op": "A" },\n    { "id": "b",\n      "op": "B", "at": [0] }\n  ]\n}'
    const [problem] = readDocument(text).problems
    expect(problem).toMatchObject({ line: 6, column: 24, path: "/nodes/1/at", node: "b", found: "[0]" })
    expect(formatProblem(problem!)).toMatch(
      /^b: Node "b" \(line 6\) cannot be read: "at" is \[0\], expected two numbers/,
    )
  })

  test("a quarantined node keeps its id and place where they can be read, else gets a name of its own", () => {
    const read = readDocument(
      document('{"id":"a","op":5,"at":[3,4]},{"id":"b","op":},{"op":"C"},{"id":"d","op":"D"},{"id":"d","op":"E"},7'),
    )
    expect(read.document?.nodes.map((entry) => [entry.id, entry.at])).toEqual([
      ["a", [3, 4]],
      ["b", undefined],
      ["quarantined-1", undefined],
      ["d", undefined],
      ["quarantined-2", undefined],
      ["quarantined-3", undefined],
    ])
  })

  test("a bad node does not take the id of a good one behind it", () => {
    const read = readDocument(document('{"id":"a","op":5},{"id":"a","op":"A"}'))
    expect(read.document?.nodes.map((entry) => [entry.id, isQuarantined(entry)])).toEqual([
      ["quarantined-1", true],
      ["a", false],
    ])
  })
})

describe("what is set aside", () => {
  test("is written in the order in which it stood, so that the same field counts when it is read again", () => {
    const { document: opened } = readDocument('{"gradwire":1,"title":5,"title":"second","x":1,"x":2,"nodes":[]}')
    expect(opened?.title).toBeUndefined()
    const texts = ['"title":5', '"title":"second"', '"x":2']
    expect(opened?.setAside?.map(({ text }) => text)).toEqual(texts)
    expect(readDocument(writeDocument(opened!)).document).toEqual(opened)
  })
})

describe("versions", () => {
  test("a newer document opens to look at, and says so", () => {
    const read = readDocument('{"gradwire":7,"nodes":[{"id":"a","op":"A"}],"future":{"x":1}}')
    expect(read.newer).toBe(true)
    expect(read.document?.gradwire).toBe(7)
    expect(read.problems.map(({ code }) => code)).toEqual(["GW-S102"])
  })

  // Format 2 of these tests calls a node's op `kind`; the real list of upgrades is given back untouched.
  const rename: Upgrade = {
    summary: "`kind` is called `op`.",
    apply: (old) => ({
      ...old,
      nodes: (old.nodes as { kind?: string }[]).map(({ kind, ...node }) =>
        kind === undefined ? node : { ...node, op: kind },
      ),
    }),
  }

  test("an upgrade is applied to an old document only, and faulty nodes come through it in their places", () => {
    const known = collect({ "./upgrades/0002-op.ts": { upgrade: rename } })
    const nodes = '{"id":"a","kind":"A"},{"id":"b","kind":5},{"id":"c","kind":},{"id":"d","op":"D","at":[0]}'
    const read = readDocument(`{"gradwire":1,"x":{"y":1},"nodes":[${nodes}]}`, browserLimits, known)
    const entries = read.document?.nodes.map((entry) => (isQuarantined(entry) ? entry.quarantined : entry))
    expect(entries).toEqual([
      { id: "a", op: "A" },
      '{"id":"b","op":5}',
      '{"id":"c","kind":}',
      '{"id":"d","op":"D","at":[0]}',
    ])
    expect(read.document).toMatchObject({ gradwire: 1, x: { y: 1 } })
    expect(read.problems.map(({ code, path }) => [code, path])).toEqual([
      ["GW-S204", "/nodes/1/op"],
      ["GW-F110", "/nodes/2/kind"],
      ["GW-S206", "/nodes/3/at"],
    ])
    expect(readDocument('{"gradwire":2,"nodes":[{"id":"a","kind":"A"}]}', browserLimits, known).problems[0]?.code).toBe(
      "GW-S204",
    )
  })

  test("an upgrade that throws opens nothing and names its step", () => {
    const failing: Upgrade = {
      summary: "Fails.",
      apply: () => {
        throw new Error("no such field")
      },
    }
    const read = readDocument(
      '{"gradwire":1,"nodes":[]}',
      browserLimits,
      collect({ "./upgrades/0002-x.ts": { upgrade: failing } }),
    )
    expect(read).toMatchObject({ document: null, newer: false })
    expect(read.problems[0]?.sentence).toBe(
      "The upgrade from format 1 to 2 failed (no such field). Nothing was opened or changed.",
    )
  })

  test("the folder of upgrades may have no gap and no other names, and must end at this format", () => {
    expect([...upgrades.keys()]).toEqual([2])
    expect(() => collect({ "./upgrades/one.ts": { upgrade: rename } })).toThrow(
      "./upgrades/one.ts is not named NNNN-name.ts",
    )
    expect(() => collect({ "./upgrades/0003-x.ts": { upgrade: rename } })).toThrow("upgrades lead to 3, expected 2")
  })
})
