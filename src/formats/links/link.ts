// A whole document in the fragment of an address, so that it is never sent to a server:
//   #g1.<codec>.<bytes of the document>.<characters of the payload>.<checksum>.<payload>
// The payload is the minified document, packed by raw deflate behind a frozen dictionary, in base64url. The checksum is the
// CRC-32 of all from codec to payload: it catches every change of one character. A link is refused rather than opened as
// another graph. This folder makes and reads the text; opening what it says is somebody else's business.

import { deflateSync } from "fflate"
import type { Code } from "../../graph/codes.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { LINK_CHARACTERS, LINK_INFLATED_BYTES } from "../../graph/limits.ts"
import { count, type Problem } from "../../graph/problem.ts"
import { writeDocument } from "../../graph/text/write.ts"
import { fromBase64url, toBase64url } from "./base64url.ts"
import { crc32Digits } from "./crc32.ts"
import { dictionary1 } from "./dictionary1.ts"
import { inflate } from "./inflate.ts"

const LINK_FORMAT = 1
const CODEC = "d1"
const dictionary = new TextEncoder().encode(dictionary1)

export interface Link {
  readonly link: string
  readonly characters: number
  /** The link is so long that some programs will cut it. */
  readonly warning: Problem | null
}

/** The link to a document. `base`: the address of the editor; its own fragment is replaced. */
export function writeLink(document: GradwireDocument, base = ""): Link | Problem {
  const bytes = new TextEncoder().encode(writeDocument(document, { pretty: false }))
  if (bytes.length > LINK_INFLATED_BYTES) {
    const sentence = `The document takes ${count(bytes.length)} bytes; a link holds at most ${count(LINK_INFLATED_BYTES)}`
    return problem("GW-L106", `${sentence}. Share the file instead.`)
  }
  const payload = toBase64url(deflateSync(bytes, { level: 9, dictionary }))
  const counted = `${CODEC}.${bytes.length}.${payload.length}.`
  const link = `${base.replace(/#.*$/s, "")}#g${LINK_FORMAT}.${counted}${checksum(counted + payload)}.${payload}`
  const size = `The link has ${count(link.length)} characters`
  if (link.length > LINK_CHARACTERS.hard) {
    return problem("GW-L105", `${size}; the limit is ${count(LINK_CHARACTERS.hard)}. Share the file instead.`)
  }
  const long = link.length > LINK_CHARACTERS.soft
  const advice = `${size}; some mail and chat programs cut links above ${count(LINK_CHARACTERS.soft)}. A file is safer.`
  return {
    link,
    characters: link.length,
    warning: long ? { ...problem("GW-L190", advice), severity: "warning" } : null,
  }
}

/** The text of the document in a link: a whole address, its fragment, or either as mail and chat programs mangle them. */
export function readLink(text: string): { readonly json: string } | Problem {
  // Percent-encoding may triple the characters, once or twice.
  if (text.length > 9 * LINK_CHARACTERS.hard) return tooLong(text.length)
  const [, version, rest = ""] = /(?:^|#)[<("'`*[]*g([0-9]{1,9})\.(.*)$/s.exec(tidied(text)) ?? []
  if (version === undefined) {
    return refused("GW-L101", `There is no graph in this link: expected #g${LINK_FORMAT}. and what follows`)
  }
  if (Number(version) > LINK_FORMAT) {
    const formats = `link format ${Number(version)}; this one reads ${LINK_FORMAT}`
    return refused("GW-L102", `This link was made by a newer Gradwire (${formats})`)
  }
  if (Number(version) !== LINK_FORMAT) return changed()
  if (rest.length > LINK_CHARACTERS.hard) return tooLong(rest.length)
  const header = /^([a-z][a-z0-9]{0,7})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.([0-9a-f]{8})\.(.*)$/s.exec(rest)
  if (header !== null) return readBody(header)
  if (!/^[a-z0-9]{0,8}(?:\.[0-9]{0,9}){0,2}(?:\.[0-9a-f]{0,8})?$/.test(rest)) return changed()
  return refused(
    "GW-L103",
    "This link is incomplete: it ends before its content; chat and mail programs often cut long links",
  )
}

function readBody(header: RegExpExecArray): { readonly json: string } | Problem {
  const [, codec = "", length = "", expected = "", crc = "", body = ""] = header
  const payload = body.replaceAll("+", "-").replaceAll("/", "_")
  const arrived = /^[A-Za-z0-9_-]*/.exec(payload)?.[0] ?? ""
  const tail = payload.slice(arrived.length)
  if (arrived.length < Number(expected)) {
    if (!CLOSING.test(tail)) return changed()
    const counts = `${count(arrived.length)} of ${count(Number(expected))} characters arrived`
    return refused("GW-L103", `This link is incomplete: ${counts}; chat and mail programs often cut long links`)
  }
  if (arrived.length > Number(expected) || !CLOSING.test(tail)) {
    const extra = payload.length - Number(expected)
    return refused("GW-L108", `Something follows the end of the link: ${plural(extra, "character")} too many`)
  }
  const counted = `${codec}.${length}.${expected}.`
  if (checksum(counted + arrived) !== crc) return changed()
  if (codec !== CODEC) {
    return refused("GW-L102", `This link was made by a newer Gradwire (codec ${codec}; this one reads ${CODEC})`)
  }
  return unpack(arrived, Number(length))
}

// What often stands behind a link in running text, and base64's padding.
const CLOSING = /^[=.,;:!?)\]}>"'`*]*$/

function unpack(payload: string, length: number): { readonly json: string } | Problem {
  const most = count(LINK_INFLATED_BYTES)
  if (length > LINK_INFLATED_BYTES) {
    return refused("GW-L106", `The link's content takes ${count(length)} bytes when unpacked; the limit is ${most}`)
  }
  const packed = fromBase64url(payload)
  if (packed === null) return changed()
  const unpacked = inflate(packed, dictionary, length)
  if ("failed" in unpacked && unpacked.failed === "too large") {
    return refused("GW-L106", `The link's content is larger than the ${count(length)} bytes that it names`)
  }
  if ("failed" in unpacked || unpacked.bytes.length !== length) {
    return refused("GW-L107", "The link's content cannot be unpacked: it was not made by Gradwire")
  }
  const extra = packed.length - unpacked.used
  if (extra > 0)
    return refused("GW-L108", `Something follows the end of the link's content: ${plural(extra, "byte")} too many`)
  try {
    return { json: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(unpacked.bytes) }
  } catch {
    return refused("GW-L107", "The link's content cannot be unpacked: it is not text in UTF-8")
  }
}

/** Undoes what programs do to links: percent-encoding, line breaks, spaces, marks without width. */
function tidied(text: string): string {
  let tidy = text
  for (let round = 0; round < 3 && tidy.includes("%"); round++) {
    tidy = tidy.replace(/%([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }
  return tidy.replace(/=\r?\n/g, "").replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
}

function plural(n: number, thing: string): string {
  return `${count(n)} ${thing}${n === 1 ? "" : "s"}`
}

function changed(): Problem {
  return refused("GW-L104", "This link was changed on its way: its checksum does not agree with its content")
}

function tooLong(characters: number): Problem {
  return refused(
    "GW-L105",
    `This link has ${count(characters)} characters; the limit is ${count(LINK_CHARACTERS.hard)}`,
  )
}

function refused(code: Code, sentence: string): Problem {
  return problem(code, `${sentence}. Nothing was opened or changed; ask for the link again, or for the file.`)
}

function problem(code: Code, sentence: string): Problem {
  return { code, severity: "error", sentence }
}

/** CRC-32 of ASCII text. */
export function checksum(text: string): string {
  // Whole codes: cut to bytes, a letter that somebody's program put in might pass for another.
  return crc32Digits(Array.from(text, (letter) => letter.charCodeAt(0)))
}
