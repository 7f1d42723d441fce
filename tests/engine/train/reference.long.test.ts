// Fifty steps of every optimizer, schedule, clipping and multiplier against PyTorch: losses, rates, and params on the way.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { optimizers } from "../../../src/engine/optimizers/registry.ts"
import { withLearned } from "../../../src/engine/train/answers/learned.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { startRun, trainSteps } from "../../../src/engine/train/train.ts"
import type { GradwireDocument, TrainingDocument } from "../../../src/graph/document.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"

interface Case {
  readonly training: TrainingDocument
  readonly losses: readonly number[]
  readonly rates: readonly number[]
  readonly params: Readonly<Record<string, Readonly<Record<string, { readonly data: readonly number[] }>>>>
}

const folder = new URL("../../reference/optimizers/", import.meta.url)
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), "utf8"))
const model: GradwireDocument = read("model.json")
const files = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== "model.json")
const cases = files.flatMap((file) =>
  (read(file).cases as Case[]).map((held) => [`${file} ${JSON.stringify(held.training)}`, held] as const),
)

const worst = (got: ArrayLike<number>, want: readonly number[]): number =>
  Math.max(...want.map((x, i) => Math.abs(x - got[i]!) / Math.max(1, Math.abs(x))))

test.for(cases)("%s", ([, { training, losses, rates, params }]) => {
  const { plan, problems } = planTraining({ ...model, training: { ...training, epochs: 50 } }, { dtype: "float64" })
  expect(problems).toEqual([])
  const run = startRun(plan!)
  const first = plan!.summary.params[0]!
  for (const event of trainSteps(run)) {
    if (event.kind !== "step") continue
    for (const [name, { data }] of Object.entries(params[event.step] ?? {})) {
      const tensor = run.learner.param(name) ?? tensorIn(run.learner.kept(), name)
      expect(worst(tensor.data, data), `${name} after step ${event.step}`).toBeLessThan(1e-10)
    }
  }
  const points = run.recorder.take()
  expect(points.steps).toHaveLength(50)
  expect(
    worst(
      points.steps.map(({ loss }) => loss),
      losses,
    ),
  ).toBeLessThan(1e-10)
  // PyTorch's first param group stands for the first param; groups differ by their multiplier alone without a schedule.
  if (training.schedule === undefined) {
    const got = points.steps.map(({ rate }) => rate * first.multiplier)
    expect(worst(got, rates)).toBeLessThan(1e-12)
  }
})

function tensorIn(kept: ReadonlyMap<string, { readonly params: ReadonlyMap<string, Tensor> }>, name: string): Tensor {
  const [node = "", param = ""] = name.split(".")
  return kept.get(node)!.params.get(param)!
}

test("every optimizer has a trajectory", () => {
  const kinds = new Set(cases.map(([, { training }]) => training.optimizer?.kind))
  expect([...optimizers.keys()].filter((kind) => !kinds.has(kind))).toEqual([])
})

test("float32 follows for a while", () => {
  const [, { training, losses }] = cases.find(([name]) => name.startsWith("sgd"))!
  const { plan } = planTraining({ ...model, training: { ...training, epochs: 50 } }, { dtype: "float32" })
  const run = startRun(plan!)
  for (const _ of trainSteps(run));
  const got = run.recorder.take().steps.map(({ loss }) => loss)
  expect(worst(got, losses)).toBeLessThan(1e-5)
  expect(worst(got, losses)).toBeGreaterThan(0)
})

test("learned numbers go into the document and out again, bit by bit", () => {
  const training = { optimizer: { kind: "Adam", lr: 0.01 }, epochs: 3 }
  const run = startRun(planTraining({ ...model, training }, { dtype: "float64" }).plan!)
  for (const _ of trainSteps(run));
  const params = new Map(["conv.weight", "fc.bias"].map((name) => [name, run.learner.param(name)!] as const))
  const kept = withLearned(model, params, new Map())
  const node = (id: string) => kept.nodes.find((entry) => entry.id === id) as { values: Record<string, unknown> }
  expect(node("fc").values.bias).toEqual(Array.from(params.get("fc.bias")!.data))
  expect(node("conv").values.weight).toMatchObject({ shape: [4, 2, 3, 3], f64: expect.any(String) })
  const again = startRun(planTraining({ ...kept, training }, { dtype: "float64" }).plan!)
  expect(Array.from(again.learner.param("conv.weight")!.data)).toEqual(Array.from(params.get("conv.weight")!.data))
  expect(withLearned(model, new Map(), new Map())).toBe(model)
})
