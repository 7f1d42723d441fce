// Rounds of training steps of several sides in turn, so that a busy machine is equally unfair to all; and a round itself.

/** The cpu backend of TensorFlow.js takes seconds for one step; two rounds of it are enough. */
const ROUNDS = 5
const SLOW_ROUNDS = 2

export const SIDES = ["Gradwire, float32", "TensorFlow.js cpu", "TensorFlow.js wasm"]

/**
 * Lines with the median and the best round of each side and, where the process can tell, the least CPU time of a step: on a
 * machine that has other work, that is the figure to compare. `round(side)` trains for a while.
 */
export async function compare(round) {
  const found = SIDES.map(() => [])
  for (let number = -1; number < ROUNDS; number++) {
    for (const [i, side] of SIDES.entries()) {
      if (side.endsWith(" cpu") && number >= SLOW_ROUNDS) continue
      const paced = await round(side)
      if (number >= 0) found[i].push(paced)
    }
  }
  return SIDES.map((name, i) => {
    const rates = found[i].map(({ rate }) => rate).sort((a, b) => a - b)
    const costs = found[i].flatMap(({ cost }) => (cost === null ? [] : [cost]))
    const cpu =
      costs.length === 0
        ? ""
        : `   ${Math.min(...costs)
            .toFixed(1)
            .padStart(7)} ms CPU a step`
    const [median, best] = [rates[Math.floor(rates.length / 2)], rates.at(-1)].map((x) => x.toFixed(1))
    return `  ${name.padEnd(20)} ${median.padStart(7)} steps/s   best ${best.padStart(6)}${cpu}`
  })
}

/** Takes steps for some time. */
export async function paced(step, seconds) {
  const start = performance.now()
  const before = globalThis.process?.cpuUsage?.() ?? null
  let steps = 0
  do {
    const loss = await step()
    if (!Number.isFinite(loss)) throw new Error(`a loss of ${loss}`)
    steps += 1
  } while (performance.now() - start < 1000 * seconds)
  const used = before === null ? null : process.cpuUsage(before)
  return {
    rate: (1000 * steps) / (performance.now() - start),
    cost: used === null ? null : (used.user + used.system) / 1000 / steps,
  }
}

/** Where the time of a whole run goes, the largest shares first. */
export function shareLines(times) {
  const total = times.reduce((sum, [, x]) => sum + x, 0)
  const rows = [...times].sort((a, b) => b[1] - a[1]).slice(0, 8)
  return [
    `  a whole run, gradients of the data included: ${total.toFixed(2)} ms`,
    ...rows.map(
      ([name, x]) =>
        `    ${name.padEnd(18)} ${x.toFixed(2).padStart(7)} ms  ${((100 * x) / total).toFixed(0).padStart(3)} %`,
    ),
  ]
}
