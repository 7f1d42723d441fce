// Of a table with very many rows only those near the view are mounted; empty rows of their height stand for the others.

import { useState } from "react"

interface Rows {
  /** The rows to mount: from the first to before the last. */
  readonly first: number
  readonly last: number
  /** Heights that stand for what is not mounted, in pixels. */
  readonly above: number
  readonly below: number
}
export interface RowWindow extends Rows {
  readonly onScroll: (event: { readonly currentTarget: Element }) => void
}

/** As drawer.module.css makes it: 24 of button, 8 of padding (2 in a low window), 1 of border. */
function rowHeight(): number {
  return matchMedia("(max-height: 960px)").matches ? 27 : 33
}
/** Tables up to this are mounted whole. */
const WHOLE = 200
/** Rows are mounted in blocks, so that scrolling mounts some only now and then. */
export const BLOCK = 40
/** Blocks that cover the tallest drawer, with one before and one behind. */
const BLOCKS = 4

export function useRowWindow(count: number): RowWindow {
  const [block, setBlock] = useState(0)
  const row = rowHeight()
  const onScroll = ({ currentTarget }: { readonly currentTarget: Element }): void =>
    setBlock(Math.floor(currentTarget.scrollTop / (row * BLOCK)))
  return { ...rowsAt(count, block, row), onScroll }
}

/** The rows to mount of `count`, each `row` pixels high, while the view begins in a `block` of them. */
export function rowsAt(count: number, block: number, row: number): Rows {
  if (count <= WHOLE) return { first: 0, last: count, above: 0, below: 0 }
  const first = Math.max(0, Math.min(block - 1, Math.ceil(count / BLOCK) - BLOCKS)) * BLOCK
  const last = Math.min(count, first + BLOCKS * BLOCK)
  return { first, last, above: first * row, below: (count - last) * row }
}
