// Sources that follow the batch: noise of a VAE, the first state of a recurrent network. Decided by the axes of what they join.

import { describe, expect, test } from "vitest"
import { evaluatePart } from "../../../src/engine/train/evaluate.ts"
import { planTraining } from "../../../src/engine/train/plan.ts"
import { type Run, startRun, train, trainSteps } from "../../../src/engine/train/train.ts"
import type { GradwireDocument, NodeDocument, TrainingDocument } from "../../../src/graph/document.ts"
import { writeValue } from "../../../src/graph/values/values.ts"
import type { Json } from "../../../src/ops/attributes/attrs.ts"
import type { Tensor } from "../../../src/tensor/tensor.ts"
import { ended, options, planned } from "./training.ts"

type Change = { readonly [id: string]: Partial<NodeDocument> }
const changed = (document: GradwireDocument, change: Change): GradwireDocument => ({
  ...document,
  nodes: (document.nodes as readonly NodeDocument[]).map((node) => ({ ...node, ...change[node.id] })),
})

/** A variational autoencoder: the noise joins the deviation, which has a row for each example. */
function vae(training: TrainingDocument, count = 64, more: object = {}): GradwireDocument {
  const linear = (id: string, input: string, out_features: number): NodeDocument => ({
    id,
    op: "Linear",
    attrs: { out_features },
    inputs: { input },
  })
  return {
    gradwire: 1,
    seed: 7,
    target: "loss",
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [4, 10], distribution: "uniform" } },
      { id: "eps", op: "Input", attrs: { shape: [4, 2] } },
      linear("mu", "x", 2),
      linear("logvar", "x", 2),
      { id: "std", op: "Exp", inputs: { input: "logvar" } },
      { id: "noise", op: "Mul", inputs: { a: "eps", b: "std" } },
      { id: "z", op: "Add", inputs: { a: "mu", b: "noise" } },
      linear("out", "z", 10),
      { id: "loss", op: "BCEWithLogitsLoss", attrs: { reduction: "sum" }, inputs: { input: "out", target: "x" } },
    ],
    data: { source: { kind: "random", count, shape: [10], distribution: "uniform" }, feeds: { x: "x" }, ...more },
    training: { optimizer: { kind: "Adam", lr: 0.01 }, epochs: 2, ...training },
  }
}

/** Two steps of a recurrent network; labels, second inputs and the first state are not fed. */
function rnn(h0: Partial<NodeDocument> = {}): GradwireDocument {
  const step = (t: number, before: string): readonly NodeDocument[] => [
    { id: `x${t}`, op: "Input", attrs: { shape: [2, 3] } },
    { id: `a${t}`, op: "Linear", attrs: { out_features: 4 }, inputs: { input: `x${t}`, weight: "Wx" } },
    { id: `u${t}`, op: "Linear", attrs: { out_features: 4, bias: false }, inputs: { input: before, weight: "Wh" } },
    { id: `s${t}`, op: "Add", inputs: { a: `a${t}`, b: `u${t}` } },
    { id: `h${t}`, op: "Tanh", inputs: { input: `s${t}` } },
  ]
  return {
    gradwire: 1,
    seed: 7,
    target: "loss",
    nodes: [
      { id: "start", op: "Constant", attrs: { shape: [2, 4] }, ...h0 },
      { id: "Wx", op: "Parameter", attrs: { shape: [4, 3], init: "normal" } },
      { id: "Wh", op: "Parameter", attrs: { shape: [4, 4], init: "normal" } },
      ...step(0, "start"),
      ...step(1, "h0"),
      { id: "out", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "h1" } },
      { id: "y", op: "Input", attrs: { shape: [2] } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "out", target: "y" } },
    ],
    data: { source: { kind: "random", count: 19, shape: [3] }, feeds: { x0: "x" }, validation: 0.25 },
    training: { batch_size: 4, epochs: 2 },
  }
}

interface Step {
  readonly loss: number
  readonly held: ReadonlyMap<string, Tensor | undefined>
}

function stepsOf(run: Run, names: readonly string[]): readonly Step[] {
  const steps: Step[] = []
  for (const event of trainSteps(run)) {
    if (event.kind !== "step") continue
    const kept = run.learner.last()?.kept
    const held = new Map(names.map((name) => [name, kept?.get(name)?.buffers.get("value")] as const))
    steps.push({ loss: run.recorder.take().steps[0]?.loss ?? Number.NaN, held })
  }
  return steps
}

describe("noise of a VAE", () => {
  test("has the size of each batch, of the last one as well; fewer examples are the first ones of more", () => {
    const steps = stepsOf(startRun(planned(vae({ batch_size: 24 }))), ["eps"])
    const noise = steps.map(({ held }) => held.get("eps"))
    expect(noise.map((tensor) => tensor?.shape)).toEqual([
      [24, 2],
      [24, 2],
      [16, 2],
      [24, 2],
      [24, 2],
      [16, 2],
    ])
    expect(noise[1]?.data).toEqual(noise[0]?.data)
    expect(noise[2]?.data).toEqual(noise[0]?.data.slice(0, 32))
  })

  test("is drawn anew each step with redraw, the same for one seed", () => {
    const noise = (seed: number) =>
      stepsOf(startRun(planned(vae({ batch_size: 24, redraw: true }), { seed })), ["eps"]).map(({ held, loss }) => [
        held.get("eps")?.shape,
        String(held.get("eps")?.data),
        loss,
      ])
    expect(noise(1)).toEqual(noise(1))
    expect(new Set(noise(1).map(([, numbers]) => numbers)).size).toBe(6)
    expect(noise(1).map(([shape]) => shape)).toEqual([
      [24, 2],
      [24, 2],
      [16, 2],
      [24, 2],
      [24, 2],
      [16, 2],
    ])
    expect(noise(2)[0]).not.toEqual(noise(1)[0])
  })

  test("gives the losses of the same numbers fed", () => {
    const document = vae({ batch_size: 16, shuffle: false }, 16)
    const [first] = stepsOf(startRun(planned(document)), ["eps", "x"])
    const twin = changed(
      {
        ...document,
        data: {
          source: { kind: "values" },
          feeds: { x: "x", eps: "eps" },
          values: { x: writeValue(first!.held.get("x")!), eps: writeValue(first!.held.get("eps")!) },
        },
      },
      {},
    )
    const losses = (one: GradwireDocument) => stepsOf(startRun(planned(one)), []).map(({ loss }) => loss)
    expect(losses(document)).toEqual(losses(twin))
    expect(losses(document)[1]).toBeLessThan(losses(document)[0]!)
  })

  test("that is written keeps its size, and the refusal says so", () => {
    const written = changed(vae({ batch_size: 16 }), {
      eps: {
        values: {
          value: [
            [0, 1],
            [1, 0],
            [0, 0],
            [1, 1],
          ],
        },
      },
    })
    expect(planTraining(written, options).problems[0]?.sentence).toBe(
      'With a batch of 16 examples: Cannot broadcast a 4×2 with b 16×2: at axis −2 a has 4 and b has 16; they must be equal or one of them 1. "eps" keeps the 4 examples that are written there; clear its numbers to let it follow the batch.',
    )
    expect(planned(changed(vae({ batch_size: 4 }), { eps: written.nodes[1] as NodeDocument })).summary.steps).toBe(32)
  })

  test.for<readonly [Json, number, boolean]>([
    ["auto", 4, true],
    [true, 4, true],
    [false, 4, false],
    [false, 1, true],
    // One row is the same for all examples, unless it is told to be one for each.
    ["auto", 1, true],
  ])("with batch %j and %i rows: %j", ([batch, rows, runs]) => {
    const document = changed(vae({ batch_size: 16 }), { eps: { op: "Input", attrs: { shape: [rows, 2], batch } } })
    const { plan, problems } = planTraining(document, options)
    expect(plan !== null).toBe(runs)
    if (!runs) expect(problems[0]?.sentence).toContain('"eps" keeps 4 examples, since its attribute batch is false')
  })

  test("follows evaluation, by axes and not by equal sizes", () => {
    // Ten features as well as ten examples: sizes cannot tell them apart.
    const document = changed(vae({ batch_size: 10, epochs: 1 }, 40, { validation: 0.25 }), {
      x: { attrs: { shape: [10, 10] } },
      eps: { attrs: { shape: [10, 2] } },
    })
    const run = train(planned(document))
    const validation = ended(evaluatePart(run.learner, "validation", 0))
    const training = ended(evaluatePart(run.learner, "training", 0))
    expect([training.examples, validation.examples]).toEqual([30, 10])
    expect(Number.isFinite(training.loss) && Number.isFinite(validation.loss)).toBe(true)
    expect(run.problem).toBeNull()
  })
})

describe("a recurrent network", () => {
  test("starts each batch with as many states, labels and inputs that nobody feeds", () => {
    const steps = stepsOf(startRun(planned(rnn())), ["start", "x1", "y"])
    const shapes = steps.slice(0, 4).map(({ held }) => [...held.values()].map((tensor) => tensor?.shape))
    const of = (rows: number) => [[rows, 4], [rows, 3], [rows]]
    expect(shapes).toEqual([of(4), of(4), of(4), of(2)])
    // Labels are classes, whatever the size of the batch.
    expect(Array.from(steps[0]?.held.get("y")?.data ?? []).every((label) => label === 0 || label === 1)).toBe(true)
    expect(steps.every(({ loss }) => Number.isFinite(loss))).toBe(true)
  })

  test("with states drawn once keeps them", () => {
    const drawn = rnn({ attrs: { shape: [2, 4], init: "normal" } })
    const [first, second] = stepsOf(startRun(planned(drawn)), ["start"])
    expect(first?.held.get("start")?.shape).toEqual([4, 4])
    expect(second?.held.get("start")?.data).toEqual(first?.held.get("start")?.data)
  })

  test("with a written state is refused where sizes clash", () => {
    const value = [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]
    const { problems } = planTraining(rnn({ values: { value } }), options)
    expect(problems[0]).toMatchObject({ code: "GW-R110", node: "s0" })
    expect(problems[0]?.sentence).toContain('"start" keeps the 2 examples')
  })
})
