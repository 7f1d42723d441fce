// Graphs of boxes without ops, for the benches of layout and routing.

import type { Box, Join } from "../src/library.ts"

/** What is laid out. */
export interface Drawing {
  readonly boxes: readonly Box[]
  readonly joins: readonly Join[]
}

function drawing(links: readonly (readonly number[])[]): Drawing {
  const boxes = links.map((_, i) => ({ id: `n${i}`, width: 180, height: 60 + (i % 3) * 20 }))
  const joins = links.flatMap((sources, i) =>
    sources.map((j, k) => ({ from: `n${j}`, to: `n${i}`, toAt: 20 + 12 * k, words: 70 })),
  )
  return { boxes, joins }
}

/** One after the other. */
export function chain(count: number): Drawing {
  return drawing(Array.from({ length: count }, (_, i) => (i === 0 ? [] : [i - 1])))
}

/** Stem, then bottleneck blocks of conv–BN–ReLU three times with a skip (a convolution and BN on it at each stage's start). */
export function resNet152(): Drawing {
  const links: number[][] = [[], [0], [1], [2], [3]]
  const then = (...sources: number[]): number => links.push(sources) - 1
  let top = 4
  for (const blocks of [3, 8, 36, 3]) {
    for (let block = 0; block < blocks; block++) {
      const skip = block === 0 ? then(then(top)) : top
      let at = top
      for (let layer = 0; layer < 8; layer++) at = then(at)
      top = then(then(at, skip))
    }
  }
  then(then(then(top)))
  return drawing(links)
}

/** Each node takes one or two earlier ones from a window of 40. */
export function tangle(count: number): Drawing {
  let state = 1
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  return drawing(
    Array.from({ length: count }, (_, i) => {
      if (i === 0) return []
      const one = Math.max(0, i - 1 - next(40))
      return next(2) === 0 ? [one] : [one, Math.max(0, i - 1 - next(40))]
    }),
  )
}
