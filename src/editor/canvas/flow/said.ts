// What is said on the canvas for a moment beside what it speaks of: rules, sums, cells. What moves keeps clear of it.

import type { PlacedBox } from "../../../graph/edit/arrange.ts"

let boxes: ReadonlyMap<HTMLElement, PlacedBox> = new Map()

/** In canvas pixels, by the element that says it; another map whenever one has changed. */
export function saidNow(): ReadonlyMap<HTMLElement, PlacedBox> {
  return boxes
}

/** Null: it is said no more. */
export function setSaid(element: HTMLElement, box: PlacedBox | null): void {
  const next = new Map(boxes)
  if (box === null) next.delete(element)
  else next.set(element, box)
  boxes = next
}
