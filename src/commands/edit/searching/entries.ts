// What a search lists: commands, ops, blocks, nodes, graphs of the gallery, and, for a loose end, ports. Each is found by
// the same words and does its own thing when it is chosen. This folder finds and orders; what an entry does is a command's or
// an edit's work.

import { blocks } from "../../../graph/blocks/registry.ts"
import type { Point } from "../../../graph/document.ts"
import { type Fitting, opsAfter, opsBefore, opsOn } from "../../../graph/edit/opsThatFit.ts"
import { outputsOf, writeShape } from "../../../graph/measure/notation.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { useCamera } from "../../../state/camera.ts"
import { type Search, usedLast } from "../../../state/search.ts"
import { useSession } from "../../../state/session.ts"
import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import { isHidden, mayRun } from "../../allowed.ts"
import { galleryDescription, galleryNames, galleryTitle } from "../../file/opening/galleryShelves.ts"
import { openGallery } from "../../file/opening/opening.ts"
import { goToNode } from "../../graph/chosen/goingTo.ts"
import { commandNamed } from "../../registry.ts"
import { insertOp } from "../inserting/inserting.ts"
import { addBlock } from "../inserting/insertingBlocks.ts"
import { insertAtEnd, insertOpOnWire } from "../inserting/insertingWired.ts"
import { replacements, replaceWith } from "../inserting/replacing.ts"
import { commandEntries } from "./commandEntries.ts"
import type { SearchEntry } from "./entry.ts"
import { insteadEntries } from "./instead.ts"
import { portEntries } from "./portEntries.ts"
import { byUse, ranked } from "./ranking.ts"

export interface Section {
  readonly title: string
  readonly entries: readonly SearchEntry[]
}

/** So many of a section are shown while several sections have something. */
const SHOWN = 8
const MOST = 80

/** What is shown for a query, in sections, the one with the best match first. */
export function sectionsFor(entries: readonly SearchEntry[], query: string): readonly Section[] {
  const typed = query.trim() !== ""
  const offered = typed ? entries : entries.filter(({ waits, onlyTyped }) => waits !== true && onlyTyped !== true)
  const found = ranked(offered, query)
  const sections = new Map<string, { best: number; entries: SearchEntry[] }>()
  for (const { thing, rank } of found) {
    const section = sections.get(thing.section)
    if (section === undefined) sections.set(thing.section, { best: rank, entries: [thing] })
    else section.entries.push(thing)
  }
  const most = sections.size === 1 ? MOST : SHOWN
  return [...sections]
    .sort(([, a], [, b]) => a.best - b.best)
    .map(([title, section]) => ({ title, entries: section.entries.slice(0, most) }))
}

/** Everything that an open search may offer, in the order in which it is shown before anything is typed. */
export function entriesFor(search: Search): readonly SearchEntry[] {
  switch (search.kind) {
    case "everything":
      return [...inOrder(commandEntries()), ...nodeEntries(), ...addEntries(), ...galleryEntries(), ...insteadEntries()]
    case "insert":
      return insertEntries(search)
    case "connect":
      return portEntries(search.ends)
    case "replace":
      return replacements(search.node).map((op) => opEntry(op, "Replace with", () => replaceWith(search.node, op.kind)))
  }
}

/** Ops and blocks to add, where that may be done. */
function addEntries(): readonly SearchEntry[] {
  return mayRun(commandNamed("edit.insert")) ? [...opEntries(null), ...blockEntries(null)] : []
}

function insertEntries({ at, end, wire }: Search & { readonly kind: "insert" }): readonly SearchEntry[] {
  const { analysis } = useAnalysis.getState()
  const there: Point = at ?? useCamera.getState().camera?.centre() ?? [0, 0]
  if (wire !== undefined) {
    return fitting(
      opsOn(analysis, wire, ops.values()),
      ({ op }) =>
        () =>
          insertOpOnWire(op.kind, wire),
    )
  }
  if (end === undefined) return [...opEntries(at), ...blockEntries(at)]
  return fitting(
    end.kind === "source" ? opsAfter(analysis, end.place, ops.values()) : opsBefore(analysis, end.place, ops.values()),
    ({ op, input, output }) => {
      const port = end.kind === "source" ? input : output
      return port === null ? null : () => insertAtEnd(op.kind, port, end, there)
    },
  )
}

/** What usually stands at a place, then all else that fits there. */
function fitting(found: readonly Fitting[], runOf: (one: Fitting) => (() => void) | null): SearchEntry[] {
  const entries = found.flatMap((one) => {
    const run = runOf(one)
    return run === null
      ? []
      : [{ ...opEntry(one.op, one.usual ? "Usual here" : "Fits here", run), tier: one.usual ? 0 : 1 }]
  })
  return inOrder(entries)
}

function opEntries(at: Point | null): SearchEntry[] {
  return inOrder([...ops.values()].map((op) => opEntry(op, "Add", () => insertOp(op.kind, at ?? undefined))))
}

function opEntry(op: AnyOp, section: string, run: () => void): SearchEntry {
  const { kind, shelf, title, summary, keywords = [], use = 0 } = op
  return { id: `op ${kind}`, section, kind, shelf, title, summary, keywords, use, tier: 2, detail: summary, run }
}

/** How many of the last used go before the rest. */
const LAST = 3

/** What this person used last comes first, then what everybody uses most. */
function inOrder(entries: readonly SearchEntry[]): SearchEntry[] {
  const last = usedLast()
    .filter((id) => entries.some((entry) => entry.id === id))
    .slice(0, LAST)
  const place = ({ id }: SearchEntry): number => (last.includes(id) ? last.indexOf(id) : LAST)
  const tier = ({ tier = 0 }: SearchEntry): number => tier
  return [...entries].sort((a, b) => tier(a) - tier(b) || place(a) - place(b) || byUse(a, b))
}

function blockEntries(at: Point | null): SearchEntry[] {
  return [...blocks.values()].map(({ kind, title, summary, keywords }) => ({
    id: `block ${kind}`,
    section: "Add a block",
    kind,
    shelf: "blocks",
    title,
    summary,
    keywords,
    tier: 3,
    detail: summary,
    run: () => addBlock(kind, at ?? undefined),
  }))
}

function nodeEntries(): SearchEntry[] {
  const { analysis } = useAnalysis.getState()
  const { order } = useSession.getState()
  return analysis.document.nodes.map(({ id }) => {
    const node = analysis.nodes.get(id)
    const shapes = node === undefined ? [] : outputsOf(node)
    const said = shapes.map(({ shape, place }) => writeShape(analysis, place, shape, order))
    const title = node?.op?.title ?? node?.node.op ?? "could not be read"
    const label = node?.node.label
    return {
      id: `node ${id}`,
      section: "Nodes",
      kind: label ?? id,
      shelf: node?.op?.shelf ?? "unknown",
      title: id,
      summary: "",
      keywords: [title, node?.node.op ?? "", ...said, ...shapes.flatMap(({ shape }) => writings(shape))],
      tier: 1,
      detail: [title, ...said.slice(0, 1)].join(" · "),
      run: () => void goToNode(id),
    }
  })
}

/** A shape as people type it: with its batch and without, channels first and last. */
function writings(shape: Shape): string[] {
  const [n, c, ...plane] = shape
  if (shape.length !== 4 || n === undefined || c === undefined) return [formatShape(shape)]
  return [shape, shape.slice(1), [...plane, c], [n, ...plane, c]].map(formatShape)
}

function galleryEntries(): readonly SearchEntry[] {
  if (isHidden(commandNamed("file.examples"))) return []
  return galleryNames.map((name) => ({
    id: `graph ${name}`,
    section: "Examples",
    kind: name,
    shelf: "",
    title: galleryTitle(name),
    summary: galleryDescription(name),
    keywords: ["open", "example", "graph", "gallery"],
    sentence: true,
    tier: 4,
    detail: galleryDescription(name),
    icon: "open",
    run: async () => {
      await openGallery(name)
    },
  }))
}
