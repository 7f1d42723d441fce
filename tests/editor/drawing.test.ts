// A stroke on the picture of an Input: the run follows each move, the document gets one step at its end or none.

import { readFileSync } from "node:fs"
import { beforeEach, describe, expect, it } from "vitest"
import { beginStroke, cancelStroke, clearPad, drawTo, endStroke } from "../../src/editor/canvas/tiles/drawing.ts"
import { heldScale } from "../../src/editor/canvas/tiles/heldScales.ts"
import { keptValue } from "../../src/editor/picture/kept.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { formatOf } from "../../src/graph/text/raising.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { useAnalysis } from "../../src/state/analysis.ts"
import { open, redo, setLock, undo, useDocument } from "../../src/state/document.ts"

import { useLive, withLive } from "../../src/state/run/live.ts"
import { forward, setRunner } from "../../src/state/run/run.ts"
import { askable } from "../state/shown.ts"

const SHAPE = [1, 1, 28, 28]
const PAD = { id: "input", shape: SHAPE }
const { document } = readDocument(readFileSync("graphs/conv3-pool2-fc3.json"))
let asked: { readonly document: GradwireDocument; readonly answer: () => void }[] = []

const inkOf = (): number => {
  let ink = 0
  for (const grey of keptValue("input", SHAPE)?.data ?? []) ink += grey
  return ink
}
const settled = () => new Promise((resolve) => setTimeout(resolve))
const nothing = new Map()
const answered = askable({
  mode: "train",
  dtype: "float32",
  seed: 1,
  engine: "eager",
  target: null,
  loss: null,
  values: nothing,
  params: nothing,
  buffers: nothing,
  onCards: nothing,
  gradients: nothing,
  wires: nothing,
  fed: nothing,
  steps: [],
  problems: [],
})

beforeEach(async () => {
  asked = []
  setRunner({
    run: (given) => {
      let answer: () => void = () => {}
      const done = new Promise<typeof answered>((resolve) => {
        answer = () => resolve(answered)
      })
      asked.push({ document: given, answer })
      return { done, cancel: () => {} }
    },
  })
  if (document === null) throw new Error("the graph cannot be read")
  open(document)
  forward()
  asked.at(-1)?.answer()
  await settled()
  asked = []
})

describe("a stroke", () => {
  it("is one step, whatever number of moves, and undo and redo take it whole", () => {
    const before = useDocument.getState().document
    const ink = inkOf()
    beginStroke(PAD, [3, 3])
    for (let i = 0; i < 50; i++) drawTo([[3 + i / 3, 3]])
    expect(useDocument.getState().document).toBe(before)
    endStroke()
    expect(useDocument.getState().past.map(({ label }) => label)).toEqual(["Draw on input"])
    expect(useLive.getState().live).toBeNull()
    const drawn = inkOf()
    expect(drawn).toBeGreaterThan(ink + 20)
    undo()
    expect(useDocument.getState().document).toBe(before)
    redo()
    expect(inkOf()).toBe(drawn)
    beginStroke(PAD, [3, 20])
    endStroke()
    expect(useDocument.getState().past).toHaveLength(2)
  })

  it("is not analysed while it is drawn, and passes are left out, not queued", async () => {
    const { analysis } = useAnalysis.getState()
    beginStroke(PAD, [3, 3])
    for (let i = 0; i < 20; i++) drawTo([[3 + i, 3]])
    expect(useAnalysis.getState().analysis).toBe(analysis)
    expect(asked).toHaveLength(1)
    asked[0]?.answer()
    await settled()
    // The one that begins then is of the last move.
    expect(asked).toHaveLength(2)
    expect(asked[1]?.document).toEqual(withLive(useDocument.getState().document))
    endStroke()
    expect(useDocument.getState().document.nodes).toEqual(asked[1]?.document.nodes)
  })

  it("that is cancelled leaves nothing: no step, the picture and its run as before", async () => {
    const before = useDocument.getState().document
    beginStroke(PAD, [3, 3])
    drawTo([[20, 3]])
    asked[0]?.answer()
    await settled()
    expect(cancelStroke()).toBe(true)
    asked[1]?.answer()
    await settled()
    expect(asked.at(-1)?.document).toBe(before)
    expect([useDocument.getState().document, useDocument.getState().past]).toEqual([before, []])
    drawTo([[5, 5]])
    endStroke()
    expect(cancelStroke()).toBe(false)
    expect(useDocument.getState().past).toEqual([])
  })

  it("that changes nothing is no step: an eraser on what is black", () => {
    clearPad(PAD)
    beginStroke(PAD, [3, 3], true)
    drawTo([[20, 20]])
    endStroke()
    expect(useDocument.getState().past.map(({ label }) => label)).toEqual(["Clear input"])
    clearPad(PAD)
    expect(useDocument.getState().past).toHaveLength(1)
  })

  it("moves bars on a scale that only grows, from stroke to stroke, until something else is changed", () => {
    const scales = (...asked: readonly number[]) => asked.map((scale) => heldScale("value fc1:output", scale))
    expect(scales(50, 20)).toEqual([50, 20])
    beginStroke(PAD, [3, 3])
    drawTo([[20, 3]])
    expect(scales(10, 50, 20)).toEqual([20, 50, 50])
    endStroke()
    expect(scales(20)).toEqual([50])
    beginStroke(PAD, [3, 9])
    drawTo([[20, 9]])
    expect(scales(100, 5)).toEqual([100, 100])
    endStroke()
    clearPad(PAD)
    expect(scales(5)).toEqual([5])
  })

  it("erases with the other end of the pen", () => {
    const ink = inkOf()
    beginStroke(PAD, [14, 0], true)
    drawTo([[14, 28]])
    endStroke()
    expect(inkOf()).toBeLessThan(ink)
  })

  it("is refused where the document may not be changed", () => {
    setLock("given")
    expect(beginStroke(PAD, [3, 3])).toBe(false)
    expect(useLive.getState().live).toBeNull()
    setLock(null)
  })

  it("is written in bytes, and reads back the same", () => {
    beginStroke(PAD, [3, 3])
    drawTo([[20, 9]])
    endStroke()
    const { nodes } = useDocument.getState().document
    const input = nodes.find(({ id }) => id === "input")
    expect(input).toMatchObject({ values: { value: { u8: expect.any(String), scale: 1 / 255 } } })
    expect(formatOf(useDocument.getState().document)).toBe(2)
  })
})
