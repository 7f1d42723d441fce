import { expect, test } from "vitest"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { open } from "../../src/state/document.ts"
import { FRESH_SWEEP, stopSweep, useSweep } from "../../src/state/run/sweep.ts"
import { setSweeper, startSweep } from "../../src/state/run/sweepStart.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  nodes: [{ id: "w", op: "Parameter", attrs: { shape: [] }, at: [0, 0] }],
}

test("a document without a sweep runs the one that the page shows", () => {
  const asked: GradwireDocument[] = []
  setSweeper({
    sweep: (document) => {
      asked.push(document)
      return { done: new Promise(() => {}), cancel: () => {} }
    },
  })
  open(GRAPH)
  startSweep()
  expect(asked[0]?.sweep).toBe(FRESH_SWEEP)
  expect(useSweep.getState()).toMatchObject({ status: { kind: "running" }, stale: false })
  stopSweep()
})
