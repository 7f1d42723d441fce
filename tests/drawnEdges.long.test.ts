// The first graph of the gallery tells what a hand draws on its Input: 60 edges as paths of a pen (tests/reference/penStrokes.json,
// none made by what it was trained on).

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { writeLink } from "../src/formats/links/link.ts"
import { analyze, ops, run } from "../src/library.ts"
import { DOTS, graphOf, leaderOf, painted, type Strokes } from "./pad.ts"

interface Drawn {
  readonly edge: "vertical" | "horizontal"
  readonly strokes: Strokes
}

const drawn: readonly Drawn[] = JSON.parse(readFileSync("tests/reference/penStrokes.json", "utf8"))
const graph = graphOf("conv3-pool2-fc3")
const CLASSES = ["vertical", "horizontal", "none"]
const toldOf = (cells: Float64Array): string | undefined => CLASSES[leaderOf(graph, cells)]

describe("the network that one draws for", () => {
  it("has 60 edges to tell, half of them upright, of many places, lengths and slants", () => {
    expect(drawn).toHaveLength(60)
    expect(drawn.filter(({ edge }) => edge === "vertical")).toHaveLength(30)
  })
  it("tells at least 54 of the 60", () => {
    const wrong = drawn.filter(({ edge, strokes }) => toldOf(painted(strokes)) !== edge)
    expect(wrong.length).toBeLessThanOrEqual(6)
  })
  it("says none of an empty pad, and of a dot", () => {
    expect(toldOf(painted([]))).toBe("none")
    expect(DOTS.map(toldOf)).toEqual(DOTS.map(() => "none"))
  })
  it("opens with a vertical edge, and its link is short", () => {
    const result = run(analyze(graph, ops), { mode: "train", dtype: "float32" })
    const [vertical = 0, horizontal = 0, none = 0] = result.values.get("fc1:output")?.data ?? []
    expect(vertical).toBeGreaterThan(Math.max(horizontal, none) + 2)
    const link = writeLink(graph, "https://gradwire.example/")
    expect("link" in link && link.characters).toBeLessThan(8_000)
  })
})
