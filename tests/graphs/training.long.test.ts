// Homework rows D1, D2, F5, G2, T3 and T4: small trainings and sweeps. Tolerances are sampling errors; the seeds are fixed,
// so a test holds always or never.

import { describe, expect, it, test } from "vitest"
import { costs } from "../../src/graph/measure/costs.ts"
import { singularValues } from "../../src/tensor/matrix/svd.ts"
import { finish } from "../../src/tensor/work.ts"
import { expectClose, openGraph } from "./gallery.ts"
import { readGraph, sweepOf, train } from "./trained.ts"

describe("D1: one point, two weights, from zero without a bias", () => {
  it("gradient descent arrives at the least-squares answer of least norm, a multiple of x", () => {
    const w = train(readGraph("d1-gradient-descent")).param("w.weight")
    expectClose(w, [110 / 101, 11 / 101])
    expect(w.map((x) => x.toFixed(4))).toEqual(["1.0891", "0.1089"])
  })

  it("Adam arrives at [1, 1]", () => {
    const trained = train(readGraph("d1-adam"))
    expectClose(trained.param("w.weight"), [1, 1], 1e-8)
    expect(trained.last.training.loss).toBeLessThan(1e-12)
  })
})

describe("D2: dropout on the inputs is ridge regression", () => {
  /** Of ‖y − kXw‖² + k(1 − k)‖Γw‖²; both terms of Xw are equal. k: chance to keep. */
  const ridge = (keep: number): [number, number] =>
    keep === 1 ? [110 / 101, 11 / 101] : [1.1 / (1 + keep), 11 / (1 + keep)]

  it("the closed form is the homework's", () => {
    const fixed = (keep: number, digits: number) => ridge(keep).map((x) => Number(x.toFixed(digits)))
    expect(fixed(0.5, 5)).toEqual([0.73333, 7.33333])
    expect(fixed(0.9, 6)).toEqual([0.578947, 5.789474])
    expect(fixed(0.75, 6)).toEqual([0.628571, 6.285714])
    expect(fixed(0.25, 2)).toEqual([0.88, 8.8])
  })

  it("stochastic gradient descent arrives there in the course's convention, and at p times that in PyTorch's", () => {
    const { param } = train(readGraph("d2-dropout-is-ridge"))
    expectClose(param("w_course.weight"), ridge(0.5), 0.01)
    expectClose(param("w_pytorch.weight"), [0.366667, 3.666667], 0.01)
  })

  it("arrives there with a batch of one, at a rate below 1/‖x̃‖² for every mask", { timeout: 60_000 }, () => {
    const document = readGraph("d2-batch-of-one")
    expect(openGraph("d2-batch-of-one").value("drop_course:output")).toHaveLength(2)
    expect(document.training?.optimizer?.lr).toBeLessThan(1 / 404)
    const { param, last } = train(document)
    expectClose(param("w_course.weight"), ridge(0.5), 0.01)
    expectClose(param("w_pytorch.weight"), [0.366667, 3.666667], 0.01)
    expect(last.training.loss).toBeLessThan(2 * 11 ** 2 + 121)
  })

  it("Adam arrives there as well; without dropout it goes to [1, 1]", { timeout: 60_000 }, () => {
    const document = readGraph("d2-adam")
    const { param } = train(document)
    expectClose(param("w_course.weight"), ridge(0.5), 0.01)
    expectClose(param("w_pytorch.weight"), [0.366667, 3.666667], 0.01)
    const kept = document.nodes.map((node) =>
      "op" in node && node.op === "Dropout" ? { ...node, attrs: { ...node.attrs, p: 0 } } : node,
    )
    expectClose(train({ ...document, nodes: kept }).param("w_course.weight"), [1, 1], 0.001)
  })

  it("a sweep over p draws the curve in both conventions, with its jump where nothing is dropped", {
    timeout: 120_000,
  }, () => {
    const { values, means } = sweepOf(readGraph("d2-dropout-is-ridge"))
    expect(values).toEqual([0, 0.1, 0.25, 0.5, 0.75])
    values.forEach((drop, at) => {
      const [course1, course2, torch1, torch2] = means.map((curve) => curve[at]!)
      expectClose([course1!, course2!], ridge(1 - drop), 0.015)
      expectClose(
        [torch1!, torch2!],
        ridge(1 - drop).map((w) => (drop === 0 ? w : (1 - drop) * w)),
        0.015,
      )
    })
    // Towards p = 0 the second weight tends to 5.5; without dropout it is 0.1089.
    expect(means[1]![0]!).toBeCloseTo(0.1089, 4)
    expect(means[1]![1]!).toBeGreaterThan(5.5)
  })
})

test("F5: gradient descent finds the filter [2, −1, 3] on a wired node", () => {
  const trained = train(readGraph("f5-filter-by-descent"))
  expectClose(trained.param("w.value"), [2, -1, 3], 1e-9)
  expect(trained.last.training.loss).toBeLessThan(1e-18)
})

test("G2: the standard deviation of a filter's gradient is the side of the output", { timeout: 60_000 }, () => {
  const { values, means, slopes } = sweepOf(readGraph("g2-gradient-grows-with-n"))
  expect([values[0], values.at(-1)]).toEqual([8, 64])
  expect(Math.abs(slopes[0]! - 1)).toBeLessThan(0.05)
  // 576 weights and 4 seeds: 1.5 % standard error.
  values.forEach((n, at) => {
    expect(Math.abs(means[0]![at]! / n - 1)).toBeLessThan(0.06)
    expect(Math.abs(means[1]![at]! / (n - 2) - 1)).toBeLessThan(0.06)
  })
  // (ln 62 − ln 6)/(ln 64 − ln 8) = 1.12: what the shorter side does to log axes.
  expect(slopes[1]!).toBeGreaterThan(1.08)
})

describe("T3: Newton–Schulz", () => {
  const { value, analysis } = openGraph("t3-newton-schulz")

  const svd = (data: readonly number[]): number[] => {
    const found = finish(singularValues({ rows: 32, columns: 4, data: Float64Array.from(data) }))
    return Array.from(found!)
  }

  it("takes every singular value s to ½s(3 − s²), and so to 1", () => {
    let wanted = svd(value("W:value"))
    for (let step = 1; step <= 6; step++) {
      wanted = wanted.map((s) => 0.5 * s * (3 - s * s)).sort((a, b) => b - a)
      expectClose(svd(value(`X${step}:output`)), wanted, 1e-9)
    }
    expect(svd(value("W:value"))[3]!).toBeLessThan(0.8)
    for (const s of wanted) expect(Math.abs(s - 1)).toBeLessThan(1e-6)
  })

  it("written the other way gives the same first step, at other costs", () => {
    expectClose(value("X1_other:output"), value("X1:output"))
    const spent = costs(analysis)
    const macs = (...ids: string[]) => ids.reduce((sum, id) => sum + (spent.get(id)?.macs ?? 0), 0)
    const [out, into] = [32, 4]
    expect(macs("g1", "p1")).toBe(2 * into * into * out)
    expect(macs("g_other", "p_other")).toBe(2 * out * out * into)
    expect(macs("g_other", "p_other")).toBe(8 * macs("g1", "p1"))
  })

  it("its 3I follows from the shape", () => {
    for (const id of ["three1", "three6"]) expect(analysis.nodes.get(id)?.node.values).toBeUndefined()
    expect(value("three1:value")).toEqual([3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3])
    expect(value("three_other:value")).toHaveLength(32 * 32)
  })

  it("a sweep over the size of W: the spectral norm after six steps is 1", () => {
    const { means } = sweepOf(readGraph("t3-newton-schulz"))
    expect(Math.max(...means[0]!) / Math.min(...means[0]!)).toBeCloseTo(5, 6)
    for (const norm of means[1]!) expect(Math.abs(norm - 1)).toBeLessThan(1e-3)
  })
})

describe("T4: unit-scale layers", () => {
  it("Gaussian weights keep the RMS of outputs and gradients at 1; rank-1 weights multiply it by √d a layer", () => {
    const { values, means, slopes } = sweepOf(readGraph("t4-unit-scale"))
    for (const curve of [means[0]!, means[1]!]) for (const rms of curve) expect(Math.abs(rms - 1)).toBeLessThan(0.2)
    expect(Math.abs(slopes[0]!)).toBeLessThan(0.05)
    expect(Math.abs(slopes[1]!)).toBeLessThan(0.05)
    expectClose(
      means[2]!,
      values.map((d) => d ** 1.5),
      1e-12,
    )
  })

  it("SignSGD at the rate 1/√d_in: a minibatch of one is the worst case, with spectral norm √d_out", () => {
    const { means } = sweepOf(readGraph("t4-sign-update"))
    expect(means[0]![0]!).toBeCloseTo(8, 10)
    for (const norm of means[0]!.slice(1)) expect(norm).toBeLessThan(8)
    for (const rms of means[1]!) expect(rms).toBeLessThan(1)
  })

  it("Muon at the rate √d_out: the same norm for any minibatch, and outputs change by their own size", () => {
    const { means } = sweepOf(readGraph("t4-muon-update"))
    for (const norm of means[0]!) expect(norm).toBeCloseTo(8, 10)
    for (const rms of means[1]!) expect(Math.abs(rms - 1)).toBeLessThan(0.05)
  })
})
