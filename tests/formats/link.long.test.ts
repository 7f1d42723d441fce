import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { fileName, isLink, readDocumentOrLink } from "../../src/formats/json.ts"
import { dictionary1 } from "../../src/formats/links/dictionary1.ts"
import { checksum, readLink } from "../../src/formats/links/link.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { cases, counted, grouped, patience } from "../campaign.ts"
import { documents } from "../graph/arbitrary.ts"
import { link, said, small } from "./links.ts"

test("the dictionary of codec d1 is frozen, and so is what it packed", () => {
  expect([dictionary1.length, checksum(dictionary1)]).toEqual([5108, "c7076f0f"])
  expect(/^[\x20-\x7e]*$/.test(dictionary1)).toBe(true)
  expect(readLink("#g1.d1.252.50.071c874c.wxEeWAYFMP1Py8oPUdmA2gVINQ3CElizEquvI7C0LlAbFLG1AA")).toEqual({
    json: writeDocument(small, { pretty: false }),
  })
})

describe("links", () => {
  const sent = cases(500)
  test(
    `${grouped(sent)} random documents come back from their links, byte for byte`,
    () => {
      fc.assert(
        fc.property(documents, (document) => {
          const address = link(document)
          expect(readLink(address)).toEqual({ json: writeDocument(document, { pretty: false }) })
          expect(readDocumentOrLink(address).document).toEqual(document)
        }),
        { numRuns: sent },
      )
    },
    patience(60_000),
  )

  test("unreadable nodes travel in a link as they are", () => {
    const { document } = readDocument('{"gradwire":1,"nodes":[{"id": "a", "op": }],"title":5}')
    expect(readDocumentOrLink(link(document!)).document).toMatchObject({
      nodes: [{ quarantined: '{"id": "a", "op": }' }],
      setAside: [{ text: '"title":5' }],
    })
  })

  test("cut at every position, a link is refused", () => {
    const whole = link(small)
    const start = whole.indexOf("#")
    for (let at = 0; at < whole.length; at++) {
      const text = said(whole.slice(0, at))
      expect(text, `cut at ${at}`).toMatch(at < start + 4 ? /^GW-L101 / : /^GW-L103 This link is incomplete: /)
    }
    const payload = whole.length - whole.lastIndexOf(".") - 1
    expect(said(whole.slice(0, -10))).toBe(
      `GW-L103 This link is incomplete: ${payload - 10} of ${payload} characters arrived; chat and mail programs often cut long links. Nothing was opened or changed; ask for the link again, or for the file.`,
    )
  })

  test("every change of one character is noticed", () => {
    const whole = link(
      { ...small, description: "Some words that no dictionary holds: 0.73519, qwrtz, 8.125e-7; quick brown foxes." },
      "",
    )
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#%"
    let tried = 0
    for (let at = 1; at < whole.length; at++) {
      for (const letter of letters) {
        if (letter === whole[at]) continue
        expect(said(whole.slice(0, at) + letter + whole.slice(at + 1)), `${letter} at ${at}`).toMatch(/^GW-L10[1-8] /)
        tried++
      }
    }
    expect(tried).toBeGreaterThan(10_000)
  })

  const altered = cases(5_000)
  test(
    `${grouped(altered)} links with characters lost, doubled, swapped, changed or cut off never give another graph`,
    () => {
      const places = fc.array(
        fc.tuple(fc.constantFrom("lose", "double", "swap", "put", "cut"), fc.nat(), fc.integer({ min: 33, max: 126 })),
        { minLength: 1, maxLength: 3 },
      )
      const whole = link(small)
      const json = writeDocument(small, { pretty: false })
      let refused = 0
      fc.assert(
        fc.property(places, (changes) => {
          const text = changes.reduce((now, [kind, where, code]) => {
            const at = where % now.length
            const [before, letter, after] = [now.slice(0, at), now[at] ?? "", now.slice(at + 1)]
            if (kind === "lose") return before + after
            if (kind === "cut") return before
            if (kind === "double") return before + letter + letter + after
            if (kind === "swap") return before + (after[0] ?? "") + letter + after.slice(1)
            return before + String.fromCharCode(code) + after
          }, whole)
          const read = readLink(text)
          if ("json" in read) expect(read.json).toBe(json)
          else refused += 1
        }),
        { numRuns: altered },
      )
      counted(altered, "links altered", `${grouped(refused)} refused, 0 another graph`)
    },
    patience(60_000),
  )

  test("what is appended is refused, unless it is what stands behind links in running text", () => {
    const whole = link(small)
    for (const tail of ["A", "AA", "_", "x".repeat(64), "&utm_source=chat", ".AA", "\u00e9"]) {
      expect(said(whole + tail), tail).toMatch(/^GW-L108 Something follows the end of the link: /)
    }
  })
})

test("one door: JSON, links and bytes of either", () => {
  const json = writeDocument(small)
  for (const input of [
    json,
    new TextEncoder().encode(json),
    link(small),
    new TextEncoder().encode(link(small)),
    link(small, ""),
  ]) {
    expect(readDocumentOrLink(input).document).toEqual(small)
  }
  expect(isLink("# A heading")).toBe(false)
  expect(readDocumentOrLink("https://example.org/").problems[0]?.code).toBe("GW-L101")
})

test("a file's name is the title's letters and digits", () => {
  expect(fileName({ ...small, title: "../../Été: ΔW & \u0000 v2" })).toBe("ete-w-v2.json")
  expect(fileName({ ...small, title: "…" })).toBe("graph.json")
})
