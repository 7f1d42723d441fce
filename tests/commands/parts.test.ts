import { beforeEach, expect, test } from "vitest"
import { addBlock } from "../../src/commands/edit/inserting/insertingBlocks.ts"
import { commandNamed } from "../../src/commands/registry.ts"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { type GradwireDocument, readNodes } from "../../src/graph/document.ts"
import * as edits from "../../src/graph/edit/edit.ts"
import { ops } from "../../src/ops/registry.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { useCamera } from "../../src/state/camera.ts"
import { edit, open, undo, useDocument } from "../../src/state/document.ts"
import { useMessages } from "../../src/state/messages.ts"
import { useSession } from "../../src/state/session.ts"

const GRAPH: GradwireDocument = {
  gradwire: 1,
  seed: 5,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [2, 3, 6, 6] }, at: [0, 0] },
    { id: "bn", op: "BatchNorm2d", inputs: { input: "x" }, at: [260, 0] },
    { id: "relu", op: "ReLU", inputs: { input: "bn" }, at: [520, 0] },
    { id: "flat", op: "Flatten", inputs: { input: "relu" }, at: [780, 0] },
    { id: "fc", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "flat" }, at: [1040, 0] },
    { id: "loss", op: "Norm", inputs: { input: "fc" }, at: [1300, 0] },
  ],
}
const opening = commandNamed("graph.openIntoParts")
const closing = commandNamed("graph.closeParts")
const document = () => useDocument.getState().document
const select = (...ids: string[]) => useSession.getState().select({ nodes: ids, wires: [] })
const entries = () => useDocument.getState().past.length
const loss = () => run(analyze(document(), ops), { mode: "train", dtype: "float64" }).loss ?? Number.NaN

beforeEach(() => {
  open(GRAPH)
  useMessages.setState({ messages: [] })
  const boxes = new Map(
    readNodes(GRAPH).map(({ id, at }) => [id, { x: at![0], y: at![1], width: 180, height: 60 }] as const),
  )
  useCamera.setState({ boxes: () => boxes })
})

test("opening two layers is one entry, keeps the loss, and selects the parts", () => {
  const before = loss()
  select("bn", "relu", "fc")
  opening.run()
  expect(entries()).toBe(1)
  expect(document().groups?.map(({ id }) => id)).toEqual(["bn", "fc"])
  expect(useSession.getState().nodes).toContain("bn/Z")
  expect(useSession.getState().nodes).toContain("fc/W")
  expect(useSession.getState().nodes).not.toContain("relu")
  expect(Math.abs(loss() - before)).toBeLessThan(1e-12 * before)
  expect(useMessages.getState().messages).toEqual([])
  undo()
  expect(document()).toBe(GRAPH)
})

test("closing is one entry, brings the document back and selects the node", () => {
  select("fc")
  opening.run()
  select("fc/product")
  closing.run()
  expect(entries()).toBe(2)
  expect(document()).toEqual(GRAPH)
  expect(useSession.getState().nodes).toEqual(["fc"])
})

test("closing what was rewired changes nothing and names the wire", () => {
  select("bn")
  opening.run()
  edit("Cut", (before) => edits.disconnect(before, { node: "bn/Z", port: "mean" }))
  const cut = document()
  select("bn/mu")
  closing.run()
  expect(document()).toBe(cut)
  expect(useMessages.getState().messages[0]?.text).toContain("bn/mu:output>bn/Z:mean was cut")
})

test("both are only offered where there is something to open or close", () => {
  const offered = () => [opening.enabled(), closing.enabled()]
  select("relu")
  expect(offered()).toEqual([false, false])
  select("bn")
  expect(offered()).toEqual([true, false])
  opening.run()
  select("bn/mu")
  expect(offered()).toEqual([false, true])
})

test("a block is wired behind the selected node, in one entry, and covers no card", () => {
  select("bn")
  addBlock("BasicBlock")
  expect(entries()).toBe(1)
  const { analysis } = useAnalysis.getState()
  expect(analysis.problems.filter(({ code }) => code !== "GW-G141")).toEqual([])
  expect(analysis.wires.map(({ id }) => id)).toContain("bn:output>basicblock1/input:input")
  // 3 channels become 64: the shortcut is a projection.
  expect(analysis.nodes.get("basicblock1/downsample.0")?.params[0]?.shape).toEqual([64, 3, 1, 1])
  const added = readNodes(document()).filter(({ group }) => group === "basicblock1")
  expect(useSession.getState().nodes).toEqual(added.map(({ id }) => id))
  for (const { at } of added) {
    const under = readNodes(GRAPH).some(
      ({ at: [x, y] = [0, 0] }) => Math.abs(at![0] - x) < 180 && Math.abs(at![1] - y) < 60,
    )
    expect(under).toBe(false)
  }
})

test("a block that does not fit says why and is not added", () => {
  select("fc")
  addBlock("TransformerEncoder")
  expect(document()).toBe(GRAPH)
  expect(useMessages.getState().messages[0]?.text).toMatch(/3 features do not divide into 4 heads/)
})
