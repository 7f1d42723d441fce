// Where nodes that are put in together stand, and how others make room for them.

import { ops } from "../../ops/registry.ts"
import type { GradwireDocument, NodeDocument, Point } from "../document.ts"
import { mapSources, nodeOf } from "../edit/references.ts"
import { updateEntries, within } from "../edit/update.ts"
import { layout } from "../layout/layout.ts"
import type { Room } from "./record.ts"

/** About what a node takes on the canvas, in its units; the editor knows exactly, but is not asked from here. */
const CARD = { width: 180, height: 60 }
const ROUND = { width: 56, height: 56 }
const PORT = 20
/** A node no farther off than this stands in the same row or column. */
const ALIGNED = 60

interface Arranged {
  /** Upper left corner by id; that of all is 0, 0. */
  readonly places: ReadonlyMap<string, Point>
  readonly width: number
  readonly height: number
}

/** Lays nodes out from left to right along the wires among them. */
export function arrange(nodes: readonly NodeDocument[]): Arranged {
  const boxes = nodes.map((node) => ({ id: node.id, ...sizeOfNode(node) }))
  const joins: { from: string; to: string }[] = []
  for (const node of nodes) {
    mapSources(node, (source) => {
      joins.push({ from: nodeOf(source), to: node.id })
      return source
    })
  }
  const places = layout(boxes, joins)
  const ends = boxes.map(({ id, width, height }) => {
    const [x, y] = places.get(id) ?? [0, 0]
    return [x + width, y + height] as const
  })
  return { places, width: Math.max(0, ...ends.map(([x]) => x)), height: Math.max(0, ...ends.map(([, y]) => y)) }
}

function sizeOfNode({ op, inputs }: NodeDocument): { readonly width: number; readonly height: number } {
  if (ops.get(op)?.symbol !== undefined) return ROUND
  return { width: CARD.width, height: CARD.height + PORT * Math.max(0, Object.keys(inputs ?? {}).length - 1) }
}

/** Nodes at their places, moved by `offset`; rounded to whole units. */
export function placed(nodes: readonly NodeDocument[], { places }: Arranged, offset: Point): NodeDocument[] {
  return nodes.map((node) => {
    const [x, y] = places.get(node.id) ?? [0, 0]
    return { ...node, at: within([Math.round(x + offset[0]), Math.round(y + offset[1])]) }
  })
}

/** Where the corner of an arrangement goes so that it begins where a card stood and keeps its middle line. */
export function inPlaceOf(card: Point, { height }: Arranged): Point {
  return [card[0], card[1] + CARD.height / 2 - Math.round(height / 2)]
}

/** How far the neighbours of a card must go for the arrangement that takes its place. */
export function roomFor({ width, height }: Arranged): Room {
  const side = Math.max(0, Math.round((height - CARD.height) / 2))
  return { right: Math.max(0, Math.round(width - CARD.width)), up: side, down: side }
}

/** Pushes what is right of, above and below a card apart. */
export function makeRoom(document: GradwireDocument, card: Point, { right, up, down }: Room): GradwireDocument {
  return pushed(document, ([x, y]) => [
    x > card[0] + ALIGNED ? x + right : x,
    y > card[1] + ALIGNED ? y + down : y < card[1] - ALIGNED ? y - up : y,
  ])
}

/** The way back of `makeRoom`. */
export function takeRoomBack(document: GradwireDocument, card: Point, { right, up, down }: Room): GradwireDocument {
  return pushed(document, ([x, y]) => [
    x > card[0] + ALIGNED + right ? x - right : x,
    y > card[1] + ALIGNED + down ? y - down : y < card[1] - ALIGNED - up ? y + up : y,
  ])
}

function pushed(document: GradwireDocument, push: (at: Point) => Point): GradwireDocument {
  return updateEntries(document, (entry) => {
    if (entry.at === undefined) return entry
    const at = within(push(entry.at))
    return at[0] === entry.at[0] && at[1] === entry.at[1] ? entry : { ...entry, at }
  })
}
