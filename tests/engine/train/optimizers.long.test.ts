// Every optimizer's rule in writing against its own loops, for every setting that changes it; schedules and clipping by hand.

import katex from "katex"
import { describe, expect, test } from "vitest"
import { clips } from "../../../src/engine/optimizers/clipping.ts"
import type { AnyUpdateAt } from "../../../src/engine/optimizers/optimizer.ts"
import { optimizers } from "../../../src/engine/optimizers/registry.ts"
import { schedules } from "../../../src/engine/optimizers/schedules.ts"
import { writtenUpdate } from "../../../src/engine/optimizers/written.ts"
import type { Json } from "../../../src/ops/attributes/attrs.ts"
import { readAttrs } from "../../../src/ops/attributes/readAttrs.ts"
import { orthogonalised } from "../../../src/tensor/net/optimize.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { tensorOf } from "../../../src/tensor/tensor.ts"
import { finish } from "../../../src/tensor/work.ts"

const settings: Readonly<Record<string, readonly Readonly<Record<string, Json>>[]>> = {
  SGD: [
    {},
    { weight_decay: 0.1 },
    { momentum: 0.9 },
    { momentum: 0.9, dampening: 0.2, weight_decay: 0.3 },
    { momentum: 0.9, nesterov: true, weight_decay: 0.2 },
  ],
  Adam: [{}, { weight_decay: 0.1 }, { amsgrad: true, beta1: 0.5 }],
  AdamW: [{}, { weight_decay: 0 }, { amsgrad: true, weight_decay: 0.2 }],
  SignSGD: [{}, { momentum: 0.8 }, { weight_decay: 0.1 }],
  Muon: [{}, { nesterov: false, weight_decay: 0.1 }, { adjust_lr_fn: "none", polynomial: "cubic" }],
}
const cases = Object.entries(settings).flatMap(([kind, list]) =>
  list.flatMap((raw) => [1, 4].map((step) => [kind, raw, step] as const)),
)

/** A step of a 3×2 param with numbers of all signs. */
function stepOf(kind: string, raw: Readonly<Record<string, Json>>, step: number) {
  const optimizer = optimizers.get(kind)!
  const attrs = readAttrs(optimizer.attrs, raw).values!
  const random = randomStream(1, kind, String(step))
  const draw = () => Float64Array.from({ length: 6 }, () => random.normal())
  const zeros = () => new Float64Array(6)
  const slots = Object.keys(optimizer.slots)
  const at: AnyUpdateAt = {
    attrs,
    rate: 0.05,
    step,
    param: { shape: [3, 2], data: draw() },
    gradient: { shape: [3, 2], data: draw() },
    // Means of squares are not negative.
    state: Object.fromEntries(slots.map((slot) => [slot, step === 1 ? zeros() : draw().map(Math.abs)])),
    next: zeros(),
    nextState: Object.fromEntries(slots.map((slot) => [slot, zeros()])),
  }
  finish(optimizer.update(at))
  return { optimizer, attrs, at }
}

test("every optimizer is here", () => {
  expect(Object.keys(settings).sort()).toEqual([...optimizers.keys()])
})

test.for(cases)("%s %o, step %i: the written rule gives what the loop gives", ([kind, raw, step]) => {
  const { optimizer, at } = stepOf(kind, raw, step)
  for (let index = 0; index < 6; index++) {
    const told = finish(writtenUpdate(optimizer, at, index))
    expect(told.lines.at(-1)!.value).toBeCloseTo(at.next[index]!, 12)
    for (const { tex, worked } of told.lines) {
      for (const text of [tex, worked]) expect(() => katex.renderToString(text, { throwOnError: true })).not.toThrow()
      expect(`${tex}${worked}`).not.toMatch(/@|NaN|undefined/)
    }
    for (const { tex, value, means } of told.symbols) {
      expect(() => katex.renderToString(tex, { throwOnError: true })).not.toThrow()
      expect([means.length > 0, value]).toEqual([true, expect.any(Number)])
    }
  }
})

describe("schedules", () => {
  const rate = (kind: string, raw: Readonly<Record<string, Json>>, epoch: number, step: number) => {
    const schedule = schedules.get(kind)!
    return schedule.rate(readAttrs(schedule.attrs, raw).values!, 0.5, { epoch, step, epochs: 10, steps: 40 })
  }
  test("constant, steps and a cosine", () => {
    expect(rate("constant", {}, 9, 39)).toBe(0.5)
    expect(rate("StepLR", { step_size: 3, gamma: 0.1 }, 2, 8)).toBe(0.5)
    expect(rate("StepLR", { step_size: 3, gamma: 0.1 }, 6, 24)).toBeCloseTo(0.005, 15)
    expect(rate("StepLR", { step_size: 3, gamma: 0.1, per: "step" }, 0, 3)).toBeCloseTo(0.05, 15)
    expect(rate("CosineAnnealingLR", {}, 5, 20)).toBeCloseTo(0.25, 15)
    expect(rate("CosineAnnealingLR", { per: "step", eta_min: 0.1 }, 0, 40)).toBeCloseTo(0.1, 15)
    expect(rate("CosineAnnealingLR", { T_max: 4 }, 4, 0)).toBeCloseTo(0, 15)
  })
  test("every formula is LaTeX", () => {
    for (const { tex } of [...schedules.values(), ...clips.values()]) {
      expect(() => katex.renderToString(tex, { throwOnError: true })).not.toThrow()
    }
  })
})

test("clipping makes new gradients and leaves the given ones", () => {
  const gradients = [tensorOf([2], [3, -4], "float64"), tensorOf([1], [12], "float64")]
  const clipped = (kind: string, attrs: object) =>
    clips
      .get(kind)!
      .clip({ norm_type: "2", ...attrs }, gradients)
      .map(({ data }) => Array.from(data))
  const factor = 6.5 / (13 + 1e-6)
  expect(clipped("norm", { max_norm: 6.5 })).toEqual([[3 * factor, -4 * factor], [12 * factor]])
  expect(clipped("norm", { max_norm: 14 })).toEqual([[3, -4], [12]])
  expect(clipped("norm", { max_norm: 6, norm_type: "inf" })[1]![0]).toBeCloseTo(6, 5)
  expect(clipped("value", { clip_value: 3.5 })).toEqual([[3, -3.5], [3.5]])
  expect(Array.from(gradients[0]!.data)).toEqual([3, -4])
})

test("Newton–Schulz drives singular values to 1, on the shorter side of either form", () => {
  const random = randomStream(1, "a", "b")
  const wide = tensorOf(
    [2, 5],
    Float64Array.from({ length: 10 }, () => random.normal()),
    "float64",
  )
  const tall = tensorOf(
    [5, 2],
    Array.from({ length: 10 }, (_, i) => wide.data[(i % 2) * 5 + Math.floor(i / 2)]!),
    "float64",
  )
  const made = finish(orthogonalised(wide, 40, [1.5, -0.5, 0], 1e-7))
  const gram = [0, 1].map((a) =>
    [0, 1].map((b) => [0, 1, 2, 3, 4].reduce((sum, k) => sum + made.data[a * 5 + k]! * made.data[b * 5 + k]!, 0)),
  )
  expect(gram).toEqual([
    [expect.closeTo(1, 10), expect.closeTo(0, 10)],
    [expect.closeTo(0, 10), expect.closeTo(1, 10)],
  ])
  const turned = finish(orthogonalised(tall, 40, [1.5, -0.5, 0], 1e-7))
  expect(turned.data[2 * 3 + 1]).toBeCloseTo(made.data[5 + 3]!, 12)
})

test.for([
  // Three products of a step, none long enough to pause in.
  [16, 3],
  // Each of 33 million multiply-adds, with 25 million between two looks at the mail.
  [320, 6],
] as const)("a matrix of %i×%i is made orthogonal in pieces, so that a pause is heard", ([side, least]) => {
  const matrix = { shape: [side, side], data: Float32Array.from({ length: side ** 2 }, (_, i) => Math.sin(i ** 2)) }
  const work = orthogonalised(matrix, 1, [3.4445, -4.775, 2.0315], 1e-7)
  let pieces = 0
  while (!work.next().done) pieces += 1
  expect(pieces).toBeGreaterThanOrEqual(least)
})
