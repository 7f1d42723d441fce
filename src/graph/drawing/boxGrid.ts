// What is free on a canvas: boxes, found by where they are.

/** An area that is taken; canvas pixels. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
/** Free room around each box. */
const GAP = 2
/** Side of a square. */
const CELL = 256

/** Boxes by the squares they touch, so that a question looks at neighbours only. */
export class BoxGrid {
  readonly #squares = new Map<string, { readonly box: Box; readonly owner: string | undefined }[]>()

  add(box: Box, owner?: string): void {
    for (const key of squares(box)) {
      const there = this.#squares.get(key)
      if (there) there.push({ box, owner })
      else this.#squares.set(key, [{ box, owner }])
    }
  }

  /** Touches nothing, or only what is its own. */
  isFree(box: Box, owner?: string): boolean {
    for (const key of squares(box)) {
      for (const other of this.#squares.get(key) ?? []) {
        if ((owner === undefined || other.owner !== owner) && overlap(box, other.box)) return false
      }
    }
    return true
  }
}

function* squares(box: Box): Generator<string> {
  for (let x = Math.floor((box.x - GAP) / CELL); x <= Math.floor((box.x + box.width + GAP) / CELL); x++) {
    for (let y = Math.floor((box.y - GAP) / CELL); y <= Math.floor((box.y + box.height + GAP) / CELL); y++) {
      yield `${x},${y}`
    }
  }
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + GAP && b.x < a.x + a.width + GAP && a.y < b.y + b.height + GAP && b.y < a.y + a.height + GAP
  )
}
