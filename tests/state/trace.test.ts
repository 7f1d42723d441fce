import { expect, test } from "vitest"
import { equationOf, playbackText } from "../../src/state/player/playbackWords.ts"
import { sequenceOf } from "../../src/state/player/playerSteps.ts"
import {
  questionAt,
  readWire,
  sizeBeside,
  verdictOf,
  wireQuestionAt,
  wireVerdict,
} from "../../src/state/player/predicting.ts"
import { corresponding, traceOf } from "../../src/state/player/trace.ts"
import { addressOf, flatIndex } from "../../src/tensor/address.ts"
import { openGraph } from "../graphs/gallery.ts"
import { batchNorm, sequence } from "./sequences.ts"
import { shown } from "./shown.ts"

test("of batch norm, the first cell of X whose pieces differ in sign is followed, with the run's own numbers", async () => {
  const trace = (await traceOf(sequence, null))!
  expect(trace.cells.get("X:value")).toEqual([0, 0])
  const { values, gradients, wires } = batchNorm.result
  for (const [place, cell] of trace.cells) {
    for (const [told, tensors] of [
      [trace.values, values],
      [trace.gradients, gradients],
    ] as const) {
      const tensor = tensors.get(place)
      if (tensor !== undefined) expect(told.get(place)).toBe(tensor.data[flatIndex(tensor.shape, cell)])
    }
  }
  for (const [id, tensor] of wires) {
    const cell = trace.cells.get(id.slice(0, id.indexOf(">")))!
    expect(trace.wires.get(id)).toBe(tensor.data[flatIndex(tensor.shape, cell)])
  }
  const pieces = ["X:value>Z:x", "X:value>sigma2:input", "X:value>mu:input"].map((id) => trace.wires.get(id)!)
  expect(pieces.map((x) => x.toPrecision(3))).toEqual(["0.201", "0.0891", "-0.126"])
  expect(pieces.reduce((sum, x) => sum + x, 0)).toBeCloseTo(trace.gradients.get("X:value")!, 12)
  expect(trace.cells.get("sigma2:output")).toEqual([0, 0])
})

test("a cell that is looked at is followed instead, wherever it is", async () => {
  const trace = (await traceOf(sequence, { place: "Z:output", cell: [2, 1] }))!
  expect(trace.cells.get("X:value")).toEqual([2, 1])
  expect(trace.cells.get("mu:output")).toEqual([0, 1])
  expect(trace.cells.get("gamma:value")).toEqual([1])
})

test("a network without forks is followed too", async () => {
  const { analysis, result } = openGraph("conv3-pool2-fc3")
  const trace = (await traceOf(sequenceOf(analysis, shown(result)), null))!
  expect(trace.wires.size).toBe(analysis.wires.filter(({ id }) => result.wires.has(id)).length)
})

test.each([
  [
    [2, 1],
    [4, 3],
    [4, 3],
    [2, 1],
  ],
  [
    [2, 1],
    [4, 3],
    [1, 3],
    [0, 1],
  ],
  [[2, 1], [4, 3], [3], [1]],
  [[1], [3], [4, 3], [0, 1]],
  [
    [1, 2, 3, 1],
    [2, 4, 4, 2],
    [2, 32],
    [1, 23],
  ],
  [
    [0, 3, 5, 27],
    [1, 10, 28, 28],
    [1, 10, 14, 14],
    [0, 3, 2, 13],
  ],
  [[], [], [2, 2], [0, 0]],
  [[1, 1], [2, 2], [], []],
])("the cell %j of %j stands in %j at %j", (cell, from, to, expected) => {
  expect(corresponding(cell, from, to)).toEqual(expected)
})

test("every cell of a shape has a cell in every other", () => {
  const shapes = [[], [1], [3], [2, 3], [3, 2], [1, 2, 3], [2, 1, 4, 4], [2, 5, 2, 2], [6]]
  for (const from of shapes)
    for (const to of shapes)
      for (let i = 0; i < from.reduce((all, n) => all * n, 1); i++) {
        const found = corresponding(addressOf(from, i), from, to)
        expect(found).toHaveLength(to.length)
        expect(found.every((index, axis) => index >= 0 && index < to[axis]!)).toBe(true)
      }
})

test("the sum is written with the numbers of its pieces", async () => {
  const trace = await traceOf(sequence, null)
  expect(equationOf(sequence, trace, sequence.steps[16]!)).toBe("∂L/∂X[0, 0] = 0.201 + 0.0891 − 0.126 = 0.164")
  expect(equationOf(sequence, trace, sequence.steps[14]!)).toBe("∂L/∂X[0, 0] = 0.201 + 0.0891")
  expect(equationOf(sequence, trace, sequence.steps[8]!)).toBe("∂L/∂Z[0, 0] = 0.5")
  expect(equationOf(sequence, null, sequence.steps[8]!)).toBeNull()
})

test("a playback is a numbered list, a line for each beat", async () => {
  const trace = await traceOf(sequence, null)
  const lines = playbackText(sequence, "backward", trace).trimEnd().split("\n")
  expect(lines[0]).toBe("Backward")
  expect(lines).toHaveLength(11)
  expect(lines[1]).toBe("1. The gradient starts at Y: ∂L/∂Y[0, 0] = 0.5.")
  expect(lines.at(-1)).toBe(
    "10. The gradient adds up at X from three pieces: ∂L/∂X[0, 0] = 0.201 + 0.0891 − 0.126 = 0.164.",
  )
  expect(playbackText(sequence, "forward", null)).toContain("Standardize gives Z.")
})

test("predictions: the number that comes next is asked for, and any answer is told what is", async () => {
  const trace = await traceOf(sequence, null)
  const asked = sequence.steps.map((step) => questionAt(sequence, trace, step))
  expect(asked.slice(0, 8).every((one) => one === null)).toBe(true)
  expect(asked.slice(8).every((one) => one !== null)).toBe(true)
  const piece = asked[14]!
  expect(piece.sentence).toBe("What comes back to X through σ²?")
  expect(piece.before).toBeCloseTo(-0.0792, 4)
  expect(verdictOf(piece, "+")).toBe("Right: +0.0891")
  expect(verdictOf(piece, "−")).toBe("It is +0.0891")
  expect(verdictOf(piece, "larger")).toBe("Right: +0.0891")
  expect(asked[16]).toMatchObject({ sentence: "What do the 3 pieces at X add up to?", before: null })
  expect([sizeBeside(1, 2), sizeBeside(-2, 1), sizeBeside(1, -1.01)]).toEqual(["smaller", "larger", "as large"])
})

test("predictions: of the wires that are left the ones that can go next are known, and a typed name is read", () => {
  const asked = wireQuestionAt(sequence, 8)
  if (asked === null) throw new Error("nothing is asked after Y")
  expect(asked.choices.map(({ name, ready }) => `${name}${ready ? "" : " waits"}`)).toEqual([
    "μ → X waits",
    "σ² → X waits",
    "Z → X waits",
    "Z → μ waits",
    "Z → σ² waits",
    "Y → Z",
    "Y → γ",
    "Y → β",
  ])
  const answer = (typed: string): string => {
    const read = readWire(asked, typed)
    return read === null ? "not read" : wireVerdict(asked, read)
  }
  expect(answer("Y → Z")).toBe("Right: it takes Y → Z")
  expect(answer(" y->β ")).toBe("Y → β is free to go as well; this run takes Y → Z first")
  expect(answer("Z → X")).toBe("Not yet: Z has not all of its gradient. It takes Y → Z")
  expect(answer("X → Z")).toBe("not read")
  // Where there is one way only, and forward, nothing is asked.
  expect([...sequence.steps.keys()].filter((i) => wireQuestionAt(sequence, i) !== null)).toEqual([8, 9, 11, 13, 14])
})
