// What wires must run round, found by place: boxes in a grid of squares.

/** An area that no wire may cross; canvas units. */
export interface Obstacle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The node that it is, by number: the node's own wires touch it. -1 for what none may touch. */
  readonly owner: number
}

/** Free space between a wire and a box that it passes. */
const CLEAR = 10
/** The least of it, where there is no way otherwise. */
export const TIGHT = 4

const SQUARE = 256
/** Keys of squares: columns and rows are counted from far outside. */
const FAR = 1 << 20

/** Boxes, numbered in the order given. */
export class Obstacles {
  readonly boxes: readonly Obstacle[]
  /** What wires keep clear of them. */
  readonly clear: number
  private readonly squares = new Map<number, number[]>()
  private readonly seen: Int32Array
  private asked = 0

  constructor(boxes: readonly Obstacle[], clear = CLEAR) {
    this.boxes = boxes
    this.clear = clear
    this.seen = new Int32Array(boxes.length)
    boxes.forEach(({ x, y, width, height }, i) => {
      this.each(x, y, x + width, y + height, (key) => {
        const there = this.squares.get(key)
        if (there) there.push(i)
        else this.squares.set(key, [i])
      })
    })
  }

  /** The boxes that reach into an area, each once. */
  within(left: number, top: number, right: number, bottom: number): number[] {
    const found: number[] = []
    this.asked += 1
    this.each(left, top, right, bottom, (key) => {
      for (const i of this.squares.get(key) ?? []) {
        const box = this.boxes[i]
        if (box === undefined || this.seen[i] === this.asked) continue
        this.seen[i] = this.asked
        if (box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top) found.push(i)
      }
    })
    return found
  }

  /** How many there are along a straight piece. */
  count(x1: number, y1: number, x2: number, y2: number): number {
    return this.within(Math.min(x1, x2) - 1, Math.min(y1, y2) - 1, Math.max(x1, x2) + 1, Math.max(y1, y2) + 1).length
  }

  /** Whether a straight piece of wire keeps clear of all boxes but those of one or two owners. */
  isFree(x1: number, y1: number, x2: number, y2: number, but = -1, orBut = -1): boolean {
    const isOwn = (owner: number | undefined): boolean => owner !== -1 && (owner === but || owner === orBut)
    const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1]
    const [top, bottom] = y1 < y2 ? [y1, y2] : [y2, y1]
    const room = this.clear - 1
    const met = this.within(left - room, top - room, right + room, bottom + room)
    return met.every((i) => isOwn(this.boxes[i]?.owner))
  }

  private each(left: number, top: number, right: number, bottom: number, visit: (key: number) => void): void {
    const [last, under] = [Math.floor(right / SQUARE), Math.floor(bottom / SQUARE)]
    for (let c = Math.floor(left / SQUARE); c <= last; c++) {
      for (let r = Math.floor(top / SQUARE); r <= under; r++) visit((c + FAR) * (2 * FAR) + r + FAR)
    }
  }
}
