// A clock that stands still until a test lets time pass.

import type { Clock } from "../../src/state/player/clock.ts"

export interface HandClock extends Clock {
  /** Lets so many milliseconds pass, calling back whoever waits for one of them, in order. */
  readonly pass: (milliseconds: number) => void
  /** How many wait to be called back. */
  readonly waiting: () => number
}

export function handClock(still = false): HandClock {
  let now = 0
  let waiting: { readonly at: number; readonly call: () => void }[] = []
  const pass = (milliseconds: number): void => {
    const until = now + milliseconds
    for (;;) {
      const next = [...waiting].sort((a, b) => a.at - b.at).find(({ at }) => at <= until)
      if (next === undefined) break
      waiting = waiting.filter((other) => other !== next)
      now = next.at
      next.call()
    }
    now = until
  }
  return {
    now: () => now,
    after: (call, milliseconds) => {
      const mine = { at: now + milliseconds, call }
      waiting.push(mine)
      return () => {
        waiting = waiting.filter((other) => other !== mine)
      }
    },
    still: () => still,
    pass,
    waiting: () => waiting.length,
  }
}
