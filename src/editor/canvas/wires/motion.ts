// When each wire moves. A pass is a wave: forward, a wire starts once everything it depends on has arrived; backward, the
// other way round. Depth is the longest path, so the dots travel in the order in which the numbers were worked out.

import type { Analysis } from "../../../graph/analysis/analysis.ts"
import type { Wire } from "../../../graph/wire.ts"

export interface Moving {
  readonly wire: Wire
  /** Milliseconds after the start of the pass. */
  readonly starts: number
  readonly ends: number
}

const SLOWEST = 520
const FASTEST = 90
const WHOLE = 5200

/** The wires of one pass, each with its time. `carries` leaves out wires along which nothing flows. */
export function schedule(
  analysis: Analysis,
  phase: "forward" | "backward",
  carries: (wire: Wire) => boolean,
): readonly Moving[] {
  const moving = analysis.wires.filter(carries)
  const depth = depths(analysis, phase, moving)
  const last = Math.max(1, ...depth.values())
  const step = Math.min(SLOWEST, Math.max(FASTEST, WHOLE / last))
  return moving.map((wire) => {
    const at = (depth.get(phase === "forward" ? wire.from.node : wire.to.node) ?? 0) * step
    return { wire, starts: at, ends: at + step * 1.15 }
  })
}

/** Longest path to each node in the direction of travel, over the wires that move. */
function depths(
  analysis: Analysis,
  phase: "forward" | "backward",
  moving: readonly Wire[],
): ReadonlyMap<string, number> {
  const steps = new Map<string, { readonly next: string }[]>()
  for (const { from, to } of moving) {
    const [here, next] = phase === "forward" ? [from.node, to.node] : [to.node, from.node]
    const there = steps.get(here)
    if (there) there.push({ next })
    else steps.set(here, [{ next }])
  }
  const depth = new Map<string, number>()
  for (const id of phase === "forward" ? analysis.order : [...analysis.order].reverse()) {
    const here = depth.get(id) ?? 0
    depth.set(id, here)
    for (const { next } of steps.get(id) ?? []) depth.set(next, Math.max(depth.get(next) ?? 0, here + 1))
  }
  return depth
}
