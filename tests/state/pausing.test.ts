// Conditions at which the player stands still.

import { describe, expect, test } from "vitest"
import { run } from "../../src/engine/pass/run.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"
import { FIRST_RULES, type PauseRules } from "../../src/state/player/pauseRules.ts"
import { findingAt, nextFinding } from "../../src/state/player/pausing.ts"
import { sequenceOf } from "../../src/state/player/playerSteps.ts"
import { batchNorm, sequence } from "./sequences.ts"
import { shown } from "./shown.ts"

describe("pause conditions", () => {
  const chain: GradwireDocument = {
    gradwire: 1,
    target: "L",
    nodes: [
      {
        id: "x",
        op: "Input",
        attrs: { shape: [2, 2] },
        values: {
          value: [
            [-1, 2],
            [-3, 0],
          ],
        },
      },
      { id: "r", op: "ReLU", inputs: { input: "x" } },
      { id: "q", op: "Sqrt", inputs: { input: "r" } },
      { id: "L", op: "Sum", inputs: { input: "q" } },
    ],
  }
  const by = (rules: PauseRules) => ({ rules, stops: [] })
  const all = { ...FIRST_RULES, dead: { on: true, at: 0.7 } }

  test("NaN and infinity name the node whose rule made them, once", () => {
    const { analysis } = { analysis: analyze(chain, ops, "train") }
    const steps = sequenceOf(analysis, shown(run(analysis, { mode: "train", dtype: "float64" })))
    const found = nextFinding(steps, 0, by(FIRST_RULES))!
    // √ has an infinite slope at 0: its rule sends it back to r.
    expect(found.finding.sentence).toBe("∞ appears first in the gradient sent back by q: 3 of 4 numbers.")
    expect(found.finding.node).toBe("q")
    expect(steps.steps[found.index]!.node).toBe("r")
    expect(nextFinding(steps, found.index + 1, by(FIRST_RULES))).toBeNull()
  })

  test("a dead ReLU is met with its share of zeros and its silent units", () => {
    const steps = sequenceOf(batchNormOf(chain).analysis, shown(batchNormOf(chain).result))
    expect(findingAt(steps, 1, by(all))?.sentence).toBe(
      "75 % of the outputs of r are 0; 1 of 2 units are dead, 0 for every sample.",
    )
    expect(findingAt(steps, 1, by(FIRST_RULES))).toBeNull()
    expect(findingAt(steps, 1, by({ ...all, dead: { on: true, at: 0.8 } }))).toBeNull()
  })

  test("a gradient is met when its RMS leaves the thresholds", () => {
    const rms = (name: string) => Math.hypot(...batchNorm.gradient(name)) / Math.sqrt(batchNorm.gradient(name).length)
    const rules = { ...FIRST_RULES, low: { on: true, at: 0.1 }, high: { on: true, at: 1.5 } }
    const met = sequence.steps.flatMap(({ index }) => findingAt(sequence, index, by(rules)) ?? [])
    const outputs = sequence.chips.filter(({ phase }) => phase === "backward").map(({ node }) => node)
    const nameOf = (id: string) => [...batchNorm.result.gradients.keys()].find((name) => name.startsWith(`${id}:`))!
    const outside = outputs.filter((id) => rms(nameOf(id)) < 0.1 || rms(nameOf(id)) > 1.5)
    expect(met.map(({ node }) => node)).toEqual(outside)
    expect(outside.length).toBeGreaterThan(0)
    expect(outside.length).toBeLessThan(outputs.length)
    for (const { rule, node } of met) expect(rule).toBe(rms(nameOf(node)) < 0.1 ? "low" : "high")
    expect(met.find(({ rule }) => rule === "high")?.sentence).toMatch(/^RMS of ∂L\/∂\(.+\) is [\d.]+, above 1\.5\.$/)
  })

  test("a chosen node is met once forward and once backward, whatever arrives there in how many pieces", () => {
    const off = { ...FIRST_RULES, nonFinite: { on: false, at: 0 } }
    const nodes = new Set(sequence.steps.map(({ node }) => node))
    for (const node of nodes) {
      const met = sequence.steps.filter(
        ({ index }) => findingAt(sequence, index, { rules: off, stops: [node] }) !== null,
      )
      expect(met.every((step) => step.node === node)).toBe(true)
      const ways = sequence.steps.filter((step) => step.node === node).map(({ phase }) => phase)
      expect(met.map(({ phase }) => phase)).toEqual([...new Set(ways)])
    }
    expect(findingAt(sequence, 0, { rules: off, stops: [...nodes] })?.sentence).toMatch(
      /^Paused at .+, as you asked\.$/,
    )
  })

  function batchNormOf(document: GradwireDocument) {
    const analysis = analyze(document, ops, "train")
    return { analysis, result: run(analysis, { mode: "train", dtype: "float64" }) }
  }
})
