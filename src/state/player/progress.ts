// What the player's place in a sequence means for each node and wire: at work, done, or still to come.

import { placeName, type Wire } from "../../graph/wire.ts"
import type { ChipKind } from "../session.ts"
import type { PlayerStep, Sequence, StepPhase } from "./playerSteps.ts"
import type { Trace } from "./trace.ts"

/** A place in a sequence; `at` is null while the player is idle, `landed` false while what moves in that step is on its way. */
export interface PlayerPosition {
  readonly sequence: Sequence | null
  readonly at: number | null
  readonly landed: boolean
}
/** At work in this phase, done in it, or still to come. */
export type Standing = "value" | "gradient" | "done" | "later"

/** The step at which it stands; null while the player is idle. */
export function currentStep({ sequence, at }: Pick<PlayerPosition, "sequence" | "at">): PlayerStep | null {
  return at === null ? null : (sequence?.steps[at] ?? null)
}

/** Undefined while the player is idle. */
export function standingOfNode(place: PlayerPosition, id: string): Standing | undefined {
  const now = currentStep(place)
  if (now === null) return undefined
  return now.node === id ? hueOf(now.phase) : known(place, now, "nodes", id) ? "done" : "later"
}

export function standingOfWire(place: PlayerPosition, id: string): Standing | undefined {
  const now = currentStep(place)
  if (now === null) return undefined
  if (now.wires.some((wire) => wire.id === id)) return hueOf(now.phase)
  return known(place, now, "wires", id) ? "done" : "later"
}

/** What a wire's chip may say by now; null while the player is idle. */
export function chipOfWire(place: PlayerPosition, id: string): ChipKind | null {
  const now = currentStep(place)
  if (now === null) return null
  return known(place, now, "wires", id) ? hueOf(now.phase) : "shape"
}

/** Whether a wire carries that by now: while the player is at a step, what comes later is not known yet. */
export function isKnownOnWire(place: PlayerPosition, id: string, side: "value" | "gradient"): boolean {
  const { sequence, at } = place
  if (at === null) return true
  return isDone(place, at, sequence?.[side].wires.get(id))
}

/** Whether the value at a place, or the sum of the gradients there, is known by now. */
export function isTensorKnown(position: PlayerPosition, side: "value" | "gradient", place: string): boolean {
  const { sequence, at } = position
  if (at === null) return true
  return isDone(position, at, sequence?.[side].tensors.get(place))
}

/** What the followed cell is on a wire, while a playback is under way; undefined where no cell is followed. */
export function tracedOn(
  { trace, playback, at }: { readonly trace: Trace | null; readonly playback: unknown; readonly at: number | null },
  wire: Wire,
  kind: "value" | "gradient",
): number | undefined {
  if (trace === null || playback === null || at === null) return undefined
  return kind === "value" ? trace.values.get(placeName(wire.from)) : trace.wires.get(wire.id)
}

/** The family of a phase: values go forward, gradients back. */
export function hueOf(phase: StepPhase): "value" | "gradient" {
  return phase === "forward" ? "value" : "gradient"
}

function known(place: PlayerPosition, now: PlayerStep, what: "nodes" | "wires", id: string): boolean {
  return isDone(place, now.index, place.sequence?.[hueOf(now.phase)][what].get(id))
}

/** What is on its way is not known yet. `since`: the step after which something is. */
function isDone({ landed }: PlayerPosition, at: number, since = Number.POSITIVE_INFINITY): boolean {
  return since <= (landed ? at : at - 1)
}
