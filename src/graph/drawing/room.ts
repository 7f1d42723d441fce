// Room around a group that opens: what stands beside its card goes as far as the open frame needs, and comes back when it
// closes. In a group inside groups the same happens around each of them. Boxes that did not overlap do not overlap after.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Analysis } from "../analysis/analysis.ts"
import type { GradwireDocument, GroupDocument, Point } from "../document.ts"
import { isQuarantined } from "../document.ts"
import type { PlacedBox } from "../edit/arrange.ts"
import { moveNodes } from "../edit/edit.ts"
import { fold, groupsAround } from "../edit/fold.ts"
import { setGroup } from "../edit/groupEdits.ts"
import { clears, type Growth, gather, type Moves, NOTHING, pushApart, type Unit } from "../layout/push.ts"
import { drawnBoxes, drawnFrames } from "./boxes.ts"

/** Opens a collapsed group and makes room for it. */
export function expandGroup(document: GradwireDocument, id: string, analysis: Analysis): GradwireDocument {
  const opened = setGroup(document, id, { collapsed: false })
  const before = drawn(analysis, document)
  const given: Growth[] = []
  let now = drawn(analysis, opened)
  for (const { id: around } of wayUp(document, id)) {
    const [was, is] = [boxOfGroup(before, around), boxOfGroup(now, around)]
    if (was === null || is === null) break
    const { room, moves } = pushApart(unitsBeside(now, around), was, is)
    given.push(room)
    now = move(now, moves)
  }
  return remember(now.document, id, given, 1)
}

/** Closes an open group and takes back the room that was made for it, as far as that room is still there. */
export function closeGroup(document: GradwireDocument, id: string, analysis: Analysis): GradwireDocument {
  const closed = setGroup(document, id, { collapsed: true })
  const before = drawn(analysis, document)
  const given = roomOf(document, id)
  // Nobody made room for what was open from the start: its neighbours come as close as they stood.
  const made = document.groups?.find((group) => group.id === id)?.room !== undefined
  let now = drawn(analysis, closed)
  for (const [level, { id: around }] of wayUp(document, id).entries()) {
    const [was, is] = [boxOfGroup(before, around), boxOfGroup(now, around)]
    if (was === null || is === null) break
    const units = unitsBeside(now, around)
    const back = waysBack(units, was, is, given[level] ?? (made ? NOTHING : undefined)).find((way) =>
      clears(units, way, is),
    )
    if (back !== undefined) now = move(now, back)
  }
  return remember(now.document, id, given, -1)
}

/** How neighbours may come closer, best first: by the room that was made for the group, else by all that it gives up. */
function waysBack(units: readonly Unit[], was: PlacedBox, is: PlacedBox, given: Growth | undefined): readonly Moves[] {
  const room = given ?? {
    left: Math.max(0, is.x - was.x),
    up: Math.max(0, is.y - was.y),
    right: Math.max(0, was.x + was.width - is.x - is.width),
    down: Math.max(0, was.y + was.height - is.y - is.height),
  }
  const ways = [room, { ...room, up: 0, down: 0 }, { ...room, left: 0, right: 0 }]
  return ways.map((way) => gather(units, was, is, way))
}

interface Drawing {
  readonly document: GradwireDocument
  /** Where each node is drawn, by its id; one inside a collapsed group where the card of the group is. */
  readonly boxes: ReadonlyMap<string, PlacedBox>
}

/** What is drawn of another form of the analysed document: other groups collapsed, other places. */
function drawn(analysis: Analysis, document: GradwireDocument): Drawing {
  return { document, boxes: drawnBoxes(document, analysis) }
}

function framesIn({ document, boxes }: Drawing): ReadonlyMap<string, PlacedBox> {
  return drawnFrames(document, boxes)
}

/** The group and the groups around it, innermost first. */
function wayUp(document: GradwireDocument, id: string): readonly GroupDocument[] {
  return groupsAround(new Map(document.groups?.map((group) => [group.id, group])), id)
}

/** The card or the frame of a group; null if it is not drawn. */
function boxOfGroup(drawing: Drawing, id: string): PlacedBox | null {
  const card = fold(drawing.document).cards.find(({ group }) => group.id === id)
  if (card !== undefined) return drawing.boxes.get(card.members[0] ?? "") ?? null
  return framesIn(drawing).get(id) ?? null
}

/** What is drawn in the same group as this one: nodes, cards and frames. */
function unitsBeside(drawing: Drawing, id: string): readonly Unit[] {
  const { document, boxes } = drawing
  const { shown, cards, frames } = fold(document)
  const parent = document.groups?.find((group) => group.id === id)?.parent ?? undefined
  const unit = (members: readonly string[], box: PlacedBox | undefined): readonly Unit[] =>
    box === undefined ? [] : [{ members, box }]
  const placed = framesIn(drawing)
  return [
    ...shown.flatMap((entry) => {
      const own = isQuarantined(entry) ? undefined : entry.group
      return own === parent ? unit([entry.id], boxes.get(entry.id)) : []
    }),
    ...cards.flatMap(({ group, members, within }) =>
      (within ?? undefined) === parent && group.id !== id ? unit(members, boxes.get(members[0] ?? "")) : [],
    ),
    ...frames.flatMap(({ group, members }) =>
      (group.parent ?? undefined) === parent && group.id !== id ? unit(members, placed.get(group.id)) : [],
    ),
  ]
}

function move({ document, boxes }: Drawing, by: Moves): Drawing {
  const places = new Map<string, Point>()
  const moved = new Map(boxes)
  for (const { id, at } of document.nodes) {
    const [dx, dy] = by.get(id) ?? [0, 0]
    const box = boxes.get(id)
    if (dx === 0 && dy === 0) continue
    places.set(id, [(at?.[0] ?? 0) + dx, (at?.[1] ?? 0) + dy])
    if (box !== undefined) moved.set(id, { ...box, x: box.x + dx, y: box.y + dy })
  }
  return { document: moveNodes(document, places), boxes: moved }
}

// ---- What a group remembers: for itself and for each group around it, how far its neighbours went ----

/**
 * Writes down the room made for a group, or (`sign` −1) that it was taken back. The groups around it remember it as theirs:
 * one of them may close first, and then takes all of it back.
 */
function remember(document: GradwireDocument, id: string, given: readonly Growth[], sign: 1 | -1): GradwireDocument {
  const way = wayUp(document, id).map((group) => group.id)
  const groups = document.groups?.map((group) => {
    const level = way.indexOf(group.id)
    if (level < 0) return group
    const { room: _, ...rest } = group
    const share = given.slice(level)
    const old = level === 0 ? [] : roomOf(document, group.id)
    const closed = level === 0 && sign === -1
    const fresh = closed ? [] : sum(old, share, sign)
    // That there was none to make is written down as well.
    const isKept = level === 0 ? !closed : group.room !== undefined
    return isKept || fresh.some(isSome)
      ? { ...rest, room: fresh.map(({ left, up, right, down }) => [left, up, right, down]) }
      : rest
  })
  return groups === undefined ? document : { ...document, groups }
}

function sum(a: readonly Growth[], b: readonly Growth[], sign: 1 | -1): readonly Growth[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => {
    const [x, y] = [a[i] ?? NOTHING, b[i] ?? NOTHING]
    const add = (side: keyof Growth): number => Math.max(0, x[side] + sign * y[side])
    return { left: add("left"), up: add("up"), right: add("right"), down: add("down") }
  })
}

function isSome({ left, up, right, down }: Growth): boolean {
  return left + up + right + down > 0
}

/** What stands in the document, which may be a stranger's; what is no room counts as none. */
function roomOf(document: GradwireDocument, id: string): readonly Growth[] {
  const room = document.groups?.find((group) => group.id === id)?.room
  return Array.isArray(room) ? room.map(readGrowth) : []
}

function readGrowth(json: Json): Growth {
  const [left, up, right, down] = Array.isArray(json)
    ? json.map((n: Json) => (typeof n === "number" ? Math.max(0, n) : 0))
    : []
  return { left: left ?? 0, up: up ?? 0, right: right ?? 0, down: down ?? 0 }
}
