import { describe, expect, test } from "vitest"
import { cardNumbers } from "../../src/editor/drawer/player/cardNumbers.ts"
import { wireWords } from "../../src/editor/side/outline/outlineWords.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { lookOf } from "../../src/state/run/looks.ts"
import { runDocument } from "../graphs/gallery.ts"
import { shown } from "./shown.ts"

function input(id: string, value: number | readonly number[]) {
  return {
    id,
    op: "Input",
    attrs: { shape: typeof value === "number" ? [] : [value.length] },
    values: { value },
  } as const
}

// L = a · b − c with a = −3, b = 2, c = 5: p = −6, ∂L/∂a = b, ∂L/∂b = a, ∂L/∂c = −1.
const SIGNED: GradwireDocument = {
  gradwire: 1,
  nodes: [
    input("a", -3),
    input("b", 2),
    { id: "p", op: "Mul", inputs: { a: "a", b: "b" } },
    input("c", 5),
    { id: "L", op: "Sub", inputs: { a: "p", b: "c" } },
  ],
}

describe("what a wire says of its tensor", () => {
  const { analysis, result: ran } = runDocument(SIGNED)
  const result = shown(ran)
  const chips = (kind: "value" | "gradient") =>
    Object.fromEntries(analysis.wires.map((wire) => [wire.id, lookOf(wire, analysis, result, kind, "CHW").chip]))

  test("a tensor of one number shows it with its sign, forward and back", () => {
    expect(chips("value")).toEqual({
      "a:value>p:a": "−3",
      "b:value>p:b": "2",
      "p:output>L:a": "−6",
      "c:value>L:b": "5",
    })
    expect(chips("gradient")).toEqual({
      "a:value>p:a": "2",
      "b:value>p:b": "−3",
      "p:output>L:a": "1",
      "c:value>L:b": "−1",
    })
  })

  test("tip, outline and the player's card say the same", () => {
    const [, toB] = analysis.wires
    const look = lookOf(toB!, analysis, result, "gradient", "CHW")
    expect(look.words).toBe("b:value to p:b, gradient: −3")
    expect(wireWords(analysis, toB!, "CHW", result, "backward")).toMatch(/; value 2; gradient −3$/)
    expect(cardNumbers(result.at("gradient", "b:value")!)).toEqual([["=", "−3"]])
  })

  test("several numbers are marked as a root mean square; the mean of a normalised set is 0 with its digits at hand", () => {
    const run = runDocument({
      gradwire: 1,
      target: "z",
      nodes: [
        input("x", [0.1, 0.7, 0.4]),
        { id: "z", op: "LayerNorm", attrs: { normalized_shape: [3] }, inputs: { input: "x" } },
      ],
    })
    const [wire] = run.analysis.wires
    expect(lookOf(wire!, run.analysis, shown(run.result), "value", "CHW")).toMatchObject({
      chip: "RMS 0.469",
      words: "x:value to z:input, value: root mean square 0.469",
    })
    const z = { ...run.result.values.get("z:output")!, data: new Float32Array([-1.2247449, 1.2247448, 1e-7]) }
    expect(cardNumbers(z)).toEqual([
      ["RMS", "1"],
      ["mean", "0", expect.stringMatching(/^Exactly −6.4\d*e−9: rounding/)],
      ["min", "−1.22"],
      ["max", "1.22"],
    ])
  })
})
