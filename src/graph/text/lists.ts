// The entries of `nodes` and of `groups`, each read for itself: a bad one is kept as its text, the others open.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Code } from "../codes.ts"
import type { GroupDocument, NodeEntry } from "../document.ts"
import { isId } from "../ids.ts"
import { count, type Problem, quote } from "../problem.ts"
import { isObject, readGroup, readNode } from "./entry.ts"
import { pointer, type Report, type ValueSpan } from "./report.ts"
import { type Fault, isFault, scan } from "./scan.ts"

/** One entry of a list, with what the scan found wrong inside it. */
export interface EntryText extends ValueSpan {
  readonly faults: readonly Fault[]
}

interface Trouble {
  readonly code: Code
  readonly sentence: string
  readonly offset?: number | undefined
  readonly field?: string
  readonly found?: string
  readonly expected?: string
}

/** Nodes in the order of the list. Of two with one id the first is the node. */
export function readNodes(entries: readonly EntryText[], report: Report): NodeEntry[] {
  const reads = entries.map((entry) => {
    const read = readNode(entry.value)
    return entry.faults.length === 0 && "value" in read ? read.value : null
  })
  const first = new Map<string, number>()
  for (const [index, node] of reads.entries()) if (node !== null && !first.has(node.id)) first.set(node.id, index)
  const names = new Names(first.keys())
  return entries.map((entry, index) => {
    const node = reads[index] ?? null
    if (node !== null && first.get(node.id) === index) return node
    const original = node === null ? undefined : entries[first.get(node.id) ?? 0]
    return quarantine(entry, index, trouble(entry, original, report), names, report)
  })
}

/** Ids for entries that cannot be read. Counts on from the last one: a hostile list may hold 200,000. */
class Names {
  private readonly taken: Set<string>
  private last = 0

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken)
  }

  /** The id that is claimed if it is allowed and free, else `quarantined-1`, … */
  take(claimed: string | null): string {
    let id = claimed
    while (id === null || !isId(id) || this.taken.has(id)) id = `quarantined-${++this.last}`
    this.taken.add(id)
    return id
  }
}

function trouble(entry: EntryText, original: EntryText | undefined, report: Report): Trouble {
  const [fault] = entry.faults
  if (fault !== undefined) return { ...fault, ...fieldOf(fault) }
  if (original !== undefined) {
    const { line } = report.place(original.start)
    const where = line === undefined ? "" : ` on line ${count(line)}`
    return { code: "GW-S203", sentence: `another node${where} has this id; ids must differ`, field: "id" }
  }
  const read = readNode(entry.value)
  if (!("fault" in read)) throw new Error("asked for the trouble of a node without any")
  return { ...read.fault, offset: offsetOf(entry, read.fault.field, report.text) }
}

function fieldOf(fault: Fault): { readonly field?: string } {
  const field = fault.path[2]
  return typeof field === "string" && field !== "" ? { field } : {}
}

/** Where a field of an entry stands in the text. */
function offsetOf(entry: ValueSpan, field: string | undefined, text: string): number | undefined {
  if (field === undefined || entry.start === undefined) return entry.start
  // The entry has been read once already, at one of these depths, so this cannot fail for depth or syntax.
  const scanned = scan(text.slice(entry.start, entry.end), Number.MAX_SAFE_INTEGER)
  const member = isFault(scanned) ? undefined : scanned.members.find(({ key }) => key === field)
  return entry.start + (member?.valueStart ?? 0)
}

function quarantine(entry: EntryText, index: number, why: Trouble, names: Names, report: Report): NodeEntry {
  const raw = report.rawOf(entry)
  const claimed = claimedId(entry.value, raw)
  const id = names.take(claimed)
  const place = report.place(why.offset ?? entry.start)
  const name = claimed === null ? `Node number ${count(index + 1)}` : `Node ${quote(claimed)}`
  const where = place.line === undefined ? "" : ` (line ${count(place.line)})`
  const problem: Problem = {
    code: why.code,
    severity: "error",
    sentence: `${name}${where} cannot be read: ${why.sentence}. It is kept as it was written; the other nodes are open.`,
    node: id,
    ...(why.found === undefined ? {} : { found: why.found }),
    ...(why.expected === undefined ? {} : { expected: why.expected }),
    ...place,
    path: pointer(why.field === undefined ? ["nodes", index] : ["nodes", index, why.field]),
  }
  report.problems.push(problem)
  const read = readNode({ id: "a", op: "a", at: isObject(entry.value) ? (entry.value.at ?? null) : null })
  const at = "value" in read ? read.value.at : undefined
  return { quarantined: raw, id, problem, ...(at === undefined ? {} : { at }) }
}

/** The id that an entry gives itself, even where its text cannot be read as JSON. */
function claimedId(value: Json, raw: string): string | null {
  const id = isObject(value) ? value.id : /"id"\s*:\s*"([^"\\\n]*)"/.exec(raw)?.[1]
  return typeof id === "string" ? id : null
}

/** Groups in the order of the list; a bad one, or the second with one id, is set aside. */
export function readGroups(entries: readonly EntryText[], report: Report): GroupDocument[] {
  const groups = new Map<string, GroupDocument>()
  for (const [index, entry] of entries.entries()) {
    const read = readGroup(entry.value)
    const fault = entry.faults[0]?.sentence ?? ("fault" in read ? read.fault.sentence : undefined)
    const twice =
      "value" in read && groups.has(read.value.id) ? "another group has this id; ids must differ" : undefined
    const why = fault ?? twice
    if (why === undefined && "value" in read) {
      groups.set(read.value.id, read.value)
      continue
    }
    const raw = report.rawOf(entry)
    const claimed = claimedId(entry.value, raw)
    report.keep({ within: "groups", key: claimed ?? "", text: raw }, entry.start)
    const place = report.place(entry.faults[0]?.offset ?? entry.start)
    const name = claimed === null ? `Group number ${count(index + 1)}` : `Group ${quote(claimed)}`
    const where = place.line === undefined ? "" : ` (line ${count(place.line)})`
    const sentence = `${name}${where} cannot be read: ${why}. It is kept as it was written`
    report.add("GW-S105", sentence, { ...place, path: pointer(["groups", index]) })
  }
  return [...groups.values()]
}
