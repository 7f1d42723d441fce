// What follows the document: an analysis of each change, and the structure that stays while numbers are typed.

import { beforeEach, expect, test } from "vitest"
import { type GradwireDocument, isQuarantined } from "../../src/graph/document.ts"
import { setAttr, setLabel, setValues } from "../../src/graph/edit/edit.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { edit, open, undo } from "../../src/state/document.ts"
import { useSession } from "../../src/state/session.ts"

const PAIR: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, 2] } },
    { id: "y", op: "ReLU", inputs: { input: "x" } },
  ],
}

beforeEach(() => open(PAIR))

const shown = () => useAnalysis.getState()

test("numbers that are typed leave the structure the same object", () => {
  const { structure } = shown()
  edit("Change x.value", (d) => setValues(d, "x", "value", [3, 4]))
  edit("Change x.value", (d) => setValues(d, "x", "value", [5, 6]))
  expect(shown().structure).toBe(structure)
  const x = shown().analysis.document.nodes[0]
  expect(x !== undefined && !isQuarantined(x) && x.values?.value).toEqual([5, 6])
})

test("an attribute, a label, a title and another mode are another structure, and so is taking one back", () => {
  const changes = [
    () => edit("Reshape x", (d) => setAttr(d, "x", "shape", [1, 2])),
    () => undo(),
    () => edit("Label y", (d) => setLabel(d, "y", "\\mu")),
    // The inspector says which attributes are without effect while numbers are written down.
    () => edit("Forget x.value", (d) => setValues(d, "x", "value", undefined)),
    () => edit("Write x.value", (d) => setValues(d, "x", "value", [3, 4])),
    () => edit("Rename", (d) => ({ ...d, title: "Two nodes" })),
    () => useSession.getState().setMode("eval"),
    () => useSession.getState().setMode("train"),
  ]
  for (const change of changes) {
    const before = shown().structure
    change()
    expect(shown().structure).not.toBe(before)
    expect(shown().structure).toBe(shown().analysis)
  }
})

test("numbers that do not fit are said by the structure, and so is their mending", () => {
  edit("Change x.value", (d) => setValues(d, "x", "value", [1, 2, 3]))
  expect(shown().structure.problems).toHaveLength(1)
  edit("Change x.value", (d) => setValues(d, "x", "value", [1, 2]))
  expect(shown().structure.problems).toEqual([])
  expect(shown().structure).toBe(shown().analysis)
})
