// The one clock that the player goes by, and with it all that moves on the canvas. Tests put one of their own in place.

import type { PlayerState } from "./player.ts"

/** Calls back once after so many milliseconds; answers how to prevent it. */
type Timeout = (call: () => void, milliseconds: number) => () => void

export interface Clock {
  /** Milliseconds since some moment. */
  readonly now: () => number
  readonly after: Timeout
  /** Whether less motion is asked for: then nothing travels. */
  readonly still: () => boolean
}

let clock: Clock = {
  now: () => performance.now(),
  after: (call, milliseconds) => {
    const timer = setTimeout(call, milliseconds)
    return () => clearTimeout(timer)
  },
  still: () => globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? true,
}

export function theClock(): Clock {
  return clock
}

export function setClock(other: Clock): void {
  clock = other
}

/** Seconds of the timeline at which the player stands now. */
export function secondsNow({ from, since, speed }: Pick<PlayerState, "from" | "since" | "speed">): number {
  return since === null ? from : from + ((clock.now() - since) / 1000) * speed
}
