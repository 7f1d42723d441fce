// Training steps per second, ours beside TensorFlow.js (cpu and wasm) in the same process: node bench/train.mjs [seconds].
// Rounds are interleaved, so that a busy machine is equally unfair to all; the median round and the best are printed.

import { mkdtemp, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "vite"
import { tensorflowStepper } from "./train/tensorflow.mjs"

const seconds = Number(process.argv[2] ?? 1)
const ROUNDS = 5
const folder = await mkdtemp(join(tmpdir(), "gradwire-train-"))
try {
  await build({
    configFile: false,
    logLevel: "error",
    build: { ssr: "bench/train/ours.ts", outDir: folder, target: "node20", emptyOutDir: true },
    ssr: { noExternal: true },
  })
  const { timed, stepper, shares } = await import(pathToFileURL(join(folder, "ours.js")).href)
  const others = tensorflow()
  for (const network of timed()) {
    console.log(`\n${network.name}`)
    await compare(network, stepper, others)
    printShares(shares(network, () => performance.now(), 20))
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function compare(network, stepper, { tf, backends }) {
  const sides = [{ name: "Gradwire, float32", step: stepper(network), prepare: async () => {} }]
  for (const backend of backends) {
    await tf.setBackend(backend)
    const step = tensorflowStepper(tf, network)
    sides.push({ name: `TensorFlow.js ${backend}`, step, prepare: () => tf.setBackend(backend) })
  }
  const rates = sides.map(() => [])
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, side] of sides.entries()) {
      await side.prepare()
      const rate = await stepsPerSecond(side.step)
      if (round >= 0) rates[i].push(rate)
    }
  }
  for (const [i, { name }] of sides.entries()) {
    const sorted = rates[i].toSorted((a, b) => a - b)
    const median = sorted[Math.floor(ROUNDS / 2)]
    console.log(`  ${name.padEnd(22)} ${median.toFixed(1).padStart(7)} steps/s   best ${sorted.at(-1).toFixed(1)}`)
  }
}

async function stepsPerSecond(step) {
  const start = performance.now()
  let steps = 0
  do {
    const loss = await step()
    if (!Number.isFinite(loss)) throw new Error(`a loss of ${loss}`)
    steps += 1
  } while (performance.now() - start < 1000 * seconds)
  return (1000 * steps) / (performance.now() - start)
}

function tensorflow() {
  const require = createRequire(import.meta.url)
  const tf = require("@tensorflow/tfjs")
  const wasm = require("@tensorflow/tfjs-backend-wasm")
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`)
  return { tf, backends: ["cpu", "wasm"] }
}

function printShares(times) {
  const total = [...times.values()].reduce((sum, x) => sum + x, 0)
  console.log(`  a whole run, gradients of the data included: ${total.toFixed(2)} ms`)
  for (const [name, x] of [...times].toSorted((a, b) => b[1] - a[1]).slice(0, 8)) {
    console.log(
      `    ${name.padEnd(18)} ${x.toFixed(2).padStart(7)} ms  ${((100 * x) / total).toFixed(0).padStart(3)} %`,
    )
  }
}
