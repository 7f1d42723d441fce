// The first graph of the gallery tells what a hand draws on its Input: 60 edges as paths of a pen (tests/reference/penStrokes.json,
// in cells of the pad, none made by what it was trained on), painted by the brush of the pad.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { stroke } from "../src/editor/picture/brush.ts"
import { writeLink } from "../src/formats/links/link.ts"
import { quantiseValue } from "../src/graph/values/packed.ts"
import { analyze, ops, read, run } from "../src/library.ts"
import { tensorOf } from "../src/tensor/tensor.ts"

type Spot = readonly [x: number, y: number]
interface Drawn {
  readonly edge: "vertical" | "horizontal"
  readonly strokes: readonly (readonly Spot[])[]
}

const drawn: readonly Drawn[] = JSON.parse(readFileSync("tests/reference/penStrokes.json", "utf8"))
const { document } = read(readFileSync("graphs/conv3-pool2-fc3.json"))
if (document === null) throw new Error("the graph cannot be read")
const graph = document
const CLASSES = ["vertical", "horizontal", "none"]
const SIZE = { rows: 28, columns: 28 }

/** The class of the largest logit. */
function toldOf(cells: Float64Array): string | undefined {
  const value = quantiseValue(tensorOf([1, 1, 28, 28], [...cells], "float64"))
  const nodes = graph.nodes.map((node) => (node.id === "input" ? { ...node, values: { value } } : node))
  const result = run(analyze({ ...graph, nodes }, ops), { mode: "train", dtype: "float32", backward: false })
  const logits = [...(result.values.get("fc1:output")?.data ?? [])]
  return CLASSES[logits.indexOf(Math.max(...logits))]
}

function painted({ strokes }: Pick<Drawn, "strokes">): Float64Array {
  const cells = new Float64Array(784)
  for (const path of strokes) {
    let last = path[0]
    for (const spot of path) {
      stroke(cells, SIZE, last ?? spot, spot, false)
      last = spot
    }
  }
  return cells
}

describe("the network that one draws for", () => {
  it("has 60 edges to tell, half of them upright, of many places, lengths and slants", () => {
    expect(drawn).toHaveLength(60)
    expect(drawn.filter(({ edge }) => edge === "vertical")).toHaveLength(30)
  })
  it("tells at least 54 of the 60", () => {
    const wrong = drawn.filter((one) => toldOf(painted(one)) !== one.edge)
    expect(wrong.length).toBeLessThanOrEqual(6)
  })
  it("says none of an empty pad, and of a dot", () => {
    expect(toldOf(painted({ strokes: [] }))).toBe("none")
    const dots = [4, 9, 14, 19, 24].flatMap((x) => [4, 14, 24].map((y) => painted({ strokes: [[[x, y]]] })))
    expect(dots.map(toldOf)).toEqual(dots.map(() => "none"))
  })
  it("opens with a vertical edge, and its link is short", () => {
    const result = run(analyze(graph, ops), { mode: "train", dtype: "float32" })
    const [vertical = 0, horizontal = 0, none = 0] = result.values.get("fc1:output")?.data ?? []
    expect(vertical).toBeGreaterThan(Math.max(horizontal, none) + 2)
    const link = writeLink(graph, "https://gradwire.example/")
    expect("link" in link && link.characters).toBeLessThan(8_000)
  })
})
