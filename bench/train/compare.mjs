// Rounds of training steps, ours and TensorFlow.js in turn, so that a busy machine is equally unfair to all.

import { tensorflowStepper } from "./tensorflow.mjs"

const ROUNDS = 5

/** Lines with the median and the best round of each side. `wasm`: whether that backend can be loaded here. */
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
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, side] of sides.entries()) {
      await side.prepare()
      const rate = await stepsPerSecond(side.step, seconds)
      if (round >= 0) rates[i].push(rate)
    }
  }
  return sides.map(({ name }, i) => {
    const sorted = [...rates[i]].sort((a, b) => a - b)
    const median = sorted[Math.floor(ROUNDS / 2)]
    return `  ${name.padEnd(22)} ${median.toFixed(1).padStart(7)} steps/s   best ${sorted.at(-1).toFixed(1)}`
  })
}

async function stepsPerSecond(step, seconds) {
  const start = performance.now()
  let steps = 0
  do {
    const loss = await step()
    if (!Number.isFinite(loss)) throw new Error(`a loss of ${loss}`)
    steps += 1
  } while (performance.now() - start < 1000 * seconds)
  return (1000 * steps) / (performance.now() - start)
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
