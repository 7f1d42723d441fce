// The story of a document: what its reader takes, what edits do to it, and what becomes of the names in it.

import { expect, test } from "vitest"
import type { GradwireDocument, StoryFrame } from "../../src/graph/document.ts"
import { removeNodes, renameNode } from "../../src/graph/edit/edit.ts"
import {
  addFrame,
  copyFrame,
  framesOf,
  moveFrame,
  removeFrame,
  setScene,
  setSentence,
} from "../../src/graph/edit/frames.ts"
import { MAX_FRAMES, MAX_SENTENCE } from "../../src/graph/limits.ts"
import { isStep, readStep, writeStep } from "../../src/graph/step.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"

const frame = { id: "f1", text: "One." }
const whole: StoryFrame = {
  ...{ id: "f1", camera: ["X", "a.b"], mode: "eval", step: "backward X:value>a.b:input", overlay: "macs" },
  ...{ lit: ["X:value", "X:value>a.b:input"], select: ["a.b"], text: "$\\mu$ is a mean." },
}
const document: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "X", op: "Input", attrs: { shape: [2] } },
    { id: "a", op: "ReLU", inputs: { input: "X" } },
    { id: "a.b", op: "ReLU", inputs: { input: "X" } },
  ],
  story: { version: 1, frames: [whole, { id: "f2", step: "forward a", lit: ["a"], text: "" }] },
}

function reading(story: Json): { readonly kept: boolean; readonly says: string } {
  const { document: read, problems } = readDocument(JSON.stringify({ gradwire: 1, nodes: [], story }))
  return { kept: read?.story !== undefined, says: problems.map(({ sentence }) => sentence).join("\n") }
}

test("a story comes back as it was written, unknown members included, and keeps the format at 1", () => {
  const story = { version: 1, frames: [{ ...whole, colour: "red" }], music: [1, null] }
  const text = JSON.stringify({ ...document, story })
  for (const pretty of [true, false]) {
    const read = readDocument(writeDocument(readDocument(text).document!, { pretty }))
    expect(read.problems).toEqual([])
    expect(read.document?.story).toEqual(story)
    expect(read.document?.gradwire).toBe(1)
  }
})

test.for<readonly [Json, string]>([
  [[], 'it is [], expected an object of "version" and "frames"'],
  [{ frames: [] }, 'it has no "version", expected 1'],
  [{ version: 2, frames: [] }, 'it has "version" 2, expected 1'],
  [{ version: 1 }, 'it has no "frames", expected a list of at most 200 frames'],
  [{ version: 1, frames: [frame, 5] }, "it has a frame 2 that is 5, expected an object of"],
  [{ version: 1, frames: [{ text: "" }] }, 'it has a frame 1 that has no "id", expected a letter or _ first'],
  [{ version: 1, frames: [{ id: "1", text: "" }] }, 'it has a frame 1 that has "id" "1", expected a letter'],
  [
    { version: 1, frames: [frame, frame] },
    'it has a frame 2 that is called "f1" like one before it, expected ids that differ',
  ],
  [
    { version: 1, frames: [{ id: "f1" }] },
    'it has a frame 1 that has no "text", expected text of at most 2,000 characters',
  ],
  [{ version: 1, frames: [{ ...frame, text: 5 }] }, 'it has a frame 1 that has "text" 5, expected text of at most'],
  [
    { version: 1, frames: [{ ...frame, mode: "test" }] },
    'it has a frame 1 that has "mode" "test", expected "train" or "eval"',
  ],
  [
    { version: 1, frames: [{ ...frame, step: 3 }] },
    'it has a frame 1 that has "step" 3, expected "forward" or "backward"',
  ],
  [
    { version: 1, frames: [{ ...frame, step: "forward X:value>a:input" }] },
    'has "step" "forward X:value>a:input", expected',
  ],
  [
    { version: 1, frames: [{ ...frame, camera: { x: 0 } }] },
    'has "camera" { "x": 0 }, expected a list of names, each a text',
  ],
  [{ version: 1, frames: [{ ...frame, lit: "a" }] }, 'has "lit" "a", expected a list of names, each a text'],
  [{ version: 1, frames: [{ ...frame, select: [1] }] }, 'has "select" [1], expected a list of names, each a text'],
  [{ version: 1, frames: [{ ...frame, overlay: 1 }] }, 'has "overlay" 1, expected the name of an overlay, a text'],
])("%j is set aside with a sentence", ([story, sentence]) => {
  const { kept, says } = reading(story)
  expect(kept).toBe(false)
  expect(says).toContain(`The field "story" on line 1 is not used: `)
  expect(says).toContain(sentence)
})

test("its limits", () => {
  const frames = (n: number): Json => Array.from({ length: n }, (_, i) => ({ id: `f${i}`, text: "" }))
  expect(reading({ version: 1, frames: frames(MAX_FRAMES) }).kept).toBe(true)
  expect(reading({ version: 1, frames: frames(MAX_FRAMES + 1) }).kept).toBe(false)
  const said = (n: number): Json => ({ version: 1, frames: [{ id: "f", text: "x".repeat(n) }] })
  expect(reading(said(MAX_SENTENCE)).kept).toBe(true)
  expect(reading(said(MAX_SENTENCE + 1)).kept).toBe(false)
})

test("names that are not there cost no field", () => {
  expect(
    reading({ version: 1, frames: [{ ...frame, lit: ["gone"], step: "backward gone", select: ["gone"] }] }).says,
  ).toBe("")
})

test("a renamed node is renamed in every frame", () => {
  const [first, second] = framesOf(renameNode(renameNode(renameNode(document, "X", "x"), "a.b", "c"), "a", "r"))
  expect(first).toEqual({
    ...{ ...whole, camera: ["x", "c"], step: "backward x:value>c:input" },
    ...{ lit: ["x:value", "x:value>c:input"], select: ["c"] },
  })
  expect(second).toEqual({ id: "f2", step: "forward r", lit: ["r"], text: "" })
})

test("a removed node goes out of every frame; of its step the pass is left", () => {
  const [first, second] = framesOf(removeNodes(document, ["a.b", "a"]))
  expect(first).toEqual({
    id: "f1",
    camera: ["X"],
    mode: "eval",
    step: "backward",
    overlay: "macs",
    lit: ["X:value"],
    text: whole.text,
  })
  expect(second).toEqual({ id: "f2", step: "forward", text: "" })
  expect(removeNodes(document, ["nothing"]).story).toBe(document.story)
})

test("frames are added, worded, copied, put in order and taken away", () => {
  const empty: GradwireDocument = { gradwire: 1, nodes: [] }
  const three = ["A", "B", "C"].reduce((d, text) => addFrame(d, { text }), empty)
  const order = (d: GradwireDocument): string =>
    framesOf(d)
      .map(({ text }) => text)
      .join("")
  expect(three.story).toEqual({
    version: 1,
    frames: [
      { id: "f1", text: "A" },
      { id: "f2", text: "B" },
      { id: "f3", text: "C" },
    ],
  })
  expect(order(addFrame(three, { text: "X" }, "f1"))).toBe("AXBC")
  expect(order(copyFrame(three, "f2"))).toBe("ABBC")
  expect(new Set(framesOf(copyFrame(three, "f2")).map(({ id }) => id)).size).toBe(4)
  expect(order(moveFrame(three, "f1", 2))).toBe("BCA")
  expect(order(moveFrame(three, "f3", -5))).toBe("CAB")
  expect(moveFrame(three, "f1", 0)).toBe(three)
  expect(order(removeFrame(three, "f2"))).toBe("AC")
  expect(order(setSentence(three, "f2", "b\u0007b"))).toBe("AbbC")
  expect(setSentence(three, "f2", "B")).toBe(three)
  expect(["f1", "f2", "f3"].reduce(removeFrame, three)).toEqual(empty)
})

test("a frame that shows something else keeps its sentence and what is unknown", () => {
  const odd = { ...document, story: { version: 1 as const, frames: [{ ...whole, colour: "red" }] } }
  expect(framesOf(setScene(odd, "f1", { step: "forward" }))).toEqual([
    { id: "f1", colour: "red", text: whole.text, step: "forward" },
  ])
})

test("steps are read and written by name", () => {
  for (const text of ["forward", "backward", "forward mu", "backward mu", "backward X:value>mu:input"]) {
    expect(writeStep(readStep(text)!)).toBe(text)
  }
  for (const text of ["", "sideways", "forward ", "forward a b", "forward X:value>mu:input"])
    expect(isStep(text)).toBe(false)
})
