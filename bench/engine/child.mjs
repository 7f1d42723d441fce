// One side of the bench in a process of its own: TensorFlow.js's growing memory slows every typed array of a process.

import { createRequire } from "node:module"
import { dirname } from "node:path"
import { steppedFor } from "./rounds.mjs"

const require = createRequire(import.meta.url)
const steppers = new Map()

async function stepperOf({ side, index, built }) {
  const { stepper, timed } = await import(built)
  const workload = timed()[index]
  if (side !== "tensorflow") return stepper(workload, side)
  const { tensorflowStepper } = await import("./tensorflow.mjs")
  const tf = require("@tensorflow/tfjs")
  const wasm = require("@tensorflow/tfjs-backend-wasm")
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`)
  await tf.setBackend("wasm")
  return tensorflowStepper(tf, workload)
}

process.on("message", async (asked) => {
  const key = `${asked.side} ${asked.index}`
  if (!steppers.has(key)) steppers.set(key, await stepperOf(asked))
  process.send(await steppedFor(steppers.get(key), asked.seconds))
})
