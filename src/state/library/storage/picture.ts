// A small picture of a graph for the list of documents: its nodes as boxes in a frame of 100 × 60, its wires as lines.

import { type GradwireDocument, type Point, readNodes } from "../../../graph/document.ts"

export interface Picture {
  /** Corner of each box. */
  readonly boxes: readonly Point[]
  /** Width and height of a box. */
  readonly box: Point
  /** From the middle of one box to the middle of another: indices into `boxes`. */
  readonly wires: readonly (readonly [from: number, to: number])[]
}

export const FRAME: Point = [100, 60]
const MOST = 120
/** Of a usual card on the canvas. */
const CARD: Point = [160, 64]

export function pictureOf(document: GradwireDocument): Picture {
  const nodes = readNodes(document)
    .filter(({ at }) => at !== undefined)
    .slice(0, MOST)
  const places = nodes.map(({ at }): Point => at ?? [0, 0])
  const [left, top] = corner(places, Math.min)
  const [right, bottom] = corner(places, Math.max)
  const size: Point = [right - left + CARD[0], bottom - top + CARD[1]]
  const scale = Math.min(FRAME[0] / size[0], FRAME[1] / size[1], 0.14)
  const shift: Point = [(FRAME[0] - size[0] * scale) / 2, (FRAME[1] - size[1] * scale) / 2]
  const boxes = places.map(
    ([x, y]): Point => [round((x - left) * scale + shift[0]), round((y - top) * scale + shift[1])],
  )
  const index = new Map(nodes.map(({ id }, i) => [id, i]))
  const wires = nodes.flatMap(({ inputs }, to) =>
    Object.values(inputs ?? {})
      .flat()
      .flatMap((source) => {
        const from = source === null ? undefined : index.get(source.split(":")[0] ?? "")
        return from === undefined ? [] : [[from, to] as const]
      }),
  )
  return { boxes, box: [round(CARD[0] * scale), round(CARD[1] * scale)], wires: wires.slice(0, 2 * MOST) }
}

function corner(places: readonly Point[], pick: (...values: number[]) => number): Point {
  if (places.length === 0) return [0, 0]
  return [pick(...places.map(([x]) => x)), pick(...places.map(([, y]) => y))]
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
