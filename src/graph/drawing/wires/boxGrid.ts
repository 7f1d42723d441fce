// What is free on a canvas: boxes, found by where they are.

import type { PlacedBox } from "../../edit/arrange.ts"

/** Free room around each box. */
const GAP = 2
/** Side of a square. */
const CELL = 256

/** Boxes by the squares they touch, so that a question looks at neighbours only. */
export class BoxGrid {
  readonly #squares = new Map<string, { readonly box: PlacedBox; readonly owner: string | undefined }[]>()

  add(box: PlacedBox, owner?: string): void {
    for (const key of squares(box)) {
      const there = this.#squares.get(key)
      if (there) there.push({ box, owner })
      else this.#squares.set(key, [{ box, owner }])
    }
  }

  /** Touches nothing, or only what is its own. */
  isFree(box: PlacedBox, owner?: string): boolean {
    for (const key of squares(box)) {
      for (const other of this.#squares.get(key) ?? []) {
        if ((owner === undefined || other.owner !== owner) && overlap(box, other.box)) return false
      }
    }
    return true
  }
}

function* squares(box: PlacedBox): Generator<string> {
  for (let x = Math.floor((box.x - GAP) / CELL); x <= Math.floor((box.x + box.width + GAP) / CELL); x++) {
    for (let y = Math.floor((box.y - GAP) / CELL); y <= Math.floor((box.y + box.height + GAP) / CELL); y++) {
      yield `${x},${y}`
    }
  }
}

function overlap(a: PlacedBox, b: PlacedBox): boolean {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  )
}
