// Room for pictures between cards that were placed for smaller ones. What stands further right or lower goes on, by as little as
// frees what lies before it, and all at one height go together: rows stay rows, and nothing changes its order.

import type { Analysis } from "../analysis/analysis.ts"
import { type GradwireDocument, isQuarantined, type Point } from "../document.ts"
import { fold, groupsAround } from "../edit/fold.ts"
import { claimedBy } from "./claims.ts"
import { type Face, faceOf } from "./face.ts"
import { cardFace } from "./groupFace.ts"

interface Item {
  readonly id: string
  /** The nodes that it stands for. */
  readonly members: readonly string[]
  readonly x: number
  readonly y: number
  readonly size: Readonly<Record<"x" | "y", number>>
  /** Its size without the picture: who lay on each other then was put so. */
  readonly bare: Readonly<Record<"x" | "y", number>>
  /** The groups that it is drawn in, the outermost first. */
  readonly within: readonly string[]
}

/** What is closer than `close` has no room; then it is moved `apart`, or as far as it stood. In canvas pixels. */
interface Gap {
  readonly close: number
  readonly apart: number
}
const OVER: Gap = { close: 8, apart: 24 }
/** With room for the words on a wire. */
const BESIDE: Gap = { close: 8, apart: 90 }
/** With room for a frame's title, which is no smaller on the screen than other words. */
const FRAMES: Gap = { close: 120, apart: 120 }

/**
 * New places for what is drawn, by id, where pictures would lie on other cards; empty if none do. Only pairs with one of
 * these nodes, `fresh`, count, if they are given: what somebody put on something else since stays there.
 */
export function spread(
  document: GradwireDocument,
  analysis: Analysis,
  fresh: ReadonlySet<string> | null = null,
): ReadonlyMap<string, Point> {
  const items = itemsOf(document, analysis)
  const isFresh = (...pair: readonly Item[]): boolean =>
    fresh === null || pair.some(({ members }) => members.some((id) => fresh.has(id)))
  const extent = extentIn(items)
  const gap = (a: Item, b: Item, usual: Gap): Gap => (a.within.join() === b.within.join() ? usual : FRAMES)
  // Sideways first, between what stands in one row; then down, between what stands in one column by then.
  const right = shifts(items, "x", (left, one) =>
    isFresh(left, one) && meet(extent(left, one, "y", "bare"), extent(one, left, "y", "bare"))
      ? gap(left, one, BESIDE)
      : null,
  )
  const wide = items.map((item) => ({ ...item, x: item.x + (right.get(item.id) ?? 0) }))
  const wider = extentIn(wide)
  const down = shifts(wide, "y", (above, one) =>
    isFresh(above, one) && meet(wider(above, one, "x", "size"), wider(one, above, "x", "size"))
      ? gap(above, one, OVER)
      : null,
  )
  const isMoved = ({ id }: Item): boolean => (right.get(id) ?? 0) + (down.get(id) ?? 0) > 0
  return new Map(wide.filter(isMoved).map(({ id, x, y }) => [id, [x, y + (down.get(id) ?? 0)]]))
}

/**
 * How far each item goes along an axis; all that stand at one place of it go alike, and further ones at least as far.
 * `room`: what is kept free between two of which the second comes later, if they stood as far apart; null where they do not
 * stand in each other's way, or did before.
 */
function shifts(
  items: readonly Item[],
  axis: "x" | "y",
  room: (before: Item, one: Item) => Gap | null,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  let passed: { readonly before: Item; readonly end: number }[] = []
  let shift = 0
  for (const level of levelsOf(items, axis)) {
    // What ends so long before is in nobody's way any more: all that comes stands further on.
    const at = (level[0]?.[axis] ?? 0) + shift
    passed = passed.filter(({ end }) => end + FRAMES.close > at)
    for (const next of level) {
      for (const { before, end } of passed) {
        const apart = next[axis] - before[axis] - before.bare[axis]
        const wanted = apart < 0 ? null : room(before, next)
        if (wanted === null) continue
        if (end + Math.min(wanted.close, apart) <= next[axis] + shift) continue
        shift = end + Math.max(wanted.close, Math.min(wanted.apart, apart)) - next[axis]
      }
    }
    for (const before of level) {
      found.set(before.id, shift)
      passed.push({ before, end: before[axis] + shift + before.size[axis] })
    }
  }
  return found
}

/** What stands at one place of an axis, the first place first. */
function levelsOf(items: readonly Item[], axis: "x" | "y"): readonly (readonly Item[])[] {
  const levels = new Map<number, Item[]>()
  for (const item of [...items].sort((a, b) => a[axis] - b[axis])) {
    const level = levels.get(item[axis])
    if (level) level.push(item)
    else levels.set(item[axis], [item])
  }
  return [...levels.values()]
}

type Extent = readonly [from: number, to: number]

function meet([a, b]: Extent, [c, d]: Extent): boolean {
  return a < d && c < b
}

/**
 * From where to where something reaches along an axis as another sees it: itself, or the outermost frame around it that is not
 * around the other.
 */
function extentIn(items: readonly Item[]) {
  const members = new Map<string, Item[]>()
  for (const item of items) {
    for (const group of item.within) members.set(group, [...(members.get(group) ?? []), item])
  }
  return (item: Item, other: Item, axis: "x" | "y", of: "size" | "bare"): Extent => {
    const frame = item.within.find((group) => !other.within.includes(group))
    const inside = frame === undefined ? [item] : (members.get(frame) ?? [item])
    return [Math.min(...inside.map((one) => one[axis])), Math.max(...inside.map((one) => one[axis] + one[of][axis]))]
  }
}

function itemsOf(document: GradwireDocument, analysis: Analysis): Item[] {
  const { shown, cards } = fold(document)
  const groups = new Map(document.groups?.map((group) => [group.id, group]))
  const itemOf = (face: Face, [x, y]: Point, group: string | undefined): Item => {
    const within = groupsAround(groups, group).map(({ id }) => id)
    const words = claimedBy({ face, x: 0, y: 0 }).height - face.height
    const size = { x: face.width, y: face.height + words }
    return {
      id: face.id,
      members: face.members ?? [face.id],
      x,
      y,
      size,
      bare: { x: face.bare.width, y: face.bare.height + words },
      within: within.reverse(),
    }
  }
  return [
    ...shown.flatMap((entry) =>
      entry.at === undefined
        ? []
        : [itemOf(faceOf(entry, analysis), entry.at, isQuarantined(entry) ? undefined : entry.group)],
    ),
    ...cards.map((card) => itemOf(cardFace(card, analysis), card.at, card.within ?? undefined)),
  ]
}
