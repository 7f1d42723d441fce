// Threads of Node that share the work of a training.

import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { offerThreads } from "../../engine/planned/threads/sharing.ts"
import type { MakeThread } from "../../engine/planned/threads/team.ts"
import { thread } from "../../engine/planned/threads/thread.ts"
import { type Call, countOption, type Option } from "./command.ts"

export const THREADS: Option = {
  type: "string",
  value: "N",
  doc: "threads that share the work of kernels where there is enough of it (default: as many as run at once here); the numbers are the same",
}

/** Offers as many threads as `--threads` says. */
export function shareWork(call: Call): void {
  offerThreads(startThread, countOption(call, "threads", 1) ?? availableParallelism())
}

/** Starts a thread of Node. */
export const startThread: MakeThread = () => {
  const text = `const { parentPort } = require("node:worker_threads"); (${thread})((hear) => parentPort.on("message", hear))`
  const worker = new Worker(text, { eval: true, stdin: false })
  // It keeps nobody from ending, and where it cannot start, the others do its part.
  worker.unref()
  worker.on("error", () => {})
  return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() }
}
