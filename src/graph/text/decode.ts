// Bytes to text. Tells what a file of another kind looks like, and where bytes are no UTF-8.

import { count, type Problem } from "../problem.ts"

/** The text without its byte order mark, or why there is none. */
export function decode(input: string | Uint8Array, mostBytes: number): { readonly text: string } | Problem {
  const size = input.length
  if (size > mostBytes) {
    return refused("GW-F102", `The document has ${count(size)} bytes; the limit is ${count(mostBytes)}`)
  }
  const kind = otherKind(input)
  if (kind !== null) {
    const [what, advice = ""] = kind
    return refused(
      "GW-F101",
      `This looks like ${what}, expected a Gradwire document (JSON) or a Gradwire link${advice}`,
    )
  }
  const text = typeof input === "string" ? input : toText(input)
  if (text === null) {
    const at = typeof input === "string" ? 0 : invalidUtf8(input)
    return refused("GW-F103", `The byte at offset ${count(at)} is not valid UTF-8; save the file as UTF-8`)
  }
  if (text.trim() === "") return refused("GW-F104", "There is nothing in the file; expected a Gradwire document (JSON)")
  return { text: text.startsWith("\uFEFF") ? text.slice(1) : text }
}

function refused(code: Problem["code"], sentence: string): Problem {
  return { code, severity: "error", sentence: `${sentence}. Nothing was opened or changed.` }
}

function toText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

/** First bytes of other formats, as Latin-1 text. */
const STARTS: readonly (readonly [string, string, advice?: string])[] = [
  ["\x89PNG", "a PNG picture"],
  ["\xff\xd8\xff", "a JPEG picture"],
  ["GIF8", "a GIF picture"],
  ["RIFF", "a WebP picture or a sound"],
  ["%PDF", "a PDF file"],
  ["PK\x03", "a zip archive (also .npz, .docx and PyTorch's .pt)"],
  ["\x1f\x8b", "a gzip archive"],
  ["BZh", "a bzip2 archive"],
  ["\xfd7zXZ", "an xz archive"],
  ["7z\xbc\xaf", "a 7z archive"],
  ["\x28\xb5\x2f\xfd", "a zstd archive"],
  ["\x89HDF", "an HDF5 file (Keras .h5)"],
  ["\x93NUMPY", "a NumPy array (.npy)"],
  ["\x80\x02", "a Python pickle (PyTorch's .pt or .pkl)"],
  ["\x80\x04", "a Python pickle (.pkl)"],
  ["\x7fELF", "a program"],
  ["MZ", "a program"],
  ["\0asm", "a WebAssembly module"],
  ["SQLite format 3", "an SQLite database"],
  ["\xff\xfe", "text in UTF-16", "; save it as UTF-8"],
  ["\xfe\xff", "text in UTF-16", "; save it as UTF-8"],
  ["{\0", "text in UTF-16", "; save it as UTF-8"],
  ["\0{", "text in UTF-16", "; save it as UTF-8"],
  ["version https://git-lfs", "a Git LFS pointer, not the file itself", "; fetch it with `git lfs pull`"],
]
const TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^\s*<(?:!doctype html|html|head|body)/i, "a web page (HTML)"],
  [/^\s*<svg/i, "an SVG picture"],
  [/^\s*<\?xml/i, "an XML file"],
  [/^\s*(?:import|from) [a-z_.]+/, "a Python program"],
  [/^%YAML|^---\s/, "a YAML file"],
  [/^\s*\\documentclass/, "a LaTeX file"],
]

/** What the input looks like, and perhaps what to do about it; null for what may be JSON, or is not known. */
export function otherKind(input: string | Uint8Array): readonly [what: string, advice?: string] | null {
  const head =
    typeof input === "string"
      ? input.slice(0, 300)
      : String.fromCharCode(...input.subarray(0, 300)).replace("\xef\xbb\xbf", "")
  const start = STARTS.find(([prefix]) => head.startsWith(prefix))
  if (start !== undefined) return [start[1], start[2] ?? ""]
  if (/^\s*[{[]/.test(head)) return null
  // A safetensors file starts with the length of its header in eight bytes; an ONNX model with its version and producer.
  if (head.charCodeAt(7) === 0 && head.slice(8, 10) === '{"') return ["a safetensors file"]
  if (head.charCodeAt(0) === 8 && head.charCodeAt(1) < 32 && '\x12\x1a"'.includes(head.charAt(2)))
    return ["an ONNX model"]
  const text = TEXTS.find(([pattern]) => pattern.test(head))
  return text === undefined ? null : [text[1]]
}

/** Offset of the first byte that is no UTF-8, after RFC 3629 (no overlong forms, no surrogates, at most U+10FFFF). */
function invalidUtf8(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return at
    at += length
  }
  return at
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return 1
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0
    if (next < 0x80 || next > 0xbf) return 0
  }
  const second = bytes[at + 1] ?? 0
  const overlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90)
  const outside = (lead === 0xed && second > 0x9f) || (lead === 0xf4 && second > 0x8f)
  return overlong || outside ? 0 : length
}
