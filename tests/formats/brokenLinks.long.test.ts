// Links that were cut, mangled, forged or made too large: undone where that is safe, else refused with a reason.

import { deflateSync } from "fflate"
import { beforeAll, describe, expect, test } from "vitest"
import { readDocumentOrLink } from "../../src/formats/json.ts"
import { toBase64url } from "../../src/formats/links/base64url.ts"
import { checksum, readLink, writeLink } from "../../src/formats/links/link.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { base, dictionary, link, said, small } from "./links.ts"

/** A link with a payload of our own, with header and checksum as they should be. */
function forged(packed: Uint8Array, length: number, codec = "d1"): string {
  const payload = toBase64url(packed)
  const counted = `${codec}.${length}.${payload.length}.`
  return `#g1.${counted}${checksum(counted + payload)}.${payload}`
}

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
    expect(readDocumentOrLink(mangle(whole).replace(/^\[my graph\]/, "")).document).toEqual(small)
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
