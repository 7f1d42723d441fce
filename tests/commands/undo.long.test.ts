// Whatever is done in whatever order: undone to the start it is the start, redone it is the end, step by step the same.

import fc from "fast-check"
import { beforeEach, expect, test } from "vitest"
import { insertOp } from "../../src/commands/edit/inserting/inserting.ts"
import { insertOpOnWire } from "../../src/commands/edit/inserting/insertingWired.ts"
import { replaceWith } from "../../src/commands/edit/inserting/replacing.ts"
import { commandNamed } from "../../src/commands/registry.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { connect, disconnect, renameNode, setAttr, setLabel } from "../../src/graph/edit/edit.ts"
import { repairs } from "../../src/graph/repairs/registry.ts"
import { ops } from "../../src/ops/registry.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { useCamera } from "../../src/state/camera.ts"
import { edit, endGesture, open, redo, undo, useDocument } from "../../src/state/document.ts"
import { useSession } from "../../src/state/session.ts"

const START: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 4, 8, 8] }, at: [0, 0] },
    {
      id: "conv",
      op: "Conv2d",
      attrs: { out_channels: 4, kernel_size: 3, padding: 1 },
      inputs: { input: "x" },
      at: [240, 0],
    },
    { id: "act", op: "ReLU", inputs: { input: "conv" }, at: [480, 0], group: "block" },
    { id: "sum", op: "Add", inputs: { a: "act", b: "x" }, at: [720, 0], group: "block" },
    { id: "flat", op: "Flatten", inputs: { input: "sum" }, at: [900, 0] },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" }, at: [1140, 0] },
  ],
  groups: [{ id: "block", label: "Block" }],
  target: "fc",
}

const COMMANDS = [
  "edit.remove",
  "edit.removeAndHeal",
  "edit.duplicate",
  "graph.group",
  "graph.ungroup",
  "graph.collapse",
  "graph.expand",
  "graph.openIntoParts",
  "graph.closeParts",
  "arrange.left",
  "arrange.middle",
  "arrange.spreadAcross",
  "arrange.nudgeRight",
  "view.tidy",
]
const KINDS = ["ReLU", "Conv2d", "Linear", "MaxPool2d", "Add", "Concat", "BatchNorm2d", "Input"]

/** One thing that somebody does; numbers choose among what is there. */
const step = fc.record({
  what: fc.constantFrom(
    ...COMMANDS,
    "insert",
    "on wire",
    "replace",
    "connect",
    "cut",
    "rename",
    "label",
    "attr",
    "repair",
    "end gesture",
  ),
  nodes: fc.array(fc.nat(20), { maxLength: 4 }),
  wire: fc.nat(20),
  kind: fc.constantFrom(...KINDS),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function take(done: Step): unknown {
  const { nodes } = useDocument.getState().document
  const { wires } = useAnalysis.getState().analysis
  const chosen = done.nodes.flatMap((n) => nodes[n % Math.max(1, nodes.length)]?.id ?? [])
  const wire = wires[done.wire % Math.max(1, wires.length)]
  const [id = "", other = ""] = chosen
  useSession
    .getState()
    .select({ nodes: [...new Set(chosen)], wires: done.what === "edit.remove" && wire ? [wire.id] : [] })
  switch (done.what) {
    case "insert":
      return insertOp(done.kind)
    case "on wire":
      return wire && insertOpOnWire(done.kind, wire)
    case "replace":
      return replaceWith(id, done.kind)
    case "connect":
      return edit("Connect", (d) => connect(d, { node: id, port: "output" }, { node: other, port: "input" }))
    case "cut":
      return wire && edit("Cut", (d) => disconnect(d, wire.to))
    case "rename":
      return edit("Rename", (d) => renameNode(d, id, `${id}_`))
    case "label":
      return edit("Label", (d) => setLabel(d, id, `label ${done.wire}`), { key: "label" })
    case "attr":
      return edit("Set", (d) => setAttr(d, id, "kernel_size", done.wire), { key: `attr ${id}` })
    case "repair": {
      const analysis = analyze(useDocument.getState().document, ops)
      const [known] = analysis.problems.flatMap((problem) => repairs(analysis, problem))
      return known && edit(known.label, known.apply)
    }
    case "end gesture":
      return endGesture()
    default: {
      const command = commandNamed(done.what)
      if (command.enabled()) void command.run()
    }
  }
}

beforeEach(() => {
  const boxes = () =>
    new Map(
      useDocument
        .getState()
        .document.nodes.map(({ id, at }) => [id, { x: at?.[0] ?? 0, y: at?.[1] ?? 0, width: 180, height: 60 }]),
    )
  useCamera.setState({ boxes })
})

test("any sequence is undone to its start and redone to its end", () => {
  let changed = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 24 }), (steps) => {
      open(START)
      const seen: GradwireDocument[] = [START]
      for (const one of steps) {
        take(one)
        const { document, past } = useDocument.getState()
        // Merged edits replace the last document that was seen.
        seen.length = past.length
        seen.push(document)
      }
      const end = useDocument.getState().document
      const length = useDocument.getState().past.length
      changed += length
      for (let n = length; n > 0; n--) {
        expect(useDocument.getState().document).toBe(seen[n])
        expect(useDocument.getState().past.at(-1)?.label).not.toBe("")
        undo()
      }
      expect(useDocument.getState().document).toBe(START)
      undo()
      expect(useDocument.getState().document).toBe(START)
      for (let n = 1; n <= length; n++) {
        redo()
        expect(useDocument.getState().document).toBe(seen[n])
      }
      expect(useDocument.getState().document).toBe(end)
      expect(JSON.parse(JSON.stringify(START))).toEqual(START)
    }),
    { numRuns: 120, seed: 1821 },
  )
  expect(changed).toBeGreaterThan(300)
})
