// One side of the bench in a page of its own: the driver calls `bench`.

import * as tf from "@tensorflow/tfjs"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { stepper, timed } from "./ours.ts"
import { steppedFor } from "./rounds.mjs"
import { tensorflowStepper } from "./tensorflow.mjs"

const steppers = new Map()

async function stepperOf(side, index) {
  const workload = timed()[index]
  if (side !== "tensorflow") return stepper(workload, side)
  setWasmPaths(`${location.origin}/`)
  await tf.setBackend("wasm")
  return tensorflowStepper(tf, workload)
}

/** Milliseconds of every step of a round. */
globalThis.bench = async (side, index, seconds) => {
  if (!steppers.has(index)) steppers.set(index, await stepperOf(side, index))
  return steppedFor(steppers.get(index), seconds)
}
