// The bench in a page: the driver waits for `lines` to hold the last of them.

import * as tf from "@tensorflow/tfjs"
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm"
import { compare, shareLines } from "./compare.mjs"
import { shares, stepper, timed } from "./ours.ts"

const seconds = Number(new URL(location.href).searchParams.get("seconds") ?? 1)
const lines = []
globalThis.bench = { lines, done: false, error: null }
try {
  setWasmPaths(`${location.origin}/`)
  for (const network of timed()) {
    lines.push("", network.name)
    lines.push(...(await compare(network, stepper, tf, ["cpu", "wasm"], seconds)))
    lines.push(...shareLines(shares(network, () => performance.now(), 20)))
  }
} catch (error) {
  globalThis.bench.error = String(error)
}
globalThis.bench.done = true
