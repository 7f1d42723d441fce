// A shape that was typed is never overwritten by what is wired behind it; a problem and its repairs appear instead. One that
// nobody has set follows. Which of the two it is stands in the document, so it outlives saving, undo and the clipboard.

import { beforeEach, describe, expect, test } from "vitest"
import { copiedText, duplicateSelection, pasteText } from "../../src/commands/edit/clipboard/clipboard.ts"
import { insertOp } from "../../src/commands/edit/inserting/inserting.ts"
import { insertAtEnd } from "../../src/commands/edit/inserting/insertingWired.ts"
import { readNodes } from "../../src/graph/document.ts"
import { setAttr } from "../../src/graph/edit/edit.ts"
import { repairs } from "../../src/graph/repairs/registry.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { useCamera } from "../../src/state/camera.ts"
import { edit, open, undo, useDocument } from "../../src/state/document.ts"
import { useSession } from "../../src/state/session.ts"

const nodes = () => readNodes(useDocument.getState().document)
const input = () => nodes().find(({ op }) => op === "Input")
const select = (...ids: string[]) => useSession.getState().select({ nodes: ids, wires: [] })
const type = (shape: readonly number[]) =>
  edit("Set shape", (document) => setAttr(document, input()?.id ?? "", "shape", shape))
/** Saves and opens. */
const reopen = () => {
  const { document } = readDocument(writeDocument(useDocument.getState().document))
  if (document === null) throw new Error("what was saved cannot be read")
  open(document)
}
const offered = () => {
  const { analysis } = useAnalysis.getState()
  return analysis.problems.flatMap((problem) => repairs(analysis, problem).map(({ label }) => label))
}

beforeEach(() => {
  useCamera.setState({ boxes: () => new Map() })
  open({ gradwire: 1, nodes: [] })
  insertOp("Input")
})

const TYPED: readonly (readonly [readonly number[], string, RegExp | null])[] = [
  [[28, 28, 1], "Conv2d", /^Change the shape of input1 to 1×1×28×28: 28×28×1 is height × width × channels$/],
  [[28, 28], "Conv2d", /^Change the shape of input1 to 1×1×28×28: 28×28 is height × width$/],
  [[3, 32, 32], "BatchNorm2d", /^Change the shape of input1 to 1×3×32×32: 3×32×32 is channels × height × width$/],
  [
    [8, 32, 32, 1],
    "Conv2d",
    /^Change the shape of input1 to 8×1×32×32: 8×32×32×1 is examples × height × width × channels$/,
  ],
  [[64, 64, 1], "MaxPool2d", /^Change the shape of input1 to 1×1×64×64: 64×64×1 is height × width × channels$/],
  [[100, 2], "Conv1d", /^Change the shape of input1 to 1×2×100: 100×2 is length × channels$/],
  [[16, 50, 2], "Conv1d", /^Change the shape of input1 to 16×2×50: 16×50×2 is examples × length × channels$/],
  [[4, 3], "Conv2d", /^Change the shape of input1 to 4×1×28×28$/],
  [[5], "Conv1d", /^Insert Unsqueeze before conv1:input: 5 → 1×5$/],
  [[7, 9], "Linear", null],
]

describe.each(TYPED)("%j, typed, before a %s", (shape, kind, label) => {
  test.each(["added", "dragged"])("stays, however it is %s", (how) => {
    type(shape)
    select("input1")
    if (how === "added") insertOp(kind)
    else insertAtEnd(kind, "input", { kind: "source", place: { node: "input1", port: "value" } }, [300, 0])
    expect(nodes()).toHaveLength(2)
    expect(nodes()[1]?.inputs).toEqual({ input: "input1" })
    expect(input()?.attrs?.shape).toEqual(shape)
    if (label === null) expect(offered()).toEqual([])
    else expect(offered()).toContainEqual(expect.stringMatching(label))
  })
})

describe("what was typed is known", () => {
  const conv = () => {
    select(input()?.id ?? "")
    insertOp("Conv2d")
    return input()?.attrs?.shape
  }
  test("after saving and opening", () => {
    type([4, 3])
    reopen()
    expect(conv()).toEqual([4, 3])
  })
  test("and what was not, too", () => {
    reopen()
    expect(conv()).toEqual([4, 1, 28, 28])
  })
  test("after undo: what is taken back was not typed", () => {
    type([28, 28, 1])
    undo()
    expect(conv()).toEqual([4, 1, 28, 28])
  })
  test("by a copy and by what is pasted", () => {
    type([28, 28, 1])
    select("input1")
    duplicateSelection()
    const [, copy] = nodes()
    expect(copy?.attrs?.shape).toEqual([28, 28, 1])
    select(copy?.id ?? "")
    insertOp("Conv2d")
    expect(nodes().find(({ id }) => id === copy?.id)?.attrs?.shape).toEqual([28, 28, 1])
    select("input1")
    const text = copiedText()
    open({ gradwire: 1, nodes: [] })
    pasteText(text ?? "")
    expect(conv()).toEqual([28, 28, 1])
  })
  test("even where it is what stood there before", () => {
    type([4, 3])
    expect(conv()).toEqual([4, 3])
  })
  test("in documents that were written by hand", () => {
    open({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [4, 3] } }] })
    expect(conv()).toEqual([4, 3])
  })
  test("and a shape that followed once follows again until somebody types one", () => {
    expect(conv()).toEqual([4, 1, 28, 28])
    undo()
    expect(input()?.attrs?.shape).toEqual([4, 3])
    expect(conv()).toEqual([4, 1, 28, 28])
    expect(input()?.defaults).toEqual(["shape"])
    type([2, 1, 9, 9])
    expect(input()?.defaults).toBeUndefined()
  })
})
