// The graph of ten digits tells what a hand draws on its Input: 80 digits as paths of a pen (tests/reference/penDigits.json; a
// model of how hands move, speeds and places of its own, none of what it was trained on), and digits of its own data that it has
// not seen.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { isDataProblem, makeData } from "../src/engine/data/make.ts"
import { writeLink } from "../src/formats/links/link.ts"
import { analyze, ops, run } from "../src/library.ts"
import { DOTS, graphOf, leaderOf, painted, type Strokes } from "./pad.ts"

interface Drawn {
  readonly digit: number
  readonly strokes: Strokes
}

const drawn: readonly Drawn[] = JSON.parse(readFileSync("tests/reference/penDigits.json", "utf8"))
const graph = graphOf("ten-digits")
const NONE = 10

describe("the network of ten digits", () => {
  it("has 80 digits to tell, eight of each", () => {
    const counts = Array.from({ length: 10 }, (_, digit) => drawn.filter((one) => one.digit === digit).length)
    expect(counts).toEqual(Array(10).fill(8))
  })
  it("tells at least 75 of the 80", () => {
    const wrong = drawn.filter(({ digit, strokes }) => leaderOf(graph, painted(strokes)) !== digit)
    expect(wrong.length).toBeLessThanOrEqual(5)
  })
  it("tells at least 95 of 100 pictures of its data from another seed", () => {
    const source = { kind: "digits", max_tilt: 20, jitter: 0.9, none: true, count: 20 }
    const made = makeData({ source, feeds: {} }, 7, "float64")
    if (isDataProblem(made)) throw new Error(made.sentence)
    const { images, labels } = Object.fromEntries(made.training.fields)
    const right = Array.from(labels?.tensor.data ?? []).filter((label, i) => {
      const picture = images?.tensor.data.subarray(784 * i, 784 * (i + 1)) ?? []
      return leaderOf(graph, picture) === label
    })
    expect(right.length / made.training.count).toBeGreaterThanOrEqual(0.95)
  })
  it("says none of an empty pad, and of a dot: no digit is made up", () => {
    expect(leaderOf(graph, painted([]))).toBe(NONE)
    expect(DOTS.map((dot) => leaderOf(graph, dot))).toEqual(DOTS.map(() => NONE))
  })
  it("opens with a 3, and its link is short", () => {
    const result = run(analyze(graph, ops), { mode: "train", dtype: "float32" })
    const logits = [...(result.values.get("fc1:output")?.data ?? [])]
    expect(logits.indexOf(Math.max(...logits))).toBe(3)
    const link = writeLink(graph, "https://gradwire.example/")
    expect("link" in link && link.characters).toBeLessThan(8_000)
  })
})
