// The memory that a training step holds: what is taken, what is let go, and how much there is at each op-step.

import type { Size } from "./trainingSizes.ts"

/** What lives at one op-step, in bytes: a fixed part and one for each example. */
export interface Moment extends Size {
  readonly phase: "forward" | "backward"
  readonly node: string
}

/** A stretch of memory, freed when nobody needs it any more. */
export interface Stretch extends Size {
  needs: number
}

/** Counts what is held. */
export class Holding {
  /** What lived at each op-step so far. */
  readonly moments: Moment[] = []
  private fixed = 0
  private perExample = 0

  /** A stretch that is needed so many times. */
  take({ fixed, perExample }: Size, needs: number): Stretch {
    this.fixed += fixed
    this.perExample += perExample
    return { fixed, perExample, needs }
  }

  /** It is needed once less. */
  release(stretch: Stretch | undefined): void {
    if (stretch === undefined || stretch.needs <= 0) return
    stretch.needs -= 1
    if (stretch.needs === 0) this.drop(stretch)
  }

  drop(stretch: Stretch | undefined): void {
    this.fixed -= stretch?.fixed ?? 0
    this.perExample -= stretch?.perExample ?? 0
  }

  note(phase: Moment["phase"], node: string): void {
    this.moments.push({ phase, node, fixed: this.fixed, perExample: this.perExample })
  }
}
