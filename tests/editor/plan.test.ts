// The plan in the drawer: its rows, sums and order, what is copied, and who is said to have computed.

import { expect, test } from "vitest"
import { byNode, cellText, planText, ruleRows, sorted, stepRows, sumOf } from "../../src/editor/drawer/plan/rows.ts"
import { offerWords, totalWords, whoWords } from "../../src/editor/drawer/plan/words.ts"
import { answerOf } from "../../src/engine/numbers/questions.ts"
import type { RunOptions } from "../../src/engine/pass/result.ts"
import { arenaWords, type ToldPlan, withoutWords } from "../../src/engine/pass/toldPlan.ts"
import { run } from "../../src/engine/planned/plain.ts"
import { writeText } from "../../src/formats/tableText.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { ops } from "../../src/ops/registry.ts"

const STEPS = [
  { phase: "forward", node: "a", step: "load", macs: 0, bytes: 0, kernel: false, milliseconds: 0.5 },
  { phase: "forward", node: "a", step: "direct convolution", macs: 3e6, bytes: 4096, kernel: true, milliseconds: 2 },
  { phase: "forward", node: "b", step: "pointwise", macs: 0, bytes: 8192, kernel: true, milliseconds: 0.25 },
  { phase: "backward", node: "a", step: "weights", macs: 3e6, bytes: 4096, kernel: true, milliseconds: 0 },
] as const
const TOLD: ToldPlan = { arena: 1e5, unshared: 2e5, code: 900, threads: 1, steps: STEPS, eager: [] }
const rows = stepRows(TOLD)

test("rows say what is counted and no more; sums are of what is known", () => {
  expect(cellText(rows[1]!, "gflops")).toBe("3")
  expect(cellText(rows[2]!, "gbps")).toBe("0.0328")
  // No kernel, no multiply-adds, no time that a clock has seen.
  expect([cellText(rows[0]!, "bytes"), cellText(rows[2]!, "gflops"), cellText(rows[3]!, "gflops")]).toEqual([
    "",
    "",
    "",
  ])
  const sum = sumOf(rows)
  expect(sum).toEqual({ macs: 6e6, bytes: 16_384, time: 2.75, counted: { macs: 2.75, bytes: 2.25 }, kernel: true })
  expect(totalWords(rows)).toBe("4 steps, 6,000,000 multiply-adds in 2.75 ms: 4.36 GFLOP/s.")
})

test("a rate is of the time in which something was counted: not that of the layers’ own rules, nor of their way back", () => {
  const own = { phase: "backward", node: "b", step: "eager rule", macs: 0, bytes: 0, kernel: false } as const
  const mixed = stepRows({ ...TOLD, steps: [...STEPS, { ...own, milliseconds: 100 }] })
  const words = (rate: number): string => `6,000,000 multiply-adds are counted, in 2.75 ms of it: ${rate} GFLOP/s.`
  expect(totalWords(mixed)).toBe(`5 steps in 103 ms; ${words(4.36)}`)
  expect([cellText(sumOf(mixed), "gflops"), cellText(sumOf(mixed), "gbps")]).toEqual(["4.36", "0.00728"])
  const rules = [
    { phase: "forward", node: "a", milliseconds: 2 },
    { phase: "backward", node: "a", milliseconds: 6 },
  ] as const
  const byRules = ruleRows(rules, () => 3e6)
  expect(totalWords(byRules)).toBe("2 steps in 8 ms; 3,000,000 multiply-adds are counted, in 2 ms of it: 3 GFLOP/s.")
  expect(byNode(byRules).map((row) => cellText(row, "gflops"))).toEqual(["3", ""])
})

test("the steps of a node are one row by what took longest; columns sort down and up, the rest stays in order", () => {
  const nodes = byNode(rows)
  expect(nodes.map(({ node, phase, step, time }) => [node, phase, step, time])).toEqual([
    ["a", "forward", "direct convolution, 1 more", 2.5],
    ["b", "forward", "pointwise", 0.25],
    ["a", "backward", "weights", 0],
  ])
  const order = (down: boolean) => sorted(rows, { column: "time", down }).map(({ index }) => index)
  expect([order(true), order(false)]).toEqual([
    [1, 0, 2, 3],
    [3, 2, 0, 1],
  ])
  expect(sorted(rows, null)).toBe(rows)
})

test("what is copied: words in Markdown, bare numbers in CSV", () => {
  const name = (node: string) => (node === "a" ? "=conv" : node)
  const csv = writeText(planText(rows, name, true), "csv").split("\n")
  expect(csv[0]).toBe("Node,Phase,Step,MACs,Bytes,ms,GFLOP/s,GB/s")
  expect(csv[2]).toBe("'=conv,forward,direct convolution,3000000,4096,2,3,0.002048")
  expect(writeText(planText(rows, name, false), "markdown")).toContain(
    "| =conv | forward | direct convolution | 3,000,000 | 4.0 KiB | 2 | 3 | 0.00205 |",
  )
})

test("who computed, why it was the layers’ own rules, and what can be done", () => {
  const usual = { macs: 70_560, able: true, chosen: false }
  const by = { engine: "eager", dtype: "float32", problems: [] } as const
  const at = (run: Parameters<typeof whoWords>[0], more = {}) => [
    whoWords(run, { ...usual, ...more }),
    offerWords(run, { ...usual, ...more }),
  ]
  expect(at({ ...by, engine: "planned" })).toEqual(["Computed by fast kernels.", null])
  expect(at(by)).toEqual([
    "Computed by the layers’ own rules: below 2,000,000 multiply-adds a run is done before kernels are written.",
    "Measure runs it by kernels once.",
  ])
  expect(at({ ...by, dtype: "float64" })).toEqual([
    "Computed by the layers’ own rules: kernels compute in float32, and this run is float64.",
    "Measure runs it by kernels once, in float32.",
  ])
  expect(at(by, { chosen: true })[0]).toBe("Computed by the layers’ own rules, as chosen in Checks.")
  expect(at(by, { able: false })[1]).toBeNull()
  expect(at(by, { macs: 3e6 })[0]).toMatch(/a node refused its numbers, and Problems says which\.$/)
  const failed = { code: "GW-E211", severity: "warning", sentence: "No memory." } as const
  expect(at({ ...by, problems: [failed] })).toEqual(["No memory.", null])
})

const ASKED: RunOptions = { mode: "train", dtype: "float32", engine: "planned", anySize: true }
const ODD: GradwireDocument = {
  gradwire: 1,
  target: "y",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 2, 6, 6] } },
    {
      id: "odd",
      op: "Conv2d",
      attrs: { out_channels: 1, kernel_size: 3, padding: 1, padding_mode: "circular" },
      inputs: { input: "x" },
    },
    { id: "y", op: "ReLU", inputs: { input: "odd" } },
  ],
}

test("a run by kernels tells its plan when it is asked, with what has no kernel and why; another has none", () => {
  const analysis = analyze(ODD, ops, "train")
  const asked = (options: RunOptions) =>
    answerOf({ number: 1, result: run(analysis, options, ticking()) }, 1, { ask: "plan" })
  const found = asked(ASKED)
  if (found.to !== "plan") throw new Error(found.to)
  expect(withoutWords(found.plan, (node) => node, 5)).toBe(
    'By their own rules: odd (no kernel for Conv2d with padding_mode "circular").',
  )
  expect(arenaWords(found.plan)).toMatch(/^An arena of [\d.]+ KiB for buffers of \d+ B; code of \d+ B\.$/)
  const steps = stepRows(found.plan)
  expect(steps.some(({ node, kernel, macs }) => node === "odd" && !kernel && macs === null)).toBe(true)
  expect(steps.every(({ time }) => time > 0)).toBe(true)
  expect(asked({ ...ASKED, engine: "eager" }).to).toBe("nothing")
})

test("a measured run answers the same numbers, with times that are means", () => {
  const analysis = analyze(ODD, ops, "train")
  const [once, often] = [ASKED, { ...ASKED, measured: true }].map((options) => run(analysis, options, ticking()))
  expect(once?.values.get("y:output")?.data).toEqual(often?.values.get("y:output")?.data)
  expect(once?.gradients.get("odd.weight")?.data).toEqual(often?.gradients.get("odd.weight")?.data)
  const times = often?.plan?.().steps.map(({ milliseconds }) => milliseconds) ?? []
  expect(times.length).toBeGreaterThan(3)
  expect(new Set(times)).toEqual(new Set([1]))
})

test("a run by the layers’ own rules has a row a node", () => {
  const steps = [{ phase: "forward", node: "a", milliseconds: 2 }] as const
  const [row] = ruleRows(steps, () => 1e6)
  expect(row).toMatchObject({ step: "eager rule", macs: 1e6, bytes: null, kernel: false })
  expect(cellText(row!, "gflops")).toBe("1")
})

/** A clock that goes on by one at each look. */
function ticking(): () => number {
  let now = 0
  return () => {
    now += 1
    return now
  }
}
