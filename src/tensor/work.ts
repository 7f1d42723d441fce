// Long loops give way. A kernel above about 50 million multiply-adds is a generator that yields in between, so that a
// worker can notice a cancel; a short one simply returns. Callers that do not care use `finish`.

/** A value now, or a generator that yields while it works and then returns it. */
export type Work<T> = T | Generator<void, T, void>

/** Multiply-adds between two yields: some tens of milliseconds. */
export const YIELD_EVERY = 25_000_000

/** True for work that gives way, false for a result that is there. */
export function isGenerator<T>(work: Work<T>): work is Generator<void, T, void> {
  return typeof work === "object" && work !== null && Symbol.iterator in work && "next" in work
}

/** Runs to the end without giving way. */
export function finish<T>(work: Work<T>): T {
  return isGenerator(work) ? ended(work) : work
}

/** What a generator returns, whatever it yields on its way. */
export function ended<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** For use inside a generator: `const y = yield* stepwise(kernel(...))`. */
export function* stepwise<T>(work: Work<T>): Generator<void, T, void> {
  return isGenerator(work) ? yield* work : work
}
