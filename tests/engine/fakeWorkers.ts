// Workers that only note what they are told, and alarms that ring when a test says so.

import type { FromWorker, MakeWorker, ToWorker, WorkerEvents } from "../../src/engine/worker/protocol.ts"

interface FakeWorker {
  readonly events: WorkerEvents
  readonly posted: ToWorker[]
  alive: boolean
}

export function fakeWorkers() {
  const workers: FakeWorker[] = []
  const alarms: { due: number; ring: () => void; off: boolean }[] = []
  const makeWorker: MakeWorker = (events) => {
    const worker: FakeWorker = { events, posted: [], alive: true }
    workers.push(worker)
    return {
      post: (message) => worker.posted.push(message),
      terminate: () => {
        worker.alive = false
      },
    }
  }
  const after = (due: number, ring: () => void): (() => void) => {
    const alarm = { due, ring, off: false }
    alarms.push(alarm)
    return () => {
      alarm.off = true
    }
  }
  const say = (worker: number, message: FromWorker): void => workers[worker]!.events.onMessage(message)
  const ring = (): void => {
    for (const alarm of alarms.filter(({ off }) => !off)) {
      alarm.off = true
      alarm.ring()
    }
  }
  return { makeWorker, after, workers, alarms, say, ring }
}
