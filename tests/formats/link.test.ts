import { deflateRawSync, inflateRawSync } from "node:zlib"
import fc from "fast-check"
import { deflateSync } from "fflate"
import { beforeAll, describe, expect, test } from "vitest"
import { fromBase64url, toBase64url } from "../../src/formats/base64url.ts"
import { dictionary1 } from "../../src/formats/dictionary1.ts"
import { inflate } from "../../src/formats/inflate.ts"
import { fileName, isLink, openDocument } from "../../src/formats/json.ts"
import { checksum, readLink, writeLink } from "../../src/formats/link.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/read.ts"
import { writeDocument } from "../../src/graph/write.ts"
import { cases, counted, grouped, patience } from "../campaign.ts"
import { documents } from "../graph/arbitrary.ts"

const dictionary = new TextEncoder().encode(dictionary1)
const base = "https://gradwire.example/"
const small: GradwireDocument = {
  gradwire: 1,
  title: "Batch normalisation",
  nodes: [
    {
      id: "X",
      op: "Input",
      attrs: { shape: [4, 3] },
      values: {
        value: [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
          [1, 0, 1],
        ],
      },
    },
    { id: "mu", op: "Mean", attrs: { dim: [0] }, inputs: { input: "X" }, label: "\\mu", at: [240, -80] },
  ],
}
function link(document: GradwireDocument, address = base): string {
  const made = writeLink(document, address)
  if (!("link" in made)) throw new Error(made.sentence)
  return made.link
}
function said(text: string): string {
  const read = readLink(text)
  return "json" in read ? "opened" : `${read.code} ${read.sentence}`
}
/** A link with a payload of our own, with header and checksum as they should be. */
function forged(packed: Uint8Array, length: number, codec = "d1"): string {
  const payload = toBase64url(packed)
  const counted = `${codec}.${length}.${payload.length}.`
  return `#g1.${counted}${checksum(counted + payload)}.${payload}`
}

test("the dictionary of codec d1 is frozen, and so is what it packed", () => {
  expect([dictionary1.length, checksum(dictionary1)]).toEqual([5108, "c7076f0f"])
  expect(/^[\x20-\x7e]*$/.test(dictionary1)).toBe(true)
  expect(readLink("#g1.d1.252.50.071c874c.wxEeWAYFMP1Py8oPUdmA2gVINQ3CElizEquvI7C0LlAbFLG1AA")).toEqual({
    json: writeDocument(small, { pretty: false }),
  })
})

describe("inflate", () => {
  test("agrees with zlib over 300 streams of all kinds, with and without the dictionary, and knows where they end", () => {
    const repeats = fc
      .array(fc.constantFrom(...dictionary1.match(/.{1,40}/g)!), { maxLength: 60 })
      .map((parts) => new TextEncoder().encode(parts.join("")))
    const inputs = fc.oneof(fc.uint8Array({ maxLength: 3000 }), repeats, fc.uint8Array({ max: 2, maxLength: 5000 }))
    fc.assert(
      fc.property(
        inputs,
        fc.integer({ min: 0, max: 9 }),
        fc.boolean(),
        fc.nat(4),
        fc.uint8Array({ minLength: 1, maxLength: 3 }),
        (data, level, own, strategy, tail) => {
          const preset = own ? dictionary : new Uint8Array(0)
          const packed = new Uint8Array(deflateRawSync(data, { level, strategy, ...(own ? { dictionary } : {}) }))
          expect(inflate(packed, preset, data.length)).toEqual({ bytes: data, used: packed.length })
          expect(inflate(Uint8Array.from([...packed, ...tail]), preset, data.length)).toEqual({
            bytes: data,
            used: packed.length,
          })
          expect(inflate(packed.subarray(0, -1), preset, data.length)).toEqual({ failed: "cut short" })
          if (data.length > 0) expect(inflate(packed, preset, data.length - 1)).toEqual({ failed: "too large" })
        },
      ),
      { numRuns: 300 },
    )
  })

  test("what zlib refuses of 5,000 altered streams is refused here, and what it takes comes out the same", () => {
    const data = new TextEncoder().encode(writeDocument(small))
    const packed = new Uint8Array(deflateRawSync(data))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const altered = packed.slice()
          for (const [at, byte] of changes) altered[at] = byte
          const ours = inflate(altered, new Uint8Array(0), 100_000)
          let theirs: Uint8Array | null = null
          try {
            theirs = new Uint8Array(inflateRawSync(altered, { maxOutputLength: 100_000 }))
          } catch {
            theirs = null
          }
          expect("failed" in ours).toBe(theirs === null)
          if (theirs !== null && "bytes" in ours) expect(Buffer.from(ours.bytes).equals(theirs)).toBe(true)
        },
      ),
      { numRuns: 5000 },
    )
  })
})

test("base64url: bytes come back, and there is one text for them", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (data) => {
      const text = toBase64url(data)
      expect(text).toBe(Buffer.from(data).toString("base64url"))
      expect(fromBase64url(text)).toEqual(data)
    }),
  )
  expect(fromBase64url("A")).toBeNull()
  expect(fromBase64url("AB")).toBeNull()
  expect(fromBase64url("A=")).toBeNull()
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
          expect(openDocument(address).document).toEqual(document)
        }),
        { numRuns: sent },
      )
    },
    patience(60_000),
  )

  test("unreadable nodes travel in a link as they are", () => {
    const { document } = readDocument('{"gradwire":1,"nodes":[{"id": "a", "op": }],"title":5}')
    expect(openDocument(link(document!)).document).toMatchObject({
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

describe("manglings that are undone", () => {
  let whole = ""
  beforeAll(() => {
    whole = link(small)
  })
  const fragment = (text: string) => text.slice(text.indexOf("#"))
  const wrap = (text: string, width: number, by: string) => text.replace(new RegExp(`.{${width}}`, "g"), `$&${by}`)
  const cases: Record<string, (text: string) => string> = {
    "the fragment alone": fragment,
    "the fragment without #": (text) => fragment(text).slice(1),
    "angle brackets": (text) => `<${text}>`,
    parentheses: (text) => `(${text})`,
    "a Markdown link": (text) => `[my graph](${text})`,
    "a full stop behind": (text) => `${text}.`,
    "a comma behind": (text) => `${text},`,
    "quotes around": (text) => `"${text}"`,
    "fragment in quotes": (text) => `"${fragment(text)}"`,
    backticks: (text) => `\`${text}\``,
    "stars around": (text) => `**${text}**`,
    "spaces around": (text) => `  ${text}  `,
    "a line break behind": (text) => `${text}\r\n`,
    "wrapped at 76": (text) => wrap(text, 76, "\r\n"),
    "wrapped and indented": (text) => wrap(text, 60, "\n    "),
    "wrapped as quoted-printable": (text) => wrap(text, 75, "=\r\n"),
    "spaces within": (text) => wrap(text, 50, " "),
    "zero-width spaces": (text) => wrap(text, 40, "\u200b"),
    "soft hyphens": (text) => wrap(text, 40, "\u00ad"),
    "word joiners": (text) => wrap(text, 40, "\u2060"),
    "a byte order mark": (text) => `\ufeff${text}`,
    "# as %23": (text) => text.replace("#", "%23"),
    "encoded whole": (text) => encodeURIComponent(text),
    "encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
    "every character encoded": (text) => [...text].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(""),
    "lower-case escapes": (text) => text.replaceAll("-", "%2d").replaceAll("_", "%5f"),
    "base64's + and /": (text) =>
      text.slice(0, text.lastIndexOf(".")) +
      text.slice(text.lastIndexOf(".")).replaceAll("-", "+").replaceAll("_", "/"),
    "padding =": (text) => `${text}=`,
    "padding ==": (text) => `${text}==`,
    "padding %3D": (text) => `${text}%3D%3D`,
    "another host": (text) => `http://localhost:5173/?x=1${fragment(text)}`,
  }
  test.each(Object.entries(cases))("%s", (_, mangle) => {
    expect(readLink(mangle(whole))).toEqual({ json: writeDocument(small, { pretty: false }) })
    expect(openDocument(mangle(whole).replace(/^\[my graph\]/, "")).document).toEqual(small)
  })
})

describe("limits", () => {
  test("bombs at the limit of 4 MiB: one byte less and the limit itself are unpacked, one byte more is refused", () => {
    const most = 4 * 2 ** 20
    for (const [size, expected] of [
      [most - 1, "opened"],
      [most, "opened"],
      [most + 1, "GW-L106"],
      [10 * most, "GW-L106"],
    ] as const) {
      const bomb = deflateSync(new Uint8Array(size).fill(32), { level: 9, dictionary })
      expect(said(forged(bomb, size))).toContain(expected)
      // With a length that hides it.
      if (size > most)
        expect(said(forged(bomb, 1000))).toContain(
          "GW-L106 The link's content is larger than the 1,000 bytes that it names",
        )
    }
  })

  test("a link of more than 65,536 characters is neither made nor read, and one above 8,000 warns", () => {
    const noisy = (n: number): GradwireDocument => ({
      ...small,
      description: Array.from({ length: n }, (_, i) => checksum(String(i))).join(""),
    })
    const fine = writeLink(noisy(100), base)
    expect(fine).toMatchObject({ warning: null })
    const long = writeLink(noisy(2_000), base)
    expect(long).toMatchObject({ warning: { code: "GW-L190", severity: "warning" } })
    const over = writeLink(noisy(20_000), base)
    expect(over).toMatchObject({ code: "GW-L105" })
    expect(said(`#g1.d1.10.70000.00000000.${"A".repeat(70_000)}`)).toContain("GW-L105 This link has 70,")
    expect(said("A".repeat(2_000_000))).toContain("GW-L105 This link has 2,000,000 characters; the limit is 65,536")
  })

  test("a document over 4 MiB is not put into a link", () => {
    expect(writeLink({ ...small, description: "x".repeat(4 * 2 ** 20) })).toMatchObject({ code: "GW-L106" })
  })
})

describe("what is not a link of this format", () => {
  const bytes = new TextEncoder().encode('{"gradwire":1,"nodes":[]}')
  const packed = deflateSync(bytes, { dictionary })
  test.each([
    ["", "GW-L101 There is no graph in this link"],
    [base, "GW-L101 There is no graph in this link"],
    ["https://example.org/#section", "GW-L101 There is no graph in this link"],
    ["#g7.anything", "GW-L102 This link was made by a newer Gradwire (link format 7; this one reads 1)"],
    ["#g1.", "GW-L103 This link is incomplete: it ends before its content"],
    ["#g1.!!", "GW-L104 This link was changed on its way"],
    [forged(packed, bytes.length), "opened"],
    [
      forged(packed, bytes.length, "z9"),
      "GW-L102 This link was made by a newer Gradwire (codec z9; this one reads d1)",
    ],
    [forged(packed, bytes.length + 1), "GW-L107 The link's content cannot be unpacked"],
    [forged(packed, bytes.length - 1), "GW-L106 The link's content is larger than the 24 bytes that it names"],
    [forged(packed.subarray(0, -2), bytes.length), "GW-L107 The link's content cannot be unpacked"],
    [
      forged(Uint8Array.from([...packed, 0]), bytes.length),
      "GW-L108 Something follows the end of the link's content: 1 byte too many",
    ],
    [
      forged(deflateSync(Uint8Array.from([0x22, 0xff]), { dictionary }), 2),
      "GW-L107 The link's content cannot be unpacked: it is not text in UTF-8",
    ],
    [forged(Uint8Array.from([7]), 10), "GW-L107 The link's content cannot be unpacked"],
  ])("%s", (text, wanted) => {
    expect(said(text)).toContain(wanted)
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
    expect(openDocument(input).document).toEqual(small)
  }
  expect(isLink("# A heading")).toBe(false)
  expect(openDocument("https://example.org/").problems[0]?.code).toBe("GW-L101")
})

test("a file's name is the title's letters and digits", () => {
  expect(fileName({ ...small, title: "../../Été: ΔW & \u0000 v2" })).toBe("ete-w-v2.json")
  expect(fileName({ ...small, title: "…" })).toBe("graph.json")
})
