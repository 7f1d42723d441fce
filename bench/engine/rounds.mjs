// A round of a side: steps for some time.

/** Milliseconds of every step; at least one is taken. */
export async function steppedFor(step, seconds) {
  const times = []
  const end = performance.now() + 1000 * seconds
  do {
    const start = performance.now()
    await step()
    times.push(performance.now() - start)
  } while (performance.now() < end)
  return times
}
