// One side of the bench in a process of its own: the driver sends what to do. Our side must not share one with TensorFlow.js:
// its growing memory detaches buffers, which slows every typed array of the process.

import { createRequire } from "node:module"
import { dirname } from "node:path"
import { paced } from "./compare.mjs"
import { tensorflowStepper } from "./tensorflow.mjs"

const require = createRequire(import.meta.url)
const steps = new Map()

async function stepOf({ side, index, built }) {
  const key = `${side} ${index}`
  const { timed, stepper } = await import(built)
  if (!steps.has(key))
    steps.set(key, side.startsWith("TensorFlow.js") ? await theirs(side, timed()[index]) : stepper(timed()[index]))
  return steps.get(key)
}

async function theirs(side, network) {
  const tf = require("@tensorflow/tfjs")
  const wasm = require("@tensorflow/tfjs-backend-wasm")
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`)
  await tf.setBackend(side.split(" ")[1])
  return tensorflowStepper(tf, network)
}

process.on("message", async (asked) => {
  if (asked.what === "round") process.send(await paced(await stepOf(asked), asked.seconds))
  else {
    const { shares, timed } = await import(asked.built)
    process.send([...shares(timed()[asked.index], () => performance.now(), 20)])
  }
})
