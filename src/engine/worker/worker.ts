// The engine off the page: binds serve.ts to this worker's messages and clock. This folder carries questions and answers
// between page and engine; it works out nothing itself.

import { type PackedMessage, unpacking } from "./packing.ts"
import type { ToWorker } from "./protocol.ts"
import { serve } from "./serve.ts"
import { shareWork } from "./threads.ts"

declare const self: DedicatedWorkerGlobalScope

shareWork()

const channel = new MessageChannel()
// Two jobs may wait at once: one that is given up, and the one that took its place.
const waiting: (() => void)[] = []
channel.port1.onmessage = () => waiting.shift()?.()

const handle = serve({
  post: (message) => self.postMessage(message),
  // A message to oneself comes after those that wait already; a timer would be slowed to 4 ms.
  turn: () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      channel.port2.postMessage(null)
    }),
  clock: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
})

const unpack = unpacking()
self.onmessage = (event: MessageEvent<PackedMessage<ToWorker>>) => handle(unpack(event.data))
