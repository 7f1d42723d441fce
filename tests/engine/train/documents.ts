// Small documents to train: two clouds of points and a layer; a constant to fit.

import type { GradwireDocument, TrainingDocument } from "../../../src/graph/document.ts"

/** Twelve points in a plane, two classes, a linear layer and cross-entropy. */
export function clouds(training: TrainingDocument = {}, validation = 0): GradwireDocument {
  const points = Array.from({ length: 12 }, (_, i) => [
    Math.sin(i) + (i % 2 ? 2 : -2),
    Math.cos(3 * i) + (i % 2 ? 1 : -1),
  ])
  return {
    gradwire: 1,
    seed: 5,
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [1, 2] } },
      { id: "T", op: "Input", attrs: { shape: [1] } },
      { id: "fc", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "X" } },
      { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "T" } },
    ],
    data: {
      source: { kind: "values" },
      feeds: { X: "points", T: "labels" },
      values: { points, labels: points.map((_, i) => i % 2) },
      ...(validation === 0 ? {} : { validation }),
    },
    training: { optimizer: { kind: "SGD", lr: 0.5 }, ...training },
  }
}

/** D1: one point [10, 1] → 11, no bias, from zero. */
export function onePoint(training: TrainingDocument): GradwireDocument {
  return {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 2] }, values: { value: [[10, 1]] } },
      { id: "y", op: "Input", attrs: { shape: [1, 1] }, values: { value: [[11]] } },
      {
        id: "w",
        op: "Linear",
        attrs: { out_features: 1, bias: false },
        inputs: { input: "x" },
        values: { weight: [[0, 0]] },
      },
      { id: "loss", op: "MSELoss", inputs: { input: "w", target: "y" } },
    ],
    training,
  }
}
