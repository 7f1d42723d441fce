// Positions for the nodes of a drawing: layered along the wires, from left to right or from top to bottom. A group is
// laid out inside first and then stands as one box among its neighbours, so that its members stay together and no group
// overlaps another. Where it is told the window, rows that are too long for it are broken into several, so that the whole
// is seen as large as it can be. This folder knows sizes and wires, not ops, and leaves their ways to routing; nothing recurses,
// and the work is close to linear.

import type { Point } from "../document.ts"
import { fitted, type Size } from "./fitted.ts"
import { prepareLevel } from "./flat.ts"
import { lineOver, type Page } from "./page.ts"
import type { Spacing } from "./part.ts"
import type { Placed } from "./sheet.ts"

/** A node as it is drawn. */
export interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly group?: string | null | undefined
}
/** A wire; `fromAt` and `toAt` are its ends' distances from the near corner of their sides (default: the middle). */
export interface Join {
  readonly from: string
  readonly to: string
  readonly fromAt?: number
  readonly toAt?: number
  /** Width of the words on it, in pixels of the screen: for them there is room in a layout that is made for a window. */
  readonly words?: number
}
/** A group that is drawn as a frame around its members. */
export interface Frame {
  readonly id: string
  readonly parent?: string | null | undefined
}
interface Padding {
  readonly side: number
  readonly title: number
}
/** What a layout can be told; every part has a default. */
export interface LayoutOptions {
  /** Which way wires run. Default "right". */
  readonly direction?: "right" | "down"
  /** Free space between columns (72), nodes of one column (32), a node and a wire that passes it (20), separate parts (64). */
  readonly spacing?: Partial<Spacing>
  readonly groups?: readonly Frame[]
  /** Free space inside a group's frame (24), and above for its title (28). */
  readonly padding?: Padding
  /** Free size of the view, in pixels of the screen. Without it nothing is wrapped. */
  readonly window?: Size
}

const SPACING: Spacing = { column: 72, node: 32, bend: 20, part: 64 }
/** Where wires run down they still leave and enter at the sides. */
const DOWN = { node: 56, bend: 24 }

/** Where the upper left corner of each box goes; the upper left corner of all is 0, 0. Wires to unknown boxes are passed over. */
export function layout(
  boxes: readonly Box[],
  joins: readonly Join[],
  options: LayoutOptions = {},
): ReadonlyMap<string, Point> {
  const tree = new Tree(boxes, options)
  tree.sort(joins)
  const filled = boxes.reduce((sum, { width, height }) => sum + width * height, 0)
  if (options.window === undefined) tree.place(null, true)
  else {
    const content = { filled, count: boxes.length }
    fitted(options.window, content, options.direction === "down", (page, exact) => tree.place(page, exact))
  }
  return tree.positions(boxes)
}

/** A box or a group among its siblings. Sizes and places are along and across the flow. */
interface Item {
  readonly parent: Item | null
  readonly depth: number
  readonly children: Item[]
  length: number
  breadth: number
  /** From the corner of its parent. */
  along: number
  across: number
  /** Its number among its siblings. */
  readonly index: number
  readonly joins: { from: Item; to: Item; fromAt: () => number; toAt: () => number; words: number }[]
  /** The order of what is inside, as long as nothing there has another size. */
  prepared: { readonly sizes: string; readonly places: ReturnType<typeof prepareLevel> } | null
}

class Tree {
  private readonly root: Item = newItem(null)
  private readonly groups = new Map<string, Item>()
  private readonly boxes = new Map<string, Item>()
  private readonly down: boolean
  private readonly spacing: Spacing
  private readonly padding: Padding

  constructor(boxes: readonly Box[], options: LayoutOptions) {
    this.down = options.direction === "down"
    this.spacing = { ...SPACING, ...(this.down && DOWN), ...options.spacing }
    this.padding = options.padding ?? { side: 24, title: 28 }
    this.growGroups(options.groups ?? [], new Set(boxes.map((box) => box.group ?? null)))
    for (const { id, group, width, height } of boxes) {
      const item = newItem(this.groups.get(group ?? "") ?? this.root)
      item.length = this.down ? height : width
      item.breadth = this.down ? width : height
      this.boxes.set(id, item)
    }
  }

  /** Makes an item of each group that holds something, parents first; parents that go in circles count as the top. */
  private growGroups(frames: readonly Frame[], used: ReadonlySet<string | null>): void {
    const byId = new Map(frames.map((frame) => [frame.id, frame]))
    for (const { id } of frames) {
      if (!used.has(id)) continue
      const way: string[] = []
      const seen = new Set<string>()
      let at: string | null | undefined = id
      while (at !== null && at !== undefined && byId.has(at) && !this.groups.has(at) && !seen.has(at)) {
        seen.add(at)
        way.push(at)
        at = byId.get(at)?.parent
      }
      let parent = at === null || at === undefined ? this.root : (this.groups.get(at) ?? this.root)
      for (const group of way.reverse()) {
        parent = newItem(parent)
        this.groups.set(group, parent)
      }
    }
  }

  /** Hands each wire to the innermost group that holds both of its ends. */
  sort(joins: readonly Join[]): void {
    for (const join of joins) {
      const [start, end] = [this.boxes.get(join.from), this.boxes.get(join.to)]
      if (start === undefined || end === undefined || start === end) continue
      let [from, to] = [start, end]
      while (from.parent !== to.parent) {
        if (from.depth >= to.depth) from = from.parent ?? this.root
        else to = to.parent ?? this.root
      }
      from.parent?.joins.push({
        from,
        to,
        fromAt: () => offsetIn(start, from) + ((this.down ? undefined : join.fromAt) ?? start.breadth / 2),
        toAt: () => offsetIn(end, to) + ((this.down ? undefined : join.toAt) ?? end.breadth / 2),
        words: join.words ?? 0,
      })
    }
  }

  /** Lays out all groups from the innermost out; answers how large the whole is. */
  place(page: Page | null, exact: boolean): Size {
    const levels = [...this.groups.values(), this.root].sort((a, b) => b.depth - a.depth)
    for (const level of levels) this.placeInside(level, page, exact)
    const { length, breadth } = this.root
    return this.down ? { width: breadth, height: length } : { width: length, height: breadth }
  }

  /** Lays out the children of a group and gives it its size. */
  private placeInside(group: Item, page: Page | null, exact: boolean): void {
    const { children } = group
    const { side, title } = group === this.root ? { side: 0, title: 0 } : this.padded(page)
    const room = group.depth * 2 * this.padding.side + (this.down ? group.depth * this.padding.title : 0)
    const own = page === null ? null : { ...page, length: page.length - room }
    const placed: Placed = this.prepared(group)(own, exact)
    const [before, above] = this.down ? [side + title, side] : [side, side + title]
    children.forEach((child, at) => {
      child.along = (placed.along[at] ?? 0) + before
      child.across = (placed.across[at] ?? 0) + above
    })
    group.length = placed.length + before + side
    group.breadth = placed.breadth + above + side
  }

  /** Words over the topmost boxes of a group stand below its title. */
  private padded(page: Page | null): Padding {
    const { side, title } = this.padding
    return { side, title: title + (page === null || this.down ? 0 : lineOver(page)) }
  }

  private prepared(group: Item): ReturnType<typeof prepareLevel> {
    const { children, joins } = group
    // Only groups inside can have another size than before.
    if (group.prepared !== null && children.every((child) => child.children.length === 0)) return group.prepared.places
    const sizes = children.map(({ length, breadth }) => `${length} ${breadth}`).join()
    if (group.prepared?.sizes === sizes) return group.prepared.places
    const places = prepareLevel(
      {
        length: Float64Array.from(children, (child) => child.length),
        breadth: Float64Array.from(children, (child) => child.breadth),
        edges: {
          from: Int32Array.from(joins, (join) => join.from.index),
          to: Int32Array.from(joins, (join) => join.to.index),
          fromAt: Float64Array.from(joins, (join) => join.fromAt()),
          toAt: Float64Array.from(joins, (join) => join.toAt()),
        },
        words: Float64Array.from(joins, (join) => join.words),
        down: this.down,
      },
      this.spacing,
    )
    group.prepared = { sizes, places }
    return places
  }

  positions(boxes: readonly Box[]): ReadonlyMap<string, Point> {
    const places = new Map<string, Point>()
    for (const { id } of boxes) {
      let [along, across] = [0, 0]
      for (let item = this.boxes.get(id) ?? null; item !== null; item = item.parent) {
        along += item.along
        across += item.across
      }
      const [a, b] = [Math.round(along), Math.round(across)]
      places.set(id, this.down ? [b, a] : [a, b])
    }
    return places
  }
}

function newItem(parent: Item | null): Item {
  const item: Item = {
    parent,
    depth: parent === null ? 0 : parent.depth + 1,
    children: [],
    length: 0,
    breadth: 0,
    along: 0,
    across: 0,
    index: parent?.children.length ?? 0,
    joins: [],
    prepared: null,
  }
  parent?.children.push(item)
  return item
}

/** How far a box lies from the corner of one of the groups around it, across the flow. */
function offsetIn(box: Item, around: Item): number {
  let across = 0
  for (let item: Item | null = box; item !== null && item !== around; item = item.parent) across += item.across
  return across
}
