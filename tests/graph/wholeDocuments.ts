// Documents that together use every field of the format and every attribute of every op: what damage is done to.

import type { GradwireDocument } from "../../src/graph/document.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"
import type { AnyOp } from "../../src/ops/op.ts"

/** A document as plain JSON, as its file holds it. */
export type Plain = { readonly [field: string]: Json }

const classifier: Plain = {
  gradwire: 1,
  title: "A classifier",
  description: "Trained on points.",
  seed: 7,
  target: "loss",
  upstream: { "h:output": { shape: [2, 3], f32: "AACAPwAAAEAAAEBAAACAQAAAoEAAAMBA" }, "loss:output": 2 },
  nodes: [
    { id: "X", op: "Input", attrs: { shape: [2, 2], distribution: "normal", mean: 0, std: 1 }, at: [0, 0] },
    { id: "T", op: "Input", attrs: { shape: [2] }, values: { value: [0, 1] }, at: [0, 90] },
    { id: "W", op: "Parameter", attrs: { shape: [3, 2], init: "normal", std: 0.5 }, label: "W_1", group: "inner" },
    { id: "h", op: "Linear", attrs: { out_features: 3 }, inputs: { input: "X", weight: "W:value" }, group: "inner" },
    {
      id: "bn",
      op: "BatchNorm1d",
      inputs: { input: "h" },
      values: { running_mean: [0, 1, 2], weight: [1, 1, 1], bias: { shape: [3], i8: "AYEA", scale: 0.5, offset: 1 } },
    },
    { id: "drop", op: "Dropout", attrs: { p: 0.25 }, inputs: { input: "bn" }, at: [300, 0] },
    { id: "cat", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: ["drop", "drop:mask", "parts:outputs[0]"] } },
    { id: "parts", op: "Split", attrs: { split_size: 2, dim: 1 }, inputs: { input: "bn" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "cat", target: "T" }, label: "L" },
  ],
  groups: [
    { id: "outer", label: "Outer", parent: null, collapsed: false, room: { left: 1, up: 2, right: 3, down: 4 } },
    { id: "inner", label: "\\phi", parent: "outer", collapsed: true },
  ],
  view: { shapes: "HWC", camera: { x: 10, y: -20, zoom: 0.75 }, readOnly: false, hide: ["palette"], newSeed: false },
  data: { source: { kind: "gaussians", count: 8 }, feeds: { X: "points", T: "labels" }, validation: 0.25 },
  training: {
    optimizer: { kind: "Adam", lr: 0.01, betas: [0.9, 0.99] },
    schedule: { kind: "StepLR", step_size: 2, gamma: 0.5 },
    clip: { kind: "norm", max_norm: 1 },
    multipliers: { W: 0.5, "bn.weight": 0 },
    batch_size: 4,
    shuffle: true,
    epochs: 1,
    redraw: false,
  },
  sweep: {
    set: ["drop.p"],
    values: { from: 0, to: 0.5, count: 2, scale: "linear" },
    repeats: 2,
    run: "backward",
    readouts: [{ take: "loss" }, { take: "cell", of: "gradient h.bias", index: [1] }],
    mode: "train",
  },
  story: {
    version: 1,
    frames: [
      { id: "f1", camera: ["X", "inner"], mode: "train", step: "forward h", text: "$h = XW^T$" },
      {
        id: "f2",
        step: "backward bn:output>drop:input",
        overlay: "params",
        lit: ["drop"],
        select: ["h"],
        text: "Back.",
      },
    ],
  },
  lesson: "# Words",
}

const regression: Plain = {
  gradwire: 2,
  target: "L:output",
  upstream: { "z:output": { distribution: "normal", mean: 0, std: 2, seed: 3 } },
  nodes: [
    { id: "x", op: "Input", attrs: { shape: [1, 2] }, at: [0, 0] },
    { id: "y", op: "Input", attrs: { shape: [1, 1] } },
    {
      id: "f",
      op: "Linear",
      attrs: { out_features: 1, bias: false },
      inputs: { input: "x" },
      values: { weight: [[0, 1]] },
    },
    { id: "c", op: "Constant", attrs: { shape: [] }, values: { value: 0.5 } },
    { id: "z", op: "Mul", inputs: { a: "f", b: "c" } },
    { id: "L", op: "MSELoss", attrs: { reduction: "mean" }, inputs: { input: "z", target: "y" } },
    {
      id: "of-the-future",
      op: "Hologram",
      attrs: { depth: 3, nested: { list: [1, { a: null }] } },
      inputs: { in: "z" },
    },
  ],
  data: {
    source: { kind: "values" },
    feeds: { x: "points", y: "answers" },
    validation: 0,
    values: {
      points: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      answers: { shape: [3, 1], f64: "AAAAAAAA8D8AAAAAAAAAQAAAAAAAAAhA" },
    },
  },
  training: {
    optimizer: { kind: "SGD", lr: 0.1, momentum: 0.9 },
    schedule: { kind: "CosineAnnealingLR", T_max: null },
  },
  sweep: {
    set: ["training.optimizer.lr", "c.shape"],
    values: [0.1, 0.01],
    run: "train",
    readouts: [
      { take: "loss", validation: false },
      { take: "rms", of: "value z:output" },
    ],
  },
}

/** The fields of a document, with data from a kind and from values, a sweep of each sort, and an op of the future. */
export const wholeDocuments: readonly Plain[] = [classifier, regression]

/** The first example of an op behind Inputs, with every attribute written out. */
export function documentOf(op: AnyOp): Plain {
  const [example] = op.examples
  const shapes = Object.entries(example?.shapes ?? {}).flatMap(
    ([port, held]): [string, string, readonly number[]][] => {
      if (held === undefined) return []
      // A list port holds shapes, any other one shape.
      return op.inputs[port]?.list === true
        ? (held as readonly (readonly number[])[]).map((shape, index) => [port, `${port}${index}`, shape])
        : [[port, port, held as readonly number[]]]
    },
  )
  const inputs: Record<string, string | string[]> = {}
  for (const [port, id] of shapes) {
    const list = op.inputs[port]?.list === true
    inputs[port] = list ? [...(inputs[port] ?? []), id] : id
  }
  const fallbacks = Object.entries(op.attrs).map(([name, { fallback, initial }]) => [
    name,
    fallback === undefined ? (initial ?? 1) : fallback,
  ])
  const attrs = { ...Object.fromEntries(fallbacks), ...example?.attrs } as Plain
  const sources = shapes.map(([, id, shape]) => ({ id, op: "Input", attrs: { shape } }))
  return { gradwire: 1, nodes: [...sources, { id: "op", op: op.kind, attrs, inputs }] } as unknown as Plain
}

/** The same as the reader's type, for pure questions about it. */
export function asDocument(plain: Plain): GradwireDocument {
  return plain as unknown as GradwireDocument
}
