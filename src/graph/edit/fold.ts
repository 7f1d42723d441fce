// What is drawn of a document with groups: open groups as frames around their members, a collapsed group as one card with
// a port for each wire that crosses its border. Derived; the document holds nothing but groups and places.

import type { Analysis } from "../analysis/analysis.ts"
import { primaryOutput } from "../analysis/ports.ts"
import { type GradwireDocument, type GroupDocument, isQuarantined, type NodeEntry, type Point } from "../document.ts"
import { placeName, type Sink, type Source } from "../wire.ts"
import { moveNodes } from "./edit.ts"

/** A collapsed group with no collapsed one around it. */
export interface GroupCard {
  /** No node is called so: ids have no colon. */
  readonly id: string
  readonly group: GroupDocument
  /** Every node inside, however deep, in document order. */
  readonly members: readonly string[]
  /** The upper left corner of its members: so a card needs no place of its own. */
  readonly at: Point
  /** The innermost open group around it. */
  readonly within: string | null
}
/** A group that is open and lies in open groups only. */
export interface GroupFrame {
  readonly group: GroupDocument
  readonly members: readonly string[]
  /** Groups around it. */
  readonly depth: number
}
interface Folded {
  readonly shown: readonly NodeEntry[]
  readonly cards: readonly GroupCard[]
  /** Outer ones first. */
  readonly frames: readonly GroupFrame[]
  /** Card by hidden node. */
  readonly cardOf: ReadonlyMap<string, string>
}
/** Ports inside a collapsed group that wires from outside meet. */
export interface CardPorts {
  readonly inputs: readonly Sink[]
  readonly outputs: readonly Source[]
}

/** The id under which the card of a collapsed group is drawn; no node can have it. */
export function cardId(group: string): string {
  return `group:${group}`
}

/** What is drawn as itself, what as cards and frames. Without groups this costs nothing. */
export function fold(document: GradwireDocument): Folded {
  const groups = new Map(document.groups?.map((group) => [group.id, group]))
  if (groups.size === 0) return { shown: document.nodes, cards: [], frames: [], cardOf: new Map() }
  const members = new Map<string, string[]>()
  const cardOf = new Map<string, string>()
  const places = new Map(document.nodes.map(({ id, at }) => [id, at]))
  for (const entry of document.nodes) {
    const around = isQuarantined(entry) ? [] : groupsAround(groups, entry.group)
    for (const { id } of around) members.set(id, [...(members.get(id) ?? []), entry.id])
    const card = around.findLast(({ collapsed }) => collapsed === true)
    if (card !== undefined) cardOf.set(entry.id, cardId(card.id))
  }
  const cards: GroupCard[] = []
  const frames: GroupFrame[] = []
  for (const group of groups.values()) {
    const inside = members.get(group.id)
    const outer = groupsAround(groups, group.parent ?? undefined).filter(({ id }) => id !== group.id)
    if (inside === undefined || outer.some(({ collapsed }) => collapsed === true)) continue
    if (group.collapsed === true) {
      const at = corner(inside.map((id) => places.get(id)))
      cards.push({ id: cardId(group.id), group, members: inside, at, within: outer[0]?.id ?? null })
    } else frames.push({ group, members: inside, depth: outer.length })
  }
  const shown = document.nodes.filter(({ id }) => !cardOf.has(id))
  return { shown, cards, frames: frames.sort((a, b) => a.depth - b.depth), cardOf }
}

/** A group and all around it, innermost first; parents that go round in a circle end where it begins again. */
export function groupsAround(
  groups: ReadonlyMap<string, GroupDocument>,
  start: string | undefined,
): readonly GroupDocument[] {
  const around: GroupDocument[] = []
  let at = start === undefined ? undefined : groups.get(start)
  while (at !== undefined && !around.includes(at)) {
    around.push(at)
    at = at.parent == null ? undefined : groups.get(at.parent)
  }
  return around
}

/**
 * The ports of a card: where wires come in from outside, and inputs that wait for one; outputs that are used outside, and
 * those that nobody uses yet. In the order of the document's nodes, then of their ports.
 */
export function cardPorts(analysis: Analysis, members: readonly string[]): CardPorts {
  const inside = new Set(members)
  const inputs: Sink[] = []
  const outputs = new Map<string, Source>()
  for (const id of members) {
    const op = analysis.nodes.get(id)?.op
    const entering = analysis.entering.get(id) ?? []
    inputs.push(...entering.filter(({ from }) => !inside.has(from.node)).map(({ to }) => to))
    for (const [port, rule] of Object.entries(op?.inputs ?? {})) {
      const open = rule.optional !== true && !entering.some(({ to }) => to.port === port)
      if (open) inputs.push(rule.list ? { node: id, port, index: 0 } : { node: id, port })
    }
    const leaving = analysis.leaving.get(id) ?? []
    for (const { from, to } of leaving) if (!inside.has(to.node)) outputs.set(placeName(from), from)
    const primary = op == null ? null : primaryOutput(op)
    if (leaving.length === 0 && primary !== null && op?.outputs[primary]?.list !== true) {
      outputs.set(placeName({ node: id, port: primary }), { node: id, port: primary })
    }
  }
  return { inputs, outputs: [...outputs.values()] }
}

/** Puts what is drawn at places: nodes by their ids, and with a card all that is inside it. */
export function moveShown(document: GradwireDocument, places: ReadonlyMap<string, Point>): GradwireDocument {
  const moved = new Map(places)
  const now = new Map(document.nodes.map(({ id, at }) => [id, at ?? [0, 0]] as const))
  for (const { id, at, members } of fold(document).cards) {
    const to = places.get(id)
    if (to === undefined) continue
    for (const member of members) {
      const [x, y] = now.get(member) ?? [0, 0]
      moved.set(member, [x + to[0] - at[0], y + to[1] - at[1]])
    }
  }
  return moveNodes(document, moved)
}

function corner(places: readonly (Point | undefined)[]): Point {
  const known = places.filter((at) => at !== undefined)
  if (known.length === 0) return [0, 0]
  return [Math.min(...known.map(([x]) => x)), Math.min(...known.map(([, y]) => y))]
}
