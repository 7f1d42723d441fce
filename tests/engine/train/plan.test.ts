// What can be wrong with a training: one sentence each, with node, numbers and the next step.

import { expect, test } from "vitest"
import { planTraining } from "../../../src/engine/train/plan.ts"
import type { GradwireDocument, NodeDocument, TrainingDocument } from "../../../src/graph/document.ts"
import { clouds, onePoint } from "./documents.ts"

const told = (document: GradwireDocument): readonly string[] =>
  planTraining(document, { dtype: "float64" }).problems.map(({ code, sentence }) => `${code} ${sentence}`)

const withNode = (document: GradwireDocument, id: string, change: Partial<NodeDocument>): GradwireDocument => ({
  ...document,
  nodes: document.nodes.map((entry) =>
    entry.id === id ? { ...entry, ...change } : entry,
  ) as GradwireDocument["nodes"],
})
const withData = (document: GradwireDocument, change: object): GradwireDocument => ({
  ...document,
  data: { ...document.data!, ...change },
})

test("a sound document has a plan", () => {
  const { plan, problems } = planTraining(clouds({ batch_size: 5, epochs: 3 }, 0.25), { dtype: "float64" })
  expect(problems).toEqual([])
  expect(plan?.summary).toMatchObject({
    target: "loss:output",
    optimizer: "SGD",
    schedule: "constant",
    clip: null,
    examples: { training: 9, validation: 3 },
    batchSize: 5,
    stepsPerEpoch: 2,
    epochs: 3,
    steps: 6,
    frozen: [],
    learned: 6,
    classified: { node: "loss", scores: "fc:output", classes: 2 },
    plane: { input: "X", outputs: ["fc:output"] },
  })
  expect(plan?.summary.params.map(({ name, multiplier }) => [name, multiplier])).toEqual([
    ["fc.weight", 1],
    ["fc.bias", 1],
  ])
})

test("without data the document's own Inputs are the one batch", () => {
  const { plan } = planTraining(onePoint({ epochs: 4 }), { dtype: "float64" })
  expect(plan?.summary).toMatchObject({ examples: null, batchSize: null, stepsPerEpoch: 1, steps: 4, classified: null })
})

const cases: readonly (readonly [string, GradwireDocument, string])[] = [
  [
    "an unknown optimizer",
    clouds({ optimizer: { kind: "Adamm" } }),
    'GW-R103 There is no optimizer called "Adamm"; there are Adam, AdamW, Muon, SGD, SignSGD. Did you mean "Adam"?',
  ],
  [
    "an unknown schedule",
    clouds({ schedule: { kind: "linear" } }),
    'GW-R103 There is no schedule called "linear"; there are constant, StepLR, CosineAnnealingLR.',
  ],
  [
    "an attribute that the optimizer does not have",
    clouds({ optimizer: { kind: "SGD", momentun: 0.9 } }),
    'GW-R104 The optimizer SGD: unknown attribute "momentun"; it has lr, momentum, dampening, nesterov, weight_decay.',
  ],
  [
    "a rate below zero",
    clouds({ optimizer: { kind: "SGD", lr: -1 } }),
    'GW-R104 The optimizer SGD: "lr": expected a number of at least 0, found -1.',
  ],
  [
    "a multiplier that names nothing",
    clouds({ multipliers: { "fc.weigth": 2 } }),
    'GW-R105 The multiplier "fc.weigth" names nothing that is learned; write a node with params, or node.param. Did you mean "fc.weight"?',
  ],
  [
    "everything frozen",
    clouds({ multipliers: { fc: 0 } }),
    'GW-R101 There is nothing to learn: all that leads to "loss:output" is frozen by a multiplier 0; set one of them above 0.',
  ],
  [
    "a batch larger than the data",
    clouds({ batch_size: 10 }, 0.25),
    "GW-R106 A batch takes 10 examples, but there are 9 to train on (3 more are for validation); make the batch smaller or the data more.",
  ],
  [
    "a split that leaves none",
    clouds({}, 0.01),
    "GW-D105 Holding back 0.01 of 12 examples leaves none to validate on; give more examples or another share.",
  ],
  [
    "a feed for no node",
    withData(clouds(), { feeds: { Z: "points" } }),
    'GW-R107 The data feed "Z", but there is no such node; Inputs are X, T.',
  ],
  [
    "a feed for a layer",
    withData(clouds(), { feeds: { fc: "points" } }),
    'GW-R107 The data feed "fc", which is a Linear; only an Input can be fed, and Inputs are X, T.',
  ],
  [
    "a feed from no field",
    withData(clouds(), { feeds: { X: "pints" } }),
    'GW-R107 The Input "X" is fed "pints", but the data have no such field; they have points, labels. Did you mean "points"?',
  ],
  [
    "no feed at all",
    withData(clouds(), { feeds: {} }),
    "GW-R107 There are data (points, labels), but they feed no Input; choose a field for X and T.",
  ],
  [
    "data of another shape",
    withNode(clouds(), "X", { attrs: { shape: [1, 3] } }),
    'GW-R108 An example of "points" is 2, but the Input "X" is 1×3, a batch of 3; make it N×2.',
  ],
  [
    "an Input without a batch axis",
    withNode(clouds(), "T", { attrs: { shape: [] } }),
    'GW-R108 The Input "T" is a scalar and has no axis for a batch; make its shape [1] for "labels".',
  ],
  [
    "a class out of range",
    withData(clouds(), { values: { ...clouds().data!.values, labels: [0, 1, 0, 1, 0, 1, 2, 1, 0, 1, 0, 1] } }),
    'GW-R109 Example 6 of the training data has the class 2 in "labels", but the graph has 2 classes, 0 to 1; give the last layer more outputs or mend the data.',
  ],
  [
    "a target that is no number",
    { ...clouds(), target: "fc" },
    'GW-R102 The target "fc:output" is 12×2, but training makes one number smaller; add a loss with reduction "mean" or a Sum and make it the target, or give it an upstream gradient dY: then Σ dY·y is made smaller.',
  ],
  [
    "a graph that takes only some batch sizes",
    withNode(
      {
        ...clouds({ batch_size: 5 }),
        nodes: [...clouds().nodes, { id: "flat", op: "Reshape", attrs: { shape: [1, 2] }, inputs: { input: "X" } }],
      },
      "fc",
      { inputs: { input: "flat" } },
    ),
    "GW-R110 With a batch of 5 examples: ",
  ],
]

test.for(cases)("%s", ([, document, sentence]) => {
  const { plan, problems } = planTraining(document, { dtype: "float64" })
  expect(plan).toBeNull()
  expect(problems.length).toBeGreaterThan(0)
  if (sentence.endsWith(": ")) expect(told(document)[0]).toContain(sentence)
  else expect(told(document)).toEqual([sentence])
})

const OF_17 = { kind: "random", count: 17, shape: [3], target_shape: [2] }
/** Points through a batch norm, which needs two values of each channel in training mode. */
const normed = (training: TrainingDocument): GradwireDocument => ({
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [4, 3] } },
    { id: "t", op: "Input", attrs: { shape: [4, 2] } },
    { id: "bn", op: "BatchNorm1d", inputs: { input: "x" } },
    { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "bn" } },
    { id: "loss", op: "MSELoss", inputs: { input: "fc", target: "t" } },
  ],
  data: { source: OF_17, feeds: { x: "x", t: "y" } },
  training: { epochs: 2, ...training },
})

test("a last batch of one example with batch norm is named as the last batch", () => {
  expect(told(normed({ batch_size: 4 }))).toEqual([
    "GW-R110 The last batch of each epoch, number 5, has only 1 example (4·4 + 1 = 17): The input 1×3 has one value a channel, whose variance is 0; in training mode batch norm needs at least two: enlarge the batch. Set drop_last to leave that batch out, or choose another batch_size.",
  ])
  // Drawn with one example, the document has that problem itself; of its full batches none has.
  const [X, ...others] = normed({ batch_size: 8 }).nodes as readonly NodeDocument[]
  const drawn = { ...normed({ batch_size: 8 }), nodes: [{ ...X!, attrs: { shape: [1, 3] } }, ...others] }
  expect(told(drawn)[0]).toContain("The last batch of each epoch, number 3, has only 1 example (2·8 + 1 = 17)")
  const { problems } = planTraining(normed({ batch_size: 4 }), { dtype: "float64" })
  expect(problems[0]?.path).toBe("/training/drop_last")
})

test.for([
  [4, 4, 1],
  [8, 2, 1],
  [16, 1, 1],
  [5, 3, 2],
  [17, 1, 0],
] as const)("drop_last in batches of %i: %i steps an epoch, %i examples left out", ([batch_size, steps, dropped]) => {
  const { plan, problems } = planTraining(normed({ batch_size, drop_last: true }), { dtype: "float64" })
  expect(problems).toEqual([])
  expect(plan?.summary).toMatchObject({ stepsPerEpoch: steps, steps: 2 * steps, dropped, batchSize: batch_size })
})

test("drop_last that leaves no batch is refused in words", () => {
  expect(told(normed({ batch_size: 18, drop_last: true }))[0]).toContain(
    "A batch takes 18 examples, but there are 17 to train on; make the batch smaller or the data more. With drop_last set no batch at all would be left.",
  )
})

test("a step that would hold more memory than it may is refused", () => {
  const { plan, problems } = planTraining(clouds(), { dtype: "float64", memoryLimit: 1000 })
  expect(plan).toBeNull()
  expect(problems.map(({ code }) => code)).toEqual(["GW-E210"])
})
