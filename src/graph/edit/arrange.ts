// Aligning and distributing boxes on the canvas. Answers only the boxes that move, by their upper left corners.

import type { Point } from "../document.ts"

/** A box on the canvas, by its upper left corner; canvas pixels. */
export interface PlacedBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
/** Edges and middles that boxes can be lined up at. */
export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom"

/** Lines boxes up at one edge or middle of the box around them all. */
export function align(boxes: ReadonlyMap<string, PlacedBox>, how: Alignment): ReadonlyMap<string, Point> {
  const around = bounds([...boxes.values()])
  if (around === null) return new Map()
  const place = (box: PlacedBox): Point => {
    switch (how) {
      case "left":
        return [around.x, box.y]
      case "centre":
        return [around.x + (around.width - box.width) / 2, box.y]
      case "right":
        return [around.x + around.width - box.width, box.y]
      case "top":
        return [box.x, around.y]
      case "middle":
        return [box.x, around.y + (around.height - box.height) / 2]
      case "bottom":
        return [box.x, around.y + around.height - box.height]
    }
  }
  return moved(boxes, place)
}

/** Makes the gaps between neighbours equal; the first and the last box stay. Gaps may be negative. */
export function distribute(boxes: ReadonlyMap<string, PlacedBox>, way: "across" | "down"): ReadonlyMap<string, Point> {
  const [at, size] = way === "across" ? (["x", "width"] as const) : (["y", "height"] as const)
  const sorted = [...boxes].sort(([, a], [, b]) => a[at] + a[size] / 2 - b[at] - b[size] / 2)
  const [first, last] = [sorted[0]?.[1], sorted.at(-1)?.[1]]
  if (first === undefined || last === undefined || sorted.length < 3) return new Map()
  const taken = sorted.reduce((sum, [, box]) => sum + box[size], 0)
  const gap = (last[at] + last[size] - first[at] - taken) / (sorted.length - 1)
  const starts = new Map<string, number>()
  let next = first[at]
  for (const [id, box] of sorted) {
    starts.set(id, next)
    next += box[size] + gap
  }
  return moved(boxes, (box, id) => {
    const start = starts.get(id) ?? box[at]
    return way === "across" ? [start, box.y] : [box.x, start]
  })
}

/** The box around boxes; null if there are none. */
export function bounds(boxes: readonly PlacedBox[]): PlacedBox | null {
  if (boxes.length === 0) return null
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const under = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: under - y }
}

function moved(
  boxes: ReadonlyMap<string, PlacedBox>,
  place: (box: PlacedBox, id: string) => Point,
): ReadonlyMap<string, Point> {
  const places = new Map<string, Point>()
  for (const [id, box] of boxes) {
    const [x, y] = place(box, id)
    const rounded: Point = [Math.round(x), Math.round(y)]
    if (rounded[0] !== box.x || rounded[1] !== box.y) places.set(id, rounded)
  }
  return places
}
