// Axes that are one and the same, as sets: axes are put together while wires are followed, and what is known of one is then
// known of all. Sets may also be alike (what lies along them has one name, cell for cell they differ) or be several in one.

import type { AxisName } from "../../../ops/axisNames.ts"

/** An axis of one tensor, by its number. */
export type AxisId = number

/** Union–find over axes, with a size and perhaps a name and parts for each set. */
export class AxisSets {
  private readonly above: number[] = []
  private readonly sizes: (number | null)[] = []
  private readonly names = new Map<number, AxisName>()
  private readonly parts = new Map<number, readonly AxisId[]>()
  private readonly likes = new Map<number, AxisId[]>()

  /** A new axis by itself; null where its size is not known. */
  add(size: number | null): AxisId {
    this.sizes.push(size)
    return this.above.push(this.above.length) - 1
  }

  /** The axis that stands for the whole set. */
  root(axis: AxisId): AxisId {
    let at = axis
    for (let up = this.above[at] ?? at; up !== at; up = this.above[at] ?? at) {
      this.above[at] = this.above[up] ?? up
      at = up
    }
    return at
  }

  sizeOf(axis: AxisId): number | null {
    return this.sizes[this.root(axis)] ?? null
  }
  nameOf(axis: AxisId): AxisName | null {
    return this.names.get(this.root(axis)) ?? null
  }
  /** The axes that lie in it, the outermost first. */
  partsOf(axis: AxisId): readonly AxisId[] | null {
    return this.parts.get(this.root(axis)) ?? null
  }

  /** Makes two axes one, if their sizes allow it; the parts of both then are one as well. Before names are given. */
  join(a: AxisId, b: AxisId): void {
    const [one, other] = [this.root(a), this.root(b)]
    const [size, another] = [this.sizes[one] ?? null, this.sizes[other] ?? null]
    if (one === other || (size !== null && another !== null && size !== another)) return
    this.above[other] = one
    this.sizes[one] = size ?? another
    for (const like of this.likes.get(other) ?? []) this.note(one, like)
    const parts = this.parts.get(other)
    if (parts !== undefined) this.merge(one, parts)
  }

  /** Says what lies in an axis; where that was said before, both are one part by part. */
  merge(axis: AxisId, parts: readonly AxisId[]): void {
    const before = this.partsOf(axis)
    if (before === null) this.parts.set(this.root(axis), parts)
    else if (before.length === parts.length && before.every((part, i) => this.fit(part, parts[i]))) {
      for (const [i, part] of before.entries()) this.join(part, parts[i] ?? part)
    }
  }

  /** What has a name passes it to the other. */
  liken(a: AxisId, b: AxisId): void {
    for (const [from, to] of [
      [this.root(a), b],
      [this.root(b), a],
    ] as const)
      this.note(from, to)
  }

  /** One more that is like this set: ten thousand may be like one, so no list is written anew. */
  private note(root: AxisId, like: AxisId): void {
    const likes = this.likes.get(root)
    if (likes === undefined) this.likes.set(root, [like])
    else likes.push(like)
  }

  /** The sets that are like this one, itself among them, near or far. */
  alike(axis: AxisId): ReadonlySet<AxisId> {
    const found = new Set([this.root(axis)])
    for (const root of found) for (const other of this.likes.get(root) ?? []) found.add(this.root(other))
    return found
  }

  /** Names a set, and what is like it, where there is no name yet. */
  call(axis: AxisId, name: AxisName): void {
    const open = [axis]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const root = this.root(next)
      if (this.names.has(root)) continue
      this.names.set(root, name)
      open.push(...(this.likes.get(root) ?? []))
    }
  }

  private fit(a: AxisId, b: AxisId | undefined): boolean {
    const [size, other] = [this.sizeOf(a), b === undefined ? null : this.sizeOf(b)]
    return size === null || other === null || size === other
  }
}
