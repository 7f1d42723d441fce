// Threads of the engine's worker: workers of its own, from a blob that holds all of their code, where the page is isolated from
// other origins and may share memory.

import { offerThreads } from "../planned/threads/sharing.ts"
import type { MakeThread } from "../planned/threads/team.ts"
import { thread } from "../planned/threads/thread.ts"
import { trusted } from "./trusted.ts"

/** Offers as many threads as the machine runs at once; none where memory cannot be shared. */
export function shareWork(): void {
  if (globalThis.crossOriginIsolated) offerThreads(startThread, navigator.hardwareConcurrency)
}

const startThread: MakeThread = () => {
  address ??= URL.createObjectURL(new Blob([text()], { type: "text/javascript" }))
  const worker = new Worker(trusted(address), { name: "gradwire-thread" })
  // Where it cannot start, the others do its part.
  worker.onerror = (event) => event.preventDefault()
  return { post: (message) => worker.postMessage(message), end: () => worker.terminate() }
}

const text = (): string => `(${thread})((hear) => { self.onmessage = (event) => hear(event.data) })`

/** One for all threads, and as long as this worker is there. */
let address: string | null = null
