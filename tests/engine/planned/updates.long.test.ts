// Every optimizer, with every setting that changes its kernels, and both ways to clip: fifty steps by kernels beside the loops,
// each from the state that the loops left, over params of odd sizes.

import { expect, test } from "vitest"
import { clips } from "../../../src/engine/optimizers/clipping.ts"
import type { AnyUpdateAt } from "../../../src/engine/optimizers/optimizer.ts"
import { optimizers } from "../../../src/engine/optimizers/registry.ts"
import type { Learned } from "../../../src/engine/planned/updates/drafted.ts"
import { type Arrays, startUpdating } from "../../../src/engine/planned/updates/updating.ts"
import type { Json } from "../../../src/ops/attributes/attrs.ts"
import { readAttrs } from "../../../src/ops/attributes/readAttrs.ts"
import { squares } from "../../../src/tensor/net/optimize.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { ended, finish } from "../../../src/tensor/work.ts"

type Raw = Readonly<Record<string, Json>>

/** Each list of values is tried with each of the others. */
function* combined(values: Readonly<Record<string, readonly Json[]>>): Generator<Raw> {
  const [[name, list] = ["", []], ...others] = Object.entries(values)
  if (name === "") yield {}
  else
    for (const value of list) for (const rest of combined(Object.fromEntries(others))) yield { [name]: value, ...rest }
}

const decay = { weight_decay: [0, 0.1] }
const settings: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>> = {
  SGD: { momentum: [0, 0.9], dampening: [0, 0.3], nesterov: [false, true], ...decay },
  Adam: { amsgrad: [false, true], beta1: [0.9, 0], eps: [1e-8, 0], ...decay },
  AdamW: { amsgrad: [false, true], beta2: [0.999, 0.5], ...decay },
  SignSGD: { momentum: [0, 0.8], ...decay },
  Muon: {
    nesterov: [false, true],
    polynomial: ["quintic", "cubic"],
    adjust_lr_fn: ["original", "match_rms_adamw", "sqrt_out", "none"],
    weight_decay: [0.1],
  },
}
const clipping: readonly (readonly [string, Raw] | null)[] = [
  null,
  ["norm", { max_norm: 2 }],
  ["norm", { max_norm: 1e6 }],
  ["norm", { max_norm: 0.5, norm_type: "inf" }],
  ["value", { clip_value: 0.4 }],
]

const params: readonly Learned[] = [
  { name: "conv.weight", node: "conv", shape: [5, 3, 3, 3] },
  { name: "conv.bias", node: "conv", shape: [5] },
  { name: "fc.weight", node: "fc", shape: [19, 7] },
  { name: "fc.scale", node: "fc", shape: [] },
  { name: "wide.weight", node: "wide", shape: [4, 24] },
]
const numbered = params.map(({ name }, i) => ({ name, i }))
const STEPS = 50

function fill(data: Float32Array, draw: () => number): void {
  for (let i = 0; i < data.length; i++) data[i] = draw()
}

/** The largest difference beside the largest number. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [most, largest] = [0, 1e-30]
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)))
    largest = Math.max(largest, Math.abs(b[i] ?? 0))
  }
  return most / largest
}

test("every optimizer and every way to clip is here", () => {
  expect(Object.keys(settings).sort()).toEqual([...optimizers.keys()])
  expect(new Set(clipping.flatMap((clip) => clip?.[0] ?? []))).toEqual(new Set(clips.keys()))
})

const cases = Object.entries(settings).flatMap(([kind, values]) =>
  [...combined(values)].map((raw, i) => [kind, raw, clipping[i % clipping.length] ?? null] as const),
)

/** Steps by loops and by kernels, each from the same state: how far apart they are, and sums of squares by kernels over loops'. */
function stepsOf(kind: string, raw: Raw, clip: readonly [string, Raw] | null) {
  const found: Record<"sums" | "clipped" | "steps", number[]> = { sums: [], clipped: [], steps: [] }
  const optimizer = optimizers.get(kind)!
  const attrs = readAttrs(optimizer.attrs, raw).values!
  const way =
    clip === null ? null : { of: clips.get(clip[0])!, attrs: readAttrs(clips.get(clip[0])!.attrs, clip[1]).values! }
  const slots = optimizer.uses(attrs)
  const clipRule = way && { kind: way.of.kind, fast: way.of.fast(way.attrs) }
  const kernels = startUpdating(params, { kind, update: optimizer.fast(attrs), slots, clip: clipRule }, false)!
  const random = randomStream(3, kind, JSON.stringify(raw))
  const homes = params.map((_, i) => kernels.copies(i))
  for (const [now] of homes) fill(now!.data, () => random.normal())
  for (let step = 1; step <= STEPS; step++) {
    const rate = 0.01 * (1 + (step % 3))
    const into = kernels.gradients()
    const gradients = params.map(({ name, shape }): Tensor => {
      const data = into.get(name)!
      fill(data, () => random.normal() * 10 ** (random.uniform() * 4 - 3))
      return { shape, data }
    })
    const clipped = way === null ? gradients : way.of.clip(way.attrs, gradients.map(copied))
    for (const { i, name } of numbered)
      found.sums.push(kernels.squares(name, gradients[i]!.data) / squares(gradients[i]!.data))
    if (way !== null) {
      const largest = Math.max(...params.map(({ name }, i) => kernels.largest(name, gradients[i]!.data)))
      const total = Math.sqrt(gradients.reduce((sum, { data }) => sum + squares(data), 0))
      const numbers = way.of.scalars(way.attrs, clipRule!.fast.norm === "inf" ? largest : total)
      if (numbers !== null) for (const { i, name } of numbered) kernels.clip(name, gradients[i]!.data, numbers)
    }
    for (const [i, param] of params.entries()) {
      found.clipped.push(apart(gradients[i]!.data, clipped[i]!.data))
      const [now, next] = [homes[i]![(step - 1) % 2]!, homes[i]![step % 2]!]
      const at = updateAt(param, now, next, gradients[i]!, { attrs, rate, step })
      const sum = ended(kernels.update(param.name, at, optimizer.scalars(at)))
      const twin = {
        ...at,
        next: new Float32Array(next.data.length),
        nextState: copiedState(optimizer.slots, next.state),
      }
      finish(optimizer.update(twin))
      found.sums.push(sum / squares(next.data))
      found.steps.push(apart(next.data, twin.next))
      found.steps.push(...slots.map((slot) => apart(next.state[slot]!, twin.nextState[slot]!)))
      next.data.set(twin.next)
    }
    kernels.turn()
  }
  return found
}

function updateAt(
  { shape }: Learned,
  now: Arrays,
  next: Arrays,
  gradient: Tensor,
  more: Pick<AnyUpdateAt, "attrs" | "rate" | "step">,
): AnyUpdateAt {
  const param = { shape, data: now.data }
  return { ...more, param, gradient, state: now.state, next: next.data, nextState: next.state }
}

function copied({ shape, data }: Tensor): Tensor {
  return { shape, data: data.slice() }
}

function copiedState(slots: object, state: Arrays["state"]) {
  return Object.fromEntries(Object.keys(slots).map((slot) => [slot, new Float32Array(state[slot]?.length ?? 0)]))
}

test.for(cases)("%s %o, clipped by %o: kernels step as loops do", ([kind, raw, clip]) => {
  const { sums, clipped, steps } = stepsOf(kind, raw, clip)
  expect(sums.length).toBe(2 * STEPS * params.length)
  expect(Math.max(...sums.map((ratio) => Math.abs(ratio - 1)))).toBeLessThan(1e-12)
  expect(Math.max(...clipped)).toBe(0)
  // All but products of matrices have the loops' bits.
  expect(Math.max(...steps)).toBeLessThanOrEqual(kind === "Muon" ? 1e-5 : 0)
})
