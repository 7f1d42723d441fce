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

/** A convolution, batch norm and one number an example: activations are nearly all that its training holds. */
export function convolved(
  batch: number,
  conv: { readonly out_channels: number; readonly kernel_size: number; readonly padding: number },
  {
    count,
    lr,
    epochs,
    ...split
  }: { readonly count: number; readonly validation?: number; readonly lr: number; readonly epochs: number },
): GradwireDocument {
  return {
    gradwire: 1,
    seed: 2,
    target: "loss",
    data: {
      source: { kind: "random", count, shape: [3, 32, 32], target_shape: [1] },
      feeds: { X: "x", T: "y" },
      ...split,
    },
    training: { batch_size: batch, epochs, optimizer: { kind: "SGD", lr } },
    nodes: [
      { id: "X", op: "Input", attrs: { shape: [batch, 3, 32, 32] } },
      { id: "T", op: "Input", attrs: { shape: [batch, 1] } },
      { id: "c", op: "Conv2d", attrs: conv, inputs: { input: "X" } },
      { id: "b", op: "BatchNorm2d", inputs: { input: "c" } },
      { id: "r", op: "ReLU", inputs: { input: "b" } },
      { id: "p", op: "AdaptiveAvgPool2d", attrs: { output_size: 1 }, inputs: { input: "r" } },
      { id: "f", op: "Flatten", inputs: { input: "p" } },
      { id: "l", op: "Linear", attrs: { out_features: 1 }, inputs: { input: "f" } },
      { id: "loss", op: "MSELoss", inputs: { input: "l", target: "T" } },
    ],
  }
}
