// Rounds of training steps, ours and TensorFlow.js in turn, so that a busy machine is equally unfair to all.

import { tensorflowStepper } from "./tensorflow.mjs"

/** The cpu backend takes seconds for one step; two rounds of it are enough. */
const ROUNDS = 5
const SLOW_ROUNDS = 2

/**
 * Lines with the median and the best round of each side and, where the process can tell, the least CPU time of a step: on a
 * machine that has other work, that is the figure to compare.
 */
export async function compare(network, stepper, tf, backends, seconds) {
  const sides = [{ name: "Gradwire, float32", step: stepper(network), prepare: async () => {} }]
  for (const backend of backends) {
    await tf.setBackend(backend)
    sides.push({
      name: `TensorFlow.js ${backend}`,
      step: tensorflowStepper(tf, network),
      prepare: () => tf.setBackend(backend),
    })
  }
  const rates = sides.map(() => [])
  const costs = sides.map(() => [])
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, side] of sides.entries()) {
      if (side.name.endsWith(" cpu") && round >= SLOW_ROUNDS) continue
      await side.prepare()
      const { rate, cost } = await paced(side.step, seconds)
      if (round < 0) continue
      rates[i].push(rate)
      if (cost !== null) costs[i].push(cost)
    }
  }
  return sides.map(({ name }, i) => {
    const sorted = [...rates[i]].sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)]
    const cpu =
      costs[i].length === 0
        ? ""
        : `   ${Math.min(...costs[i])
            .toFixed(1)
            .padStart(7)} ms CPU a step`
    return `  ${name.padEnd(22)} ${median.toFixed(1).padStart(7)} steps/s   best ${sorted.at(-1).toFixed(1).padStart(6)}${cpu}`
  })
}

async function paced(step, seconds) {
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
  const total = [...times.values()].reduce((sum, x) => sum + x, 0)
  const rows = [...times].sort((a, b) => b[1] - a[1]).slice(0, 8)
  return [
    `  a whole run, gradients of the data included: ${total.toFixed(2)} ms`,
    ...rows.map(
      ([name, x]) =>
        `    ${name.padEnd(18)} ${x.toFixed(2).padStart(7)} ms  ${((100 * x) / total).toFixed(0).padStart(3)} %`,
    ),
  ]
}
