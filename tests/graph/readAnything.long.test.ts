// What holds for every document, and for every text and all bytes that are none.

import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isQuarantined } from "../../src/graph/document.ts"
import { type DocumentRead, readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { cases, counted, grouped, patience, percentiles } from "../campaign.ts"
import { character } from "../character.ts"
import { documents, mutated } from "./arbitrary.ts"
import { document } from "./reading.ts"

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
      fc.property(fc.oneof(fc.string(), fc.string({ unit: character }), fc.json(), fc.uint8Array()), (input) => {
        const read = readDocument(input)
        if (read.document === null) expect(read.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })
})
