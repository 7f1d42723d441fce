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

/** Least side of a square, and about how many squares there are for each box. */
const SQUARE = 256
const SQUARES = 4

/** Boxes, numbered in the order given. */
export class Obstacles {
  readonly boxes: readonly Obstacle[]
  /** What wires keep clear of them. */
  readonly clear: number
  private readonly grid: Grid
  /** The boxes of square `s` are `list[start[s]]` to before `list[start[s + 1]]`. */
  private readonly start: Int32Array
  private readonly list: Int32Array
  private readonly seen: Int32Array
  private asked = 0

  constructor(boxes: readonly Obstacle[], clear = CLEAR) {
    this.boxes = boxes
    this.clear = clear
    this.seen = new Int32Array(boxes.length)
    this.grid = new Grid(boxes)
    const { grid } = this
    this.start = new Int32Array(grid.columns * grid.rows + 1)
    for (const box of boxes) {
      this.fill(box, (s) => {
        this.start[s + 1] = (this.start[s + 1] ?? 0) + 1
      })
    }
    for (let s = 1; s < this.start.length; s++) this.start[s] = (this.start[s] ?? 0) + (this.start[s - 1] ?? 0)
    this.list = new Int32Array(this.start.at(-1) ?? 0)
    const next = this.start.slice()
    for (const [i, box] of boxes.entries()) {
      this.fill(box, (s) => {
        const at = next[s] ?? 0
        this.list[at] = i
        next[s] = at + 1
      })
    }
  }

  /** The boxes that reach into an area, each once. */
  within(left: number, top: number, right: number, bottom: number): number[] {
    const found: number[] = []
    this.some(left, top, right, bottom, (i) => {
      found.push(i)
      return false
    })
    return found
  }

  /** How many there are along a straight piece. */
  count(x1: number, y1: number, x2: number, y2: number): number {
    let count = 0
    this.some(Math.min(x1, x2) - 1, Math.min(y1, y2) - 1, Math.max(x1, x2) + 1, Math.max(y1, y2) + 1, () => {
      count += 1
      return false
    })
    return count
  }

  /** Whether a straight piece of wire keeps clear of all boxes but those of one or two owners. */
  isFree(x1: number, y1: number, x2: number, y2: number, but = -1, orBut = -1): boolean {
    const isOther = (i: number): boolean => {
      const owner = this.boxes[i]?.owner
      return owner === -1 || (owner !== but && owner !== orBut)
    }
    const room = this.clear - 1
    const [left, top] = [Math.min(x1, x2) - room, Math.min(y1, y2) - room]
    return !this.some(left, top, Math.max(x1, x2) + room, Math.max(y1, y2) + room, isOther)
  }

  /** Whether some box that reaches into an area is one that is looked for; each is asked once. */
  some(left: number, top: number, right: number, bottom: number, isIt: (box: number) => boolean): boolean {
    if (this.boxes.length === 0) return false
    this.asked += 1
    const { boxes, grid, list, start, seen, asked } = this
    const [first, last, upper, lower] = [grid.column(left), grid.column(right), grid.row(top), grid.row(bottom)]
    for (let c = first; c <= last; c++) {
      for (let s = c * grid.rows + upper; s <= c * grid.rows + lower; s++) {
        for (let at = start[s] ?? 0; at < (start[s + 1] ?? 0); at++) {
          const i = list[at] ?? 0
          const box = boxes[i]
          if (box === undefined || seen[i] === asked) continue
          seen[i] = asked
          const meets = box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top
          if (meets && isIt(i)) return true
        }
      }
    }
    return false
  }

  /** Visits the squares that a box lies in. */
  private fill({ x, y, width, height }: Obstacle, visit: (square: number) => void): void {
    const { grid } = this
    const [last, upper, lower] = [grid.column(x + width), grid.row(y), grid.row(y + height)]
    for (let c = grid.column(x); c <= last; c++) for (let r = upper; r <= lower; r++) visit(c * grid.rows + r)
  }
}

/** Squares over all boxes; what lies outside counts to the nearest. */
class Grid {
  readonly columns: number
  readonly rows: number
  private readonly left: number
  private readonly top: number
  private readonly side: number

  constructor(boxes: readonly Obstacle[]) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const { x, y, width, height } of boxes) {
      left = Math.min(left, x)
      top = Math.min(top, y)
      right = Math.max(right, x + width)
      bottom = Math.max(bottom, y + height)
    }
    const [wide, high] = boxes.length === 0 ? [0, 0] : [right - left, bottom - top]
    this.left = boxes.length === 0 ? 0 : left
    this.top = boxes.length === 0 ? 0 : top
    const many = SQUARES * boxes.length + 1
    this.side = Math.max(SQUARE, Math.sqrt((wide * high) / many), wide / many, high / many)
    this.columns = Math.floor(wide / this.side) + 1
    this.rows = Math.floor(high / this.side) + 1
  }

  column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.left) / this.side)))
  }
  row(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor((y - this.top) / this.side)))
  }
}
