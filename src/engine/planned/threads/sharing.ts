// Whether work is shared between threads here, and by how many: the worker of the page and the command line say how threads are
// started, and nobody else does, so that a library or a page without isolation stays on one.

import { type Enrolled, type MakeThread, Team } from "./team.ts"

/** Multiply-adds of a forward pass below which threads win too little. */
const LEAST_MACS = 4e6
/** Threads beyond this win little: what one thread does alone is in their way, and a step has no more parts. */
const MOST_THREADS = 8
/** Bytes of memory that threads share; a plan that comes on top of them runs on one. */
const MOST_BYTES = 2 ** 30

let offered: { readonly make: MakeThread; readonly count: number } | null = null
let team: Team | null = null

/** Offers threads, so many in all. */
export function offerThreads(make: MakeThread, count: number): void {
  team?.end()
  team = null
  offered = { make, count: Math.min(MOST_THREADS, count) }
}

/** Threads that a graph of so many multiply-adds runs on: one where memory cannot be shared, or nobody has offered more. */
export function threadsFor(macs: number): number {
  const shares = typeof SharedArrayBuffer === "function" && typeof Atomics === "object"
  const room = team === null || team.bytes < MOST_BYTES
  return shares && room && offered !== null && macs >= LEAST_MACS ? Math.max(1, offered.count) : 1
}

/** Of so many threads those that are up by now. */
export function threadsUp(most: number): number {
  return Math.min(most, 1 + (team?.helping ?? 0))
}

/** The threads that are offered, started at the first call; null where this one works alone. */
export function sharingTeam(): Team | null {
  if (offered !== null && offered.count > 1) team ??= new Team(offered.make, offered.count)
  return team
}

/** Makes a plan known to helpers for as long as `holder` is there; answers its number. */
export function enroll(crew: Team, enrolled: Enrolled, holder: object): number {
  const plan = crew.enroll(enrolled)
  gone.register(holder, { crew, plan })
  return plan
}

const gone = new FinalizationRegistry<{ readonly crew: Team; readonly plan: number }>(({ crew, plan }) =>
  crew.forget(plan),
)
