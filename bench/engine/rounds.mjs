// A round of a side: steps for some time.

/** Milliseconds of every step, `told` by itself or seen from here; at least one is taken. */
export async function steppedFor(step, seconds, told) {
  const times = []
  const end = performance.now() + 1000 * seconds
  do {
    const start = performance.now()
    const own = await step()
    times.push(told ? own : performance.now() - start)
  } while (performance.now() < end)
  return times
}
