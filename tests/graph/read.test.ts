import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isQuarantined } from "../../src/graph/document.ts"
import { browserLimits, commandLineLimits } from "../../src/graph/limits.ts"
import { formatProblem } from "../../src/graph/problem.ts"
import { type DocumentRead, readDocument } from "../../src/graph/read.ts"
import { collect, type Upgrade, upgrades } from "../../src/graph/upgrades.ts"
import { writeDocument } from "../../src/graph/write.ts"
import { cases, counted, grouped, patience, percentiles } from "../campaign.ts"
import { documents, mutated } from "./arbitrary.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const document = (nodes: string) => `{"gradwire":1,"nodes":[${nodes}]}`

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

describe("depth", () => {
  const nested = (depth: number) => `{"gradwire":1,"nodes":[],"x":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`
  test.each([
    [63, true],
    [64, true],
    [65, false],
    [4_000, false],
    [1_000_000, false],
  ])("%i levels: %s", (depth, opens) => {
    const read = readDocument(nested(depth))
    expect(read.document !== null).toBe(opens)
    expect(read.problems.map(({ code }) => code)).toEqual(opens ? [] : ["GW-F112"])
  })

  test("a node too deep costs that node", () => {
    const read = readDocument(
      document(`{"id":"a","op":"A"},{"id":"b","x":${"[".repeat(100)}${"]".repeat(100)}},{"id":"c","op":"C"}`),
    )
    expect(read.document?.nodes.map(isQuarantined)).toEqual([false, true, false])
  })
})

describe("limits", () => {
  const chain = (n: number) => document(Array.from({ length: n }, (_, i) => `{"id":"n${i}","op":"ReLU"}`).join(","))
  test.each([
    [1_000, 0, true],
    [1_001, 1, true],
    [5_000, 1, true],
    [5_001, 1, false],
  ])("%i nodes: %i problems, opens: %s", (n, count, opens) => {
    const read = readDocument(chain(n))
    expect(read.problems).toHaveLength(count)
    expect(read.document !== null).toBe(opens)
  })

  test("the command line takes more nodes", () => {
    expect(readDocument(chain(5_001), commandLineLimits).document?.nodes).toHaveLength(5_001)
  })

  test("50,000 bad nodes are each named, in time that grows with their number and not with its square", () => {
    const bad = new Array<string>(50_000).fill('{"id":"a","op":}').join(",")
    const read = readDocument(document(bad), commandLineLimits)
    expect(read.problems).toHaveLength(50_001)
    expect(read.document?.nodes.at(-1)?.id).toBe("quarantined-49999")
  })

  test("a file over the limit is refused by its size", () => {
    const read = readDocument(new Uint8Array(33).fill(32), { ...browserLimits, fileBytes: 32 })
    expect(read.problems[0]?.sentence).toBe(
      "The document has 33 bytes; the limit is 32. Nothing was opened or changed.",
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
    const known = collect({ "./upgrades/0001-op.ts": { upgrade: rename } })
    const nodes = '{"id":"a","kind":"A"},{"id":"b","kind":5},{"id":"c","kind":},{"id":"d","op":"D","at":[0]}'
    const read = readDocument(`{"gradwire":0,"x":{"y":1},"nodes":[${nodes}]}`, browserLimits, known)
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
    expect(readDocument('{"gradwire":1,"nodes":[{"id":"a","kind":"A"}]}', browserLimits, known).problems[0]?.code).toBe(
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
      '{"gradwire":0,"nodes":[]}',
      browserLimits,
      collect({ "./upgrades/0001-x.ts": { upgrade: failing } }),
    )
    expect(read).toMatchObject({ document: null, newer: false })
    expect(read.problems[0]?.sentence).toBe(
      "The upgrade from format 0 to 1 failed (no such field). Nothing was opened or changed.",
    )
  })

  test("the folder of upgrades may have no gap and no other names, and must end at this format", () => {
    expect(upgrades.size).toBe(0)
    expect(() => collect({ "./upgrades/one.ts": { upgrade: rename } })).toThrow(
      "./upgrades/one.ts is not named NNNN-name.ts",
    )
    expect(() => collect({ "./upgrades/0002-x.ts": { upgrade: rename } })).toThrow("upgrades lead to 2, expected 1")
  })
})

describe("properties", () => {
  const texts = fc.tuple(documents, fc.boolean()).map(([value, pretty]) => writeDocument(value, { pretty }))

  /** What came of a text: whatever opens reads back the same. */
  function reread(text: string, { document: opened, problems }: DocumentRead): "refused" | "whole" | "quarantined" {
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    if (opened === null) {
      expect(problems.length, text).toBeGreaterThan(0)
      return "refused"
    }
    const again = readDocument(writeDocument(opened))
    const plain = (nodes: typeof opened.nodes) =>
      nodes.map((entry) => (isQuarantined(entry) ? [entry.id, entry.quarantined] : entry))
    expect(plain(again.document?.nodes ?? [])).toEqual(plain(opened.nodes))
    expect(again.document?.setAside).toEqual(opened.setAside)
    // Said once and mended by writing: a version that was missing, and what has no place of its own.
    const lasting = problems.filter(
      ({ code, path }) => code === "GW-S102" || (code !== "GW-S103" && path !== undefined),
    )
    expect(again.problems.map(({ code }) => code).sort()).toEqual(lasting.map(({ code }) => code).sort())
    return opened.nodes.some(isQuarantined) ? "quarantined" : "whole"
  }

  const total = cases(20_000)
  test(
    `${grouped(total)} mutated documents: an answer without an exception, nothing poisoned, and what opens reads back the same`,
    () => {
      const came = { refused: 0, whole: 0, quarantined: 0 }
      const times: number[] = []
      const twenty = texts.chain((text) => fc.array(mutated(text), { minLength: 20, maxLength: 20 }))
      fc.assert(
        fc.property(twenty, (mutants) => {
          for (const text of mutants) {
            const began = performance.now()
            const read = readDocument(text)
            times.push(performance.now() - began)
            came[reread(text, read)] += 1
          }
        }),
        { numRuns: Math.ceil(total / 20) },
      )
      expect(came.whole).toBeGreaterThan(total / 50)
      expect(came.quarantined).toBeGreaterThan(total / 50)
      const { whole, quarantined, refused } = came
      const note = `${grouped(whole)} opened whole, ${grouped(quarantined)} with quarantined nodes, ${grouped(refused)} refused`
      counted(times.length, "documents mutated", `${note}; read in ${percentiles(times)}`)
    },
    patience(60_000),
  )

  const damaged = cases(2_000)
  test(
    `damage to k of n nodes costs k nodes, ${grouped(damaged)} times`,
    () => {
      const faults = [
        '{"id":"bad","op":}',
        "5",
        '{"op":"A"}',
        '{"id":"bad","op":"A","at":[1e400,0]}',
        '{"id":"bad","id":"x","op":"A"}',
        '{"id":"bad","op":"A","x":[1,]}',
        '"text"',
        "[[]]",
      ]
      const lists = fc.array(fc.option(fc.constantFrom(...faults), { freq: 2 }), { maxLength: 30 })
      fc.assert(
        fc.property(lists, (entries) => {
          const read = readDocument(
            document(entries.map((fault, i) => fault ?? `{"id":"n${i}","op":"ReLU"}`).join(", ")),
          )
          expect(read.document?.nodes.map((entry) => (isQuarantined(entry) ? entry.quarantined : null))).toEqual(
            entries,
          )
          expect(read.problems).toHaveLength(entries.filter((fault) => fault !== null).length)
        }),
        { numRuns: damaged },
      )
      counted(damaged, "documents with k of n nodes damaged")
    },
    patience(60_000),
  )

  test("cut anywhere, a document is unreadable with line and column, never half open", () => {
    fc.assert(
      fc.property(
        texts.chain((text) => fc.tuple(fc.constant(text.trimEnd()), fc.nat())),
        ([text, at]) => {
          const cut = text.slice(0, at % text.length)
          const { document: opened, problems } = readDocument(cut)
          expect(opened).toBeNull()
          expect(problems).toHaveLength(1)
          if (cut.trim() !== "")
            expect(problems[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number) })
        },
      ),
      { numRuns: 1000 },
    )
  })

  test("any text and any bytes get an answer", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json(), fc.uint8Array()), (input) => {
        const read = readDocument(input)
        if (read.document === null) expect(read.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })
})
