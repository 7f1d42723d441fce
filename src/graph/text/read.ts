// The one reader of documents, for page and command line. Total: any text or bytes get an answer. Damage stays local: a bad
// node is quarantined with its text, a bad field set aside, the rest opens, and writing gives every text back. This folder
// knows the form of a document, not its meaning: ops, attributes and wires are the analysis's business.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Code } from "../codes.ts"
import { FORMAT_VERSION, type GradwireDocument } from "../document.ts"
import { browserLimits, type Limits } from "../limits.ts"
import { count, type Problem } from "../problem.ts"
import { decode } from "./decode.ts"
import { fieldFault } from "./fields.ts"
import { Lines } from "./lines.ts"
import { type EntryText, readGroups, readNodes } from "./lists.ts"
import { formatOf } from "./raising.ts"
import { faultsWithin, pointer, Report } from "./report.ts"
import { type Fault, isFault, type Member, type Scan, scan, type TextRange } from "./scan.ts"
import { fits } from "./size.ts"
import { type Upgrades, upgradeDocument, upgrades } from "./upgrades/upgrades.ts"
import { readVersion } from "./version.ts"
import { writeJson } from "./write.ts"

/** What came of reading a text. */
export interface DocumentRead {
  /** `null` if nothing could be opened; the problems then say why. */
  readonly document: GradwireDocument | null
  readonly problems: readonly Problem[]
  /** Made by a newer Gradwire: may be looked at, must not be written over. */
  readonly newer: boolean
}

/** A field of the document; `member` is null where an upgrade made it. */
interface Field {
  readonly key: string
  readonly value: Json
  readonly member: Member | null
  /** Of a list that an upgrade made anew. */
  readonly entries?: readonly EntryText[]
}

/** Reads a document from its text or its bytes. Never throws. `known`: the upgrades, another list only in tests. */
export function readDocument(
  input: string | Uint8Array,
  limits: Limits = browserLimits,
  known: Upgrades = upgrades,
): DocumentRead {
  const decoded = decode(input, limits.fileBytes)
  if (!("text" in decoded)) return unreadable(decoded)
  const scanned = scan(decoded.text, limits.depth)
  if (isFault(scanned)) return unreadable(syntaxProblem(scanned, decoded.text))
  const version = readVersion(scanned.value)
  if ("code" in version) return unreadable(version)
  const report = new Report(decoded.text)
  const newest = Math.max(FORMAT_VERSION, ...known.keys())
  const format = reportVersion(version.format, newest, report)
  if (!fits(scanned, limits, report)) return { document: null, problems: report.problems, newer: false }
  const fields = soundFields(scanned, report)
  const upgraded = format < newest ? upgradeFields(fields, format, known, scanned, report) : fields
  const document = upgraded === null ? null : build(upgraded, Math.max(format, newest), scanned, report)
  return { document, problems: report.problems, newer: document !== null && format > newest }
}

function unreadable(problem: Problem): DocumentRead {
  return { document: null, problems: [problem], newer: false }
}

function syntaxProblem(fault: Fault, text: string): Problem {
  const at = new Lines(text).at(fault.offset)
  const where = `Line ${count(at.line)}, column ${count(at.column)}`
  const sentence = `${where}: ${fault.sentence}. Nothing was opened or changed.`
  return { code: fault.code, severity: "error", sentence, ...at, path: pointer(fault.path) }
}

function reportVersion(format: number | null, newest: number, report: Report): number {
  if (format === null)
    report.add("GW-S103", `The field "gradwire" is missing; the document is read as format ${newest}`, report.place(0))
  if (format !== null && format > newest) {
    const formats = `format ${count(format)}; this one reads ${newest}`
    report.add(
      "GW-S102",
      `The document was made by a newer Gradwire (${formats}). It can be looked at, but not changed`,
    )
  }
  return format ?? newest
}

/** Fields that stand once and hold no fault; the rest is set aside. A fault inside an entry of a list is the entry's. */
function soundFields(scanned: Scan, report: Report): Field[] {
  const seen = new Set<string>()
  const fields: Field[] = []
  for (const member of scanned.members) {
    const { key, value, start, end } = member
    const lists = key === "nodes" || key === "groups"
    const entries = (lists ? scanned.elements.get(value) : undefined) ?? []
    const fault = firstOutside(faultsWithin(scanned.faults, member), entries)
    const twice: Pick<Fault, "code" | "sentence"> = {
      code: "GW-F120",
      sentence: "it is there twice; the first one counts",
    }
    const why = seen.has(key) ? twice : fault
    if (why === undefined) {
      fields.push({ key, value, member })
    } else {
      const place = { ...report.place(fault?.offset ?? start), path: pointer(fault?.path ?? [key]) }
      report.putAside(key, { text: report.text.slice(start, end), start }, why.code, why.sentence, place)
    }
    seen.add(key)
  }
  return fields
}

/** The first fault in none of the entries; both come in the order of the text. */
function firstOutside(faults: readonly Fault[], entries: readonly TextRange[]): Fault | undefined {
  let next = 0
  return faults.find(({ offset }) => {
    while ((entries[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next++
    return offset < (entries[next]?.start ?? Number.POSITIVE_INFINITY)
  })
}

/** The fields after all upgrades. Entries that cannot be read are kept from them, and stand in their places again after. */
function upgradeFields(
  fields: readonly Field[],
  format: number,
  known: Upgrades,
  scanned: Scan,
  report: Report,
): Field[] | null {
  const before = new Map(fields.map((field) => [field.key, field]))
  const lists = new Map(["nodes", "groups"].map((key) => [key, entriesOf(before.get(key)?.value ?? null, scanned)]))
  const sound = ({ key, value }: Field): Json => {
    const faulty = lists.get(key)?.some(({ faults }) => faults.length > 0)
    return faulty
      ? (lists.get(key) ?? []).filter(({ faults }) => faults.length === 0).map((entry) => entry.value)
      : value
  }
  const plain = Object.fromEntries(fields.map((field) => [field.key, sound(field)]))
  const upgraded = upgradeDocument(plain, format, known)
  if ("step" in upgraded) {
    const failed = `The upgrade from format ${upgraded.step} failed (${upgraded.reason})`
    report.add("GW-S120", `${failed}. Nothing was opened or changed`)
    return null
  }
  return Object.entries(upgraded.document).map(([key, value]) => {
    const old = before.get(key)
    if (old !== undefined && plain[key] === value) return old
    const list = lists.get(key)
    return { key, value, member: null, ...(list && Array.isArray(value) ? { entries: rejoin(value, list) } : {}) }
  })
}

/** Entries that an upgrade left alone keep their text, and faulty ones return to their places. */
function rejoin(values: readonly Json[], before: readonly EntryText[]): EntryText[] {
  const sound = before.filter(({ faults }) => faults.length === 0)
  const known = new Map(sound.map((entry) => [entry.value, entry]))
  const entries = values.map((value) => known.get(value) ?? { value, faults: [] })
  for (const [index, entry] of before.entries()) if (entry.faults.length > 0) entries.splice(index, 0, entry)
  return entries
}

function build(fields: readonly Field[], format: number, scanned: Scan, report: Report): GradwireDocument | null {
  // Fields keep the order of the text; those that are missing come first and last.
  const document: Record<string, unknown> = fields.some(({ key }) => key === "gradwire") ? {} : { gradwire: format }
  let nodes: readonly EntryText[] | null = null
  for (const { key, value, member, entries = entriesOf(value, scanned) } of fields) {
    const fault = fieldFault(key, value)
    const place = { ...report.place(member?.valueStart), path: pointer([key]) }
    if (fault !== null) {
      if (key === "nodes") return refuse("GW-S104", `"nodes" ${fault.sentence}`, report, place)
      const piece =
        member === null
          ? { text: `${JSON.stringify(key)}: ${writeJson(value)}` }
          : { text: report.text.slice(member.start, member.end), start: member.start }
      report.putAside(key, piece, "GW-S104", `it ${fault.sentence}`, {
        found: fault.found,
        expected: fault.expected,
        ...place,
      })
    } else if (key === "gradwire") {
      document.gradwire = format
    } else if (key === "nodes") {
      nodes = entries
      document.nodes = null
    } else {
      document[key] = key === "groups" ? readGroups(entries, report) : value
    }
  }
  if (nodes === null)
    report.add(
      "GW-S104",
      'The field "nodes" is missing, expected a list of nodes; the document opens empty',
      report.place(0),
    )
  document.nodes = readNodes(nodes ?? [], report)
  const aside = report.setAside()
  if (aside.length > 0) document.setAside = aside
  // fieldFault has seen every known field, readNodes and readGroups every entry.
  const read = document as unknown as GradwireDocument
  return { ...read, gradwire: formatOf(read) }
}

function refuse(code: Code, sentence: string, report: Report, rest: Partial<Problem>): null {
  report.add(code, `The field ${sentence}. Nothing was opened or changed`, rest)
  return null
}

function entriesOf(list: Json, scanned: Scan): EntryText[] {
  const elements = scanned.elements.get(list)
  if (elements !== undefined) {
    return elements.map((element) => ({ ...element, faults: faultsWithin(scanned.faults, element) }))
  }
  return Array.isArray(list) ? list.map((value: Json) => ({ value, faults: [] })) : []
}
