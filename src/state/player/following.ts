// The inspector follows the player: what a step made is selected and looked at. It comes a moment after the step, so that
// steps in quick succession cost only what is seen of them: drawing the inspector takes longer than the step itself.

import { useSession } from "../session.ts"
import type { PlayerStep, Sequence } from "./playerSteps.ts"

/** Milliseconds after the last step. */
export const FOLLOWS_AFTER = 120

let timer: ReturnType<typeof setTimeout> | null = null

/** Looks at what a step made, unless another step comes first. */
export function followLater(sequence: Sequence, step: PlayerStep): void {
  stopFollowing()
  timer = setTimeout(() => {
    timer = null
    follow(sequence, step)
  }, FOLLOWS_AFTER)
}

export function stopFollowing(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
}

function follow({ analysis, result }: Sequence, now: PlayerStep): void {
  const { select, look, tensor, cell } = useSession.getState()
  const [wire] = now.wires
  if (now.kind === "piece" && wire !== undefined) {
    select({ nodes: [], wires: [wire.id] })
    look({ name: wire.id, side: "gradient" })
    return
  }
  const ports = Object.keys(analysis.nodes.get(now.node)?.op?.outputs ?? {})
  const place = now.pieces[now.arrived - 1]?.place ?? `${now.node}:${ports[0]}`
  const name = result.has("value", place) ? place : `${place}[0]`
  select({ nodes: [now.node], wires: [] })
  look({ name, side: now.phase === "forward" ? "value" : "gradient" }, tensor?.name === name ? cell : null)
}
