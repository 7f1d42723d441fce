// A sweep and a matrix over the wire: runner and worker's side joined by queues.

import { expect, test } from "vitest"
import type { SweepPoint } from "../../../src/engine/sweep/report.ts"
import { sweep } from "../../../src/engine/sweep/sweep.ts"
import { createRunner, RunCancelled } from "../../../src/engine/worker/client.ts"
import type { MakeWorker } from "../../../src/engine/worker/protocol.ts"
import { serve } from "../../../src/engine/worker/serve.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A worker in the same thread; messages are copied as a browser would. Its clock moves 5 ms at each look. */
const joined: MakeWorker = ({ onMessage }) => {
  let now = 0
  const handle = serve({
    post: (message) => void later().then(() => onMessage(structuredClone(message))),
    turn: later,
    clock: () => {
      now += 5
      return now
    },
    after: () => () => {},
  })
  return { post: (message) => void later().then(() => handle(structuredClone(message))), terminate: () => {} }
}

function noise(values: number): GradwireDocument {
  return {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [3] } },
      { id: "y", op: "Sum", inputs: { input: "x" } },
    ],
    sweep: { set: ["x.std"], values: { from: 1, to: 2, count: values }, repeats: 2, readouts: [{ take: "loss" }] },
  }
}

test("the report from the worker is that of a sweep at home; its points came before it, each once", async () => {
  const points: SweepPoint[] = []
  const { done } = createRunner({ makeWorker: joined }).sweep(noise(30), { dtype: "float64" }, (progress) =>
    points.push(...progress.points),
  )
  const report = await done
  expect(report).toEqual(sweep(noise(30), { dtype: "float64" }))
  expect(points.length).toBeGreaterThan(30)
  expect(points).toEqual(report.points.slice(0, points.length))
})

test("a cancel ends it and keeps the points so far", async () => {
  const points: SweepPoint[] = []
  const { done, cancel } = createRunner({ makeWorker: joined }).sweep(noise(200), { dtype: "float64" }, (progress) => {
    points.push(...progress.points)
    if (points.length >= 10) cancel()
  })
  await expect(done).rejects.toBeInstanceOf(RunCancelled)
  expect(points.length).toBeGreaterThanOrEqual(10)
  expect(points.length).toBeLessThan(100)
  expect(points).toEqual(sweep(noise(200), { dtype: "float64" }).points.slice(0, points.length))
})

test("a matrix is read by the worker; one with a NaN has no reading", async () => {
  const runner = createRunner({ makeWorker: joined })
  const data = Float64Array.from({ length: 160 * 170 }, (_, i) => (i % 171 === 0 ? 2 : 0))
  const reading = await runner.matrix({ rows: 160, columns: 170, data, dtype: "float64" }).done
  expect(reading?.rank).toBe(160)
  expect(reading?.spectral).toBeCloseTo(2, 12)
  const odd = await runner.matrix({ rows: 1, columns: 2, data: Float32Array.of(1, Number.NaN), dtype: "float32" }).done
  expect(odd).toBeNull()
})
