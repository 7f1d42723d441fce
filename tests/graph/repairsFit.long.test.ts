// Every kind of shape trouble is mended by a repair that fits, and no repair puts another trouble in its place.

import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { formatProblem } from "../../src/graph/problem.ts"
import { repairs } from "../../src/graph/repairs/registry.ts"
import { ops } from "../../src/ops/registry.ts"
import { TROUBLES } from "./troubles.ts"

describe.each(TROUBLES)("$name", ({ nodes, offers }) => {
  const document = { gradwire: 1, nodes }
  const analysis = analyze(document, ops)
  const [problem] = analysis.problems.filter(({ severity }) => severity === "error")
  const offered = problem === undefined ? [] : repairs(analysis, problem)

  it(typeof offers === "string" ? "offers nothing, for a reason" : "offers what fits", () => {
    expect(problem).toBeDefined()
    const labels = offered.map(({ label }) => label)
    if (typeof offers === "string") expect([labels, problem?.sentence]).toEqual([[], problem?.sentence])
    else expect([...labels, problem?.sentence ?? ""]).toContainEqual(expect.stringMatching(offers))
  })
  it("is left without a problem, whichever is chosen", () => {
    expect(offered.length === 0).toBe(typeof offers === "string")
    for (const { label, apply } of offered)
      expect([label, analyze(apply(document), ops).problems.map(formatProblem)]).toEqual([label, []])
  })
})

/** What the shape rules of all ops may say, as patterns: a template's holes match anything. */
function sentencesOfShapeRules(): readonly RegExp[] {
  const folder = new URL("../../src/ops/", import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"))
  // What attributes and numbers are refused for is no shape.
  const shapes = files.filter((file) => !/^(?:attributes\/\w+|op)\.ts$/.test(file))
  return shapes.flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf8")
    const said = text.matchAll(/(?:sentence(?::| =)|\bproblem\(|\btrouble\(\s*"\w+",)\s*(?:`([^`]+)`|"([^"]+)")/g)
    return [...said].map(([, template = "", plain = ""]) => {
      const words = `${template}${plain}`.replaceAll(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, "…")
      return new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*"), "i")
    })
  })
}

/** Sentences that no graph of the table meets, and why. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["the input holds ", "numbers, not shapes: met in a run"],
  ["nothing is wired to inputs", "a port without a wire is said before its op is asked"],
])

it("every sentence of a shape rule is met by a trouble of the table", () => {
  const met = TROUBLES.flatMap(({ nodes }) =>
    analyze({ gradwire: 1, nodes }, ops).problems.map(({ sentence }) => sentence),
  )
  const sentences = sentencesOfShapeRules()
  expect(sentences.length).toBeGreaterThan(55)
  const unmet = sentences
    .filter((pattern) => !met.some((sentence) => pattern.test(sentence)))
    .map(({ source }) => source)
  expect(unmet.filter((words) => ![...ELSEWHERE.keys()].some((known) => words.startsWith(known)))).toEqual([])
  expect(unmet.length).toBe(3)
})
