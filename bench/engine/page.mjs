// One side of the bench in a page of its own: the driver calls `bench`.

import * as tf from "@tensorflow/tfjs"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { firstStep, stepper, timed } from "./ours.ts"
import { steppedFor } from "./rounds.mjs"
import { tensorflowStepper } from "./tensorflow.mjs"

const steppers = new Map()

async function stepperOf(side, index) {
  const workload = timed()[index]
  if (side !== "tensorflow") return stepper(workload, side)
  setWasmPaths(`${location.origin}/`)
  // One thread, as all sides have; its own threads do not start in a page that shares its process with no other.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false)
  await tf.setBackend("wasm")
  return tensorflowStepper(tf, workload)
}

/** Milliseconds of every step of a round. */
globalThis.bench = async (side, index, seconds) => {
  if (!steppers.has(index)) steppers.set(index, await stepperOf(side, index))
  return steppedFor(steppers.get(index), seconds, timed()[index].work === "convolution")
}

/** Milliseconds of the first step of a training: one call a page, since the second finds everything warm. */
globalThis.first = (side, index) => firstStep(timed()[index], side)
