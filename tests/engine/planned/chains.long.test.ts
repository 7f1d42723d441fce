// Random graphs of pointwise ops, with values that several read, tensors that are repeated, and layers in planes in between: whatever
// is fused, the numbers are those of the eager rules.

import { expect, test } from "vitest"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { cases, counted, patience, seed } from "../../campaign.ts"
import { twins } from "./twins.ts"

const MOST = 2e-5

type Draw = (low: number, high: number) => number
type Shape = readonly number[]

const ONE = [
  "Tanh",
  "Sigmoid",
  "ReLU",
  "GELU",
  "Neg",
  "Abs",
  "Square",
  "Identity",
  "StopGradient",
  "Dropout",
  "Softsign",
  "ELU",
  "PReLU",
]
const TWO = ["Add", "Mul", "Sub", "Maximum", "Add", "Mul"]
const PLANES: readonly (readonly [string, object])[] = [
  ["MaxPool2d", { kernel_size: 1 }],
  ["Conv2d", { out_channels: 3, kernel_size: 3, padding: 1 }],
  ["AvgPool2d", { kernel_size: 3, stride: 1, padding: 1 }],
]

interface Made {
  readonly id: string
  readonly shape: Shape
}

function common(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => Math.max(a.at(i - rank) ?? 1, b.at(i - rank) ?? 1))
}

function graph(draw: Draw): GradwireDocument {
  const whole = [draw(1, 4), 3, draw(1, 6), draw(1, 8)]
  const nodes: NodeDocument[] = []
  const made: Made[] = []
  const add = (op: string, shape: Shape, attrs: object, inputs: { [port: string]: string }): void => {
    const id = `n${nodes.length}`
    nodes.push({ id, op, attrs: attrs as NonNullable<NodeDocument["attrs"]>, inputs })
    made.push({ id, shape })
  }
  const parameter = (shape: Shape): void => {
    nodes.push({ id: `p${nodes.length}`, op: "Parameter", attrs: { shape: [...shape], init: "normal" } })
    made.push({ id: `p${nodes.length - 1}`, shape })
  }
  parameter(whole)
  for (let i = 0; i < 3; i++) parameter(whole.map((n) => (draw(0, 2) === 0 ? n : 1)).slice(draw(0, 3)))
  const any = (): Made => made[Math.max(0, made.length - 1 - draw(0, draw(0, 3) === 0 ? made.length : 3))]!
  for (let i = draw(4, 16); i > 0; i--) {
    const [a, b] = [any(), any()]
    const planes = PLANES[draw(0, PLANES.length)]!
    const kind = draw(0, 8)
    if (kind === 0 && String(a.shape) === String(whole)) add(planes[0], whole, planes[1], { input: a.id })
    else if (kind < 4) add(ONE[draw(0, ONE.length)]!, a.shape, {}, { input: a.id })
    else if (kind < 7) add(TWO[draw(0, TWO.length)]!, common(a.shape, b.shape), {}, { a: a.id, b: b.id })
    else add("ScaleShift", common(common(a.shape, b.shape), whole), {}, { x: a.id, gamma: b.id, beta: made[0]!.id })
  }
  const last = made.at(-1)!
  add("Add", common(last.shape, whole), {}, { a: last.id, b: any().id })
  const target = `${nodes.at(-1)!.id}:output`
  return {
    gradwire: 2,
    seed: draw(0, 1000),
    target,
    upstream: { [target]: { distribution: "normal", seed: 7 } },
    nodes,
  }
}

test("random graphs", { timeout: patience(30_000) }, () => {
  const random = randomStream(seed, "chains", "graphs")
  const count = cases(60)
  let fused = 0
  for (let number = 0; number < count; number++) {
    const document = graph((low, high) => low + random.below(Math.max(1, high - low)))
    for (const mode of ["train", "eval"] as const) {
      const { apart, together, steps } = twins(document, mode)
      const [target = 0] = apart.values()
      const what = `${number} ${mode} ${JSON.stringify(document)}`
      expect(target, what).toBeLessThanOrEqual(MOST)
      expect(together, what).toBeLessThanOrEqual(MOST)
      fused += steps.filter((step) => step.includes("→")).length
    }
  }
  expect(fused).toBeGreaterThan(count)
  counted(count, "random graphs of pointwise ops by both engines")
})
