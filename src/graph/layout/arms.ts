// Encoder and decoder: wires that skip ahead, one inside the other, as parentheses are. What lies before such a wire and
// what it leads to face each other as two arms, so that the skip is seen as the short way across; the middle lies below.

import type { Columns } from "./columns.ts"
import type { Edges } from "./ranks.ts"

/** Columns from the first to before the second. */
export type Span = readonly [lo: number, hi: number]
/** The arms, outermost first, and what is between the innermost. */
export interface Arms {
  readonly levels: readonly { readonly left: Span; readonly right: Span }[]
  readonly middle: Span
}

/** A wire that leads so many columns ahead skips something. */
const SKIP = 4
/** With more of them it is no drawing that anybody sees arms in. */
const MOST = 300

interface Skip {
  readonly from: number
  readonly to: number
}

/** The two arms of a graph in columns; null if it has none. `cut`: wires in front of each column, one for each node they leave. */
export function armsOf(columns: Columns, edges: Edges, cut: Float64Array): Arms | null {
  const skips = nested(skipsOf(columns, edges))
  if (skips.length < 2) return null
  const end = cut.length
  // Beside the skips themselves only one wire goes from block to block: anything else would be torn.
  const isWhole = (at: number): boolean => {
    const open = skips.filter(({ from, to }) => from < at && to >= at).length
    return (cut[at] ?? 0) <= open + 1
  }
  if (!skips.every(({ from, to }) => isWhole(from + 1) && isWhole(to))) return null
  const levels = skips.map(({ from, to }, i) => ({
    left: [(skips[i - 1]?.from ?? -1) + 1, from + 1] as const,
    right: [to, skips[i - 1]?.to ?? end] as const,
  }))
  const inner = skips.at(-1) ?? { from: 0, to: 0 }
  return { levels, middle: [inner.from + 1, inner.to] }
}

/** Long wires between nodes that are alone in their columns: what stands beside others is a branch. */
function skipsOf({ rank, columns, count }: Columns, { from, to }: Edges): readonly Skip[] {
  const found = new Map<string, Skip>()
  const isAlone = (r: number): boolean => columns[r]?.filter((item) => item < count).length === 1
  for (let e = 0; e < from.length; e++) {
    const skip = { from: rank[from[e] ?? 0] ?? 0, to: rank[to[e] ?? 0] ?? 0 }
    if (skip.to - skip.from >= SKIP && isAlone(skip.from) && isAlone(skip.to))
      found.set(`${skip.from} ${skip.to}`, skip)
    if (found.size > MOST) return []
  }
  return [...found.values()].sort((a, b) => a.from - b.from || b.to - a.to)
}

/** The longest chain of skips that lie strictly inside each other, outermost first. */
function nested(skips: readonly Skip[]): readonly Skip[] {
  const length = skips.map(() => 1)
  const before = skips.map(() => -1)
  let best = -1
  for (const [i, skip] of skips.entries()) {
    for (let j = 0; j < i; j++) {
      const outer = skips[j]
      if (outer === undefined || outer.from >= skip.from || outer.to <= skip.to) continue
      if ((length[j] ?? 0) < (length[i] ?? 0)) continue
      length[i] = (length[j] ?? 0) + 1
      before[i] = j
    }
    if (best < 0 || (length[i] ?? 0) > (length[best] ?? 0)) best = i
  }
  const chain: Skip[] = []
  for (let i = best; i >= 0; i = before[i] ?? -1) chain.push(...skips.slice(i, i + 1))
  return chain.reverse()
}
