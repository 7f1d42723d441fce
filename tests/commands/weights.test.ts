// Weights into the open document: one step that can be undone, and none where it may not be changed.

import { beforeEach, expect, test } from "vitest"
import { takeWeights } from "../../src/commands/file/weighing/weighing.ts"
import { writeSafetensors } from "../../src/formats/arrays/writeSafetensors.ts"
import { matchWeights } from "../../src/formats/weights/matching.ts"
import { readWeights } from "../../src/formats/weights/weightFile.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { open, undo, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"

const DOCUMENT = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 3] } },
    { id: "bn", op: "BatchNorm1d", inputs: { input: "x" }, values: { weight: [1, 2, 3] } },
  ],
}

function match() {
  const tensor = { shape: [3], data: Float32Array.of(4, 5, 6) }
  const file = readWeights(
    Buffer.concat([...writeSafetensors(["bn.weight", "bn.running_mean"].map((name) => ({ name, tensor })))]),
  )
  if ("problem" in file) throw new Error(file.problem)
  return matchWeights(useAnalysis.getState().analysis, file)
}

beforeEach(() => open(DOCUMENT))

test("params and running statistics in one step, and undo brings back what was there", () => {
  expect(takeWeights("w.safetensors", match())).toBeNull()
  expect(useDocument.getState().document.nodes[1]).toMatchObject({
    values: { weight: [4, 5, 6], running_mean: [4, 5, 6] },
  })
  expect(useDocument.getState().past).toHaveLength(1)
  undo()
  expect(useDocument.getState().document).toBe(DOCUMENT)
})

test("a document that another tab edits stays as it is, and nothing claims otherwise", () => {
  useDocument.setState({ lock: "tab" })
  const before = useMessages.getState()
  expect(takeWeights("w.safetensors", match())).toBeNull()
  expect(useDocument.getState().document).toBe(DOCUMENT)
  expect(JSON.stringify(useMessages.getState())).not.toContain("loaded")
  expect(useMessages.getState()).not.toBe(before)
  useDocument.setState({ lock: null })
})
