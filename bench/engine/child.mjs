// One side of the bench in a process of its own: TensorFlow.js's growing memory slows every typed array of a process.

import { createRequire } from "node:module"
import { dirname } from "node:path"
import { Worker } from "node:worker_threads"
import { steppedFor } from "./rounds.mjs"

const require = createRequire(import.meta.url)
const steppers = new Map()

async function stepperOf({ side, index, built }) {
  const { shareWork, stepper, timed } = await import(built)
  const workload = timed()[index]
  const [engine, threads = 1] = side.split(":")
  if (threads > 1) shareWork(started, Number(threads))
  if (engine !== "tensorflow") return stepper(workload, engine)
  const { tensorflowStepper } = await import("./tensorflow.mjs")
  const tf = require("@tensorflow/tfjs")
  const wasm = require("@tensorflow/tfjs-backend-wasm")
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`)
  await tf.setBackend("wasm")
  return tensorflowStepper(tf, workload)
}

/** A thread that does what a text says. */
function started(text) {
  const heard = '(hear) => require("node:worker_threads").parentPort.on("message", hear)'
  const worker = new Worker(`(${text})(${heard})`, { eval: true })
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() }
}

process.on("message", async (asked) => {
  const key = `${asked.side} ${asked.index}`
  if (!steppers.has(key)) steppers.set(key, await stepperOf(asked))
  process.send(await steppedFor(steppers.get(key), asked.seconds, asked.told))
})
