// Draws what travels while a training is watched: with every step that is slow enough to be seen a pulse leaves the target and
// goes back over the whole graph, along each wire in the order in which its gradient was worked out.

import { theClock } from "../../../state/player/clock.ts"
import { useRun } from "../../../state/run/run.ts"
import type { ShownRun } from "../../../state/run/shown.ts"
import { useLearning } from "../../../state/training/learning.ts"
import { useTrainSpeed } from "../../../state/training/speed.ts"
import type { View } from "../flow/drawn.ts"
import { curveOf, useFlow } from "../flow/nodesAndEdges.ts"
import { drawTail } from "./pulses.ts"

/** Faster steps send nothing: nobody could tell one from the next. In steps a second. */
const FASTEST = 10
/** From the target to the first node, in milliseconds; of fast steps so many may be on their way at once. */
const LONGEST = 900
const AT_ONCE = 3
/** On one wire for at least such a part of all. */
const LEAST_LEG = 0.25
/** Of more wires nothing could be told. */
const MOST_WIRES = 300
/** The tail of a pulse, as parts of its wire. */
const TAIL = [0, 0.05, 0.1, 0.15] as const

interface Launch {
  readonly since: number
  readonly run: ShownRun
}

let launches: readonly Launch[] = []
let seen: ShownRun | null = null

/** The wires that something travels on; null when nothing more will, until the next step. */
export function drawLearning(
  pen: CanvasRenderingContext2D,
  view: View,
  style: CSSStyleDeclaration,
): ReadonlySet<string> | null {
  const now = theClock().now()
  const { result } = useRun.getState()
  if (result !== null && result !== seen && isPulsing()) launches = [...launches, { since: now, run: result }]
  seen = result
  const { speed } = useTrainSpeed.getState()
  const longest = Math.min(LONGEST, (AT_ONCE * 1000) / (speed ?? 1))
  launches = useLearning.getState().visible ? launches.filter(({ since }) => now - since < longest) : []
  const { edges, looks } = useFlow.getState()
  if (launches.length === 0 || edges.length > MOST_WIRES) return null
  const travelling = new Set<string>()
  pen.fillStyle = style.getPropertyValue("--gradient")
  for (const { since, run } of launches) {
    const ranks = ranksOf(run)
    for (const { id, data } of edges) {
      const wire = data?.wire
      if (wire === undefined || !run.has("wire", id) || looks.get(id)?.zero === true) continue
      const way = wayOf((now - since) / longest, ranks.get(wire.to.node) ?? 0, ranks.size)
      const curve = way === null ? null : curveOf(wire)
      if (way === null || curve === null) continue
      travelling.add(id)
      drawTail(pen, view, curve, { t: way, family: "gradient", tail: TAIL })
    }
  }
  return travelling
}

/** Whether what is shown is a step that was just taken, and slow enough. */
function isPulsing(): boolean {
  const { speed } = useTrainSpeed.getState()
  const { visible } = useLearning.getState()
  return visible && useRun.getState().status.kind === "trained" && speed !== null && speed <= FASTEST
}

/** How far on its wire a pulse is, from 0 to 1, `part` of its whole way after it left the target; null where it is elsewhere. */
export function wayOf(part: number, rank: number, of: number): number | null {
  const leg = Math.max(LEAST_LEG, 1 / Math.max(1, of))
  const starts = of <= 1 ? 0 : (rank / (of - 1)) * (1 - leg)
  const way = (part - starts) / leg
  return way < 0 || way >= 1 ? null : way
}

const known = new WeakMap<ShownRun["steps"], ReadonlyMap<string, number>>()

/** The place of each node in the order of the way back. */
function ranksOf({ steps }: ShownRun): ReadonlyMap<string, number> {
  const found = known.get(steps)
  if (found !== undefined) return found
  const ranks = new Map<string, number>()
  for (const { node, phase } of steps) if (phase === "backward" && !ranks.has(node)) ranks.set(node, ranks.size)
  known.set(steps, ranks)
  return ranks
}
