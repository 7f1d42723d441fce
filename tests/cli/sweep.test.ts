import { describe, expect, test } from "vitest"
import { call } from "./call.ts"

const scaled = JSON.stringify({
  gradwire: 1,
  title: "scaled",
  target: "L",
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [50], std: 1 } },
    { id: "s", op: "Constant", attrs: { shape: [], init: "constant", fill_value: 2 } },
    { id: "y", op: "Mul", inputs: { a: "x", b: "s" } },
    { id: "q", op: "Square", inputs: { input: "y" } },
    { id: "L", op: "Sum", inputs: { input: "q" } },
  ],
})
const swept = JSON.stringify({
  ...JSON.parse(scaled),
  sweep: { set: ["s.fill_value"], values: [1, 2, 4], repeats: 2, readouts: [{ take: "rms", of: "gradient x" }] },
})

describe("gradwire sweep", () => {
  test("--json: the document's own sweep, every point, curves with slopes", async () => {
    const { code, out, err } = await call(["sweep", "-", "--json", "--dtype", "float64"], { "-": swept })
    expect([code, err]).toEqual([0, ""])
    const { plan, points, curves, complete, problems } = JSON.parse(out)
    expect(plan).toMatchObject({ values: [1, 2, 4], seeds: [0, 1], run: "backward", dtype: "float64" })
    expect(points).toHaveLength(6)
    expect([complete, problems]).toEqual([true, []])
    // dL/dx = 2s²x.
    expect(curves[0].fit).toMatchObject({ axes: "log", slope: expect.closeTo(2, 10), r2: expect.closeTo(1, 10) })
    expect(curves[0].summaries.map(({ n }: { n: number }) => n)).toEqual([2, 2, 2])
  })

  test("options stand in place of the document's: a range, several readouts, more seeds", async () => {
    const { code, out } = await call(
      [
        ...["sweep", "-", "--json", "--set", "x.std=1:100:3:log", "--repeats", "3", "--seed", "5", "--run", "forward"],
        ...["--readout", "loss; cell[7] of value y:output; std of value x"],
      ],
      { "-": scaled },
    )
    expect(code).toBe(0)
    const { plan, points } = JSON.parse(out)
    expect(plan).toMatchObject({ set: ["x.std"], values: [1, 10, 100], seeds: [5, 6, 7], run: "forward" })
    expect(plan.readouts).toEqual([
      { take: "loss" },
      { take: "cell", index: [7], of: "value y:output" },
      { take: "std", of: "value x" },
    ])
    expect(points[8].readouts[2] / points[2].readouts[2]).toBeCloseTo(100, 3)
  })

  test("several places take one value", async () => {
    const argv = ["sweep", "-", "--json", "--set", "x.shape[0]+s.fill_value=3,4", "--readout", "loss"]
    expect(JSON.parse((await call(argv, { "-": scaled })).out).plan).toMatchObject({
      set: ["x.shape[0]", "s.fill_value"],
      values: [3, 4],
    })
  })

  test("--csv: a line for every point", async () => {
    const { code, out } = await call(["sweep", "-", "--csv"], { "-": swept })
    expect(code).toBe(0)
    const lines = out.trimEnd().split("\n")
    expect(lines[0]).toBe("s.fill_value,seed,rms of gradient x")
    expect(lines).toHaveLength(7)
    expect(lines[6]).toMatch(/^4,1,\d+\.\d+$/)
  })

  test("in words: a table and the slope", async () => {
    const { out } = await call(["sweep", "-"], { "-": swept })
    expect(out).toMatch(/^scaled\ns\.fill_value: 3 values, 2 seeds; backward, float32, eager\n/)
    expect(out).toContain("rms of gradient x\n")
    expect(out).toMatch(/slope on log axes 2 \(R² 1\)/)
  })

  test("a point that fails is named on standard error, the others are printed", async () => {
    const argv = ["sweep", "-", "--csv", "--set", "x.shape[0]=0,5", "--readout", "loss"]
    const { code, out, err } = await call(argv, { "-": scaled })
    expect(code).toBe(0)
    expect(out).toMatch(/\n0,0,\n5,0,\d/)
    expect(err).toMatch(/^-: warning: at x\.shape\[0\] = 0: "x\.shape\[0\]" cannot be 0: .*from 1 to/)
  })

  test("seeds that change nothing are said to, on standard error and in the JSON", async () => {
    const written = JSON.stringify({
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [2] }, values: { value: [1, 2] } },
        { id: "y", op: "Sum", inputs: { input: "x" } },
      ],
    })
    const words = /every seed gives the same numbers; the numbers of x are written in the document/
    const { code, err } = await call(["sweep", "-", "--set", "seed=1,2,3"], { "-": written })
    expect(code).toBe(0)
    expect(err).toMatch(words)
    const again = await call(["sweep", "-", "--set", "seed=1,2,3", "--json"], { "-": written })
    expect(JSON.parse(again.out).problems).toMatchObject([{ code: "GW-E414", severity: "warning" }])
    expect((await call(["sweep", "-", "--set", "seed=1,2,3"], { "-": scaled })).err).toBe("")
    expect((await call(["run", "-", "--seed", "5"], { "-": written })).err).toMatch(/seed 5 changes nothing/)
    expect((await call(["run", "-", "--seed", "5"], { "-": scaled })).err).toBe("")
  })

  test.for([
    [["--set", "nothing.p=1,2"], /there is|is no place/],
    [["--set", "s.fill_value=1", "--readout", "median of value y"], /There is no readout "median"/],
    [["--set", "s.fill_value=1", "--readout", "accuracy validation"], /after training/],
    [["--set", "s.fill_value=0:1:3:log"], /ends above 0/],
    [["--set", "s.fill_value=0", "--readout", "mean of value z"], /no value called "z"/],
  ] as const)("%s: nothing is swept, the sentence is on standard error, exit 1", async ([argv, words]) => {
    const { code, err } = await call(["sweep", "-", ...argv], { "-": scaled })
    expect(code).toBe(1)
    expect(err).toMatch(words)
  })

  test.for([
    [[], /no sweep of its own/],
    [["--set", "s.fill_value"], /--set is PLACE=VALUES/],
    [["--set", "s.fill_value=a,b"], /is a number, not "a"/],
    [["--set", "s.fill_value=1:2"], /from:to:count/],
    [["--set", "s.fill_value=1:2:3:exp"], /from:to:count/],
    [["--set", "s.fill_value=1", "--readout", "???"], /a readout is/],
    [["--set", "s.fill_value=1", "--json", "--csv"], /exclude each other/],
    [["--set", "s.fill_value=1", "--repeats", "0"], /at least 1/],
  ] as const)("%s: wrong usage, exit 2", async ([argv, words]) => {
    const { code, out, err } = await call(["sweep", "-", ...argv], { "-": scaled })
    expect([code, out]).toEqual([2, ""])
    expect(err).toMatch(words)
  })
})
