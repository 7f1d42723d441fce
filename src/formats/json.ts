// What a person hands over: a file's bytes, pasted text, a share link. One door for page and command line. This folder is
// documents to and from the world; it does not know the engine.

import type { GradwireDocument } from "../graph/document.ts"
import { browserLimits, type Limits } from "../graph/limits.ts"
import { type DocumentRead, readDocument } from "../graph/text/read.ts"
import { readLink } from "./links/link.ts"

/** Reads a document from JSON or from a link. Never throws. */
export function readDocumentOrLink(input: string | Uint8Array, limits: Limits = browserLimits): DocumentRead {
  const text = typeof input === "string" ? input : linkText(input)
  if (text === null || !isLink(text)) return readDocument(input, limits)
  const read = readLink(text)
  return "json" in read ? readDocument(read.json, limits) : { document: null, problems: [read], newer: false }
}

/** Whether a text is meant as a link: an address, or a fragment alone. */
export function isLink(text: string): boolean {
  return /^[\s\ufeff<("'`*]*(?:https?[:%]|(?:#|%23)(?:g|$)|g[0-9]+\.|%(?:25)*(?:68|23|67))/i.test(text.slice(0, 200))
}

/** Bytes that start like a link, as text. */
function linkText(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  return isLink(start) ? new TextDecoder().decode(bytes) : null
}

/** A name for the document's file: the title's letters and digits, never a path. */
export function fileName(document: GradwireDocument): string {
  const words =
    (document.title ?? "")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  return `${words.join("-").slice(0, 80) || "graph"}.json`
}
