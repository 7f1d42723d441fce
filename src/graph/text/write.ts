// Documents to text. Pretty: a field a line, a node a line where it fits. What could not be read is given back as it was
// written; what was read comes back with the same meaning, key order included.

import { type GradwireDocument, isQuarantined } from "../document.ts"
import { formatOf } from "./raising.ts"

interface WriteOptions {
  /** Default true; false leaves out every space. */
  readonly pretty?: boolean
}

/** Of a line, less the comma that may follow. */
const WIDTH = 119

/** The document's text, without a newline at the end when minified. */
export function writeDocument(document: GradwireDocument, options: WriteOptions = {}): string {
  const pretty = options.pretty ?? true
  const write = (value: unknown, indent: number): string => (pretty ? layOut(value, indent) : writeJson(value))
  const { setAside = [], ...fields } = document
  const lost = setAside.filter(({ within }) => within === "groups").map(({ text }) => text)
  const list = (items: readonly string[]): string => {
    if (items.length === 0) return "[]"
    return pretty ? `[\n    ${items.join(",\n    ")}\n  ]` : `[${items.join(",")}]`
  }
  const nodes = document.nodes.map((entry) => (isQuarantined(entry) ? entry.quarantined : write(entry, 4)))
  const groups = [...(document.groups ?? []).map((group) => write(group, 4)), ...lost]
  const written = new Map<string, string>()
  for (const [key, value] of Object.entries(fields)) {
    if (key === "nodes") written.set(key, list(nodes))
    else if (key === "groups") written.set(key, list(groups))
    else if (key === "gradwire") written.set(key, write(formatOf(document), 2))
    else if (value !== undefined) written.set(key, write(value, 2))
  }
  if (lost.length > 0) written.set("groups", list(groups))
  const parts = [...written].map(([key, text]) => `${JSON.stringify(key)}:${pretty ? " " : ""}${text}`)
  parts.push(...setAside.filter(({ within }) => within === "document").map(({ text }) => text))
  return pretty ? `{\n  ${parts.join(",\n  ")}\n}\n` : `{${parts.join(",")}}`
}

/** JSON without spaces. Keeps −0, which JSON.stringify would turn into 0. */
export function writeJson(value: unknown): string {
  if (Object.is(value, -0)) return "-0"
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null"
  if (Array.isArray(value)) return `[${value.map(writeJson).join(",")}]`
  const members = present(value).map(([key, held]) => `${JSON.stringify(key)}:${writeJson(held)}`)
  return `{${members.join(",")}}`
}

function present(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, held]) => held !== undefined)
}

/** On one line, with spaces, if it fits behind `indent`; else one member or element a line. */
function layOut(value: unknown, indent: number): string {
  const line = onOneLine(value)
  if (typeof value !== "object" || value === null || line.length <= WIDTH - indent) return line
  const inner = " ".repeat(indent + 2)
  const outer = " ".repeat(indent)
  if (!Array.isArray(value)) {
    const members = present(value).map(([key, held]) => `${JSON.stringify(key)}: ${layOut(held, indent + 2)}`)
    return `{\n${inner}${members.join(`,\n${inner}`)}\n${outer}}`
  }
  const items: readonly unknown[] = value
  if (items.some((item) => typeof item === "object" && item !== null)) {
    return `[\n${inner}${items.map((item) => layOut(item, indent + 2)).join(`,\n${inner}`)}\n${outer}]`
  }
  return `[\n${inner}${fillLines(items.map(writeJson), WIDTH - indent - 2).join(`,\n${inner}`)}\n${outer}]`
}

function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return writeJson(value)
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`
  const members = present(value).map(([key, held]) => `${JSON.stringify(key)}: ${onOneLine(held)}`)
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`
}

/** As many words on a line as fit. */
function fillLines(words: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 2 > width) lines.push(word)
    else lines[lines.length - 1] = `${last}, ${word}`
  }
  return lines
}
