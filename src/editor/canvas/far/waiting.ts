// Numbers that are still to come for what is painted: each is asked for once, and whoever paints is woken when it has come.

import type { Reading } from "../../../state/run/numbers.ts"

export class Waiting {
  private readonly wake: () => void
  /** Of each tensor the pictures that wait: they may be of different sizes, and come one after the other. */
  private readonly pictures = new WeakMap<object, Set<object>>()

  constructor(wake: () => void) {
    this.wake = wake
  }

  /** What the reading of a tensor for one of its pictures has by now; undefined while it waits; null without one. */
  read<T>(reading: Reading<T> | null, tensor: object, picture: object): T | null | undefined {
    if (reading === null) return null
    const now = reading.now()
    if (now !== null) return now.is
    const waiting = this.pictures.get(tensor) ?? new Set()
    this.pictures.set(tensor, waiting)
    if (waiting.has(picture)) return undefined
    waiting.add(picture)
    reading.later().then(
      () => {
        // What is forgotten again may be asked for again.
        waiting.delete(picture)
        this.wake()
      },
      // Numbers that are gone are those of an older run: the new one has its own.
      () => {},
    )
    return undefined
  }
}
