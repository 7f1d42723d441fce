// The library keeps its names, and its page in docs/ says what is so: the example there is run, and prints what it says.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import * as library from "../src/library.ts"

describe("the library", () => {
  it("opens the same doors as ever", () => {
    const always = ["analyze", "ops", "planTraining", "read", "run", "startRun", "trainSteps"]
    const besides = [
      "convert",
      "explain",
      "layout",
      "learned",
      "offerThreads",
      "pointAt",
      "routes",
      "scene",
      "singularValues",
      "spectralNorm",
      "summaryRows",
      "sweep",
      "thread",
    ]
    const doors = [...always, ...besides, "trainingMemory", "write"].sort()
    expect(Object.keys(library).sort()).toEqual(doors)
  })

  it("prints what docs/library.md says", () => {
    const page = readFileSync("docs/library.md", "utf8")
    const [, example = ""] = /```js\n([\s\S]*?)```/.exec(page) ?? []
    const lines = example.split("\n").filter((line) => !line.startsWith("import "))
    const said = [...example.matchAll(/ \/\/ (.*)$/gm)].map((match) => match[1])
    const printed: string[] = []
    const names = ["readFileSync", "console", ...Object.keys(library)]
    const console = { log: (...words: unknown[]) => void printed.push(words.map(inWords).join(" ")) }
    new Function(...names, lines.join("\n"))(readFileSync, console, ...Object.values(library))
    expect(printed).toEqual(said)
  })
})

function inWords(printed: unknown): string {
  return typeof printed === "string" ? printed : JSON.stringify(printed).replaceAll(",", ", ")
}

describe("reckoning by the library", () => {
  it("finds singular values at once, large matrices too", () => {
    const n = 210
    const data = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? i / (n + 1) + 1 : 0))
    expect(library.singularValues({ rows: n, columns: n, data })?.[0]).toBeCloseTo(n, 9)
    expect(library.spectralNorm({ rows: n, columns: n, data })).toBeCloseTo(n, 9)
    expect(library.spectralNorm({ rows: 1, columns: 1, data: [Number.NaN] })).toBeNull()
  })
  it("knows what each op's backward rule reads", () => {
    const { document } = library.read(readFileSync("graphs/conv3-pool2-fc3.json"))
    if (document === null) throw new Error("the graph cannot be read")
    const analysis = library.analyze(document, library.ops)
    const memory = library.trainingMemory(analysis, { dtype: "float32", stateCopies: 2 })
    expect(memory.state).toBe(2 * memory.gradients)
    expect(memory.unknown).toBe(0)
  })
})
