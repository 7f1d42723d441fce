// One side of the bench in a page of its own: the driver calls `bench.round` and `bench.shares`.

import * as tf from "@tensorflow/tfjs"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { paced } from "./compare.mjs"
import { shares, stepper, timed } from "./ours.ts"
import { tensorflowStepper } from "./tensorflow.mjs"

const networks = timed()
const steps = new Map()

async function stepOf(side, index) {
  const key = `${side} ${index}`
  if (!steps.has(key)) {
    const backend = side.split(" ")[1]
    if (side.startsWith("TensorFlow.js")) {
      setWasmPaths(`${location.origin}/`)
      tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false)
      await tf.setBackend(backend)
    }
    const make = side.startsWith("TensorFlow.js") ? tensorflowStepper(tf, networks[index]) : stepper(networks[index])
    steps.set(key, make)
  }
  return steps.get(key)
}

globalThis.bench = {
  names: networks.map(({ name }) => name),
  round: async (side, index, seconds) => paced(await stepOf(side, index), seconds),
  shares: (index) => [...shares(networks[index], () => performance.now(), 20)],
}
