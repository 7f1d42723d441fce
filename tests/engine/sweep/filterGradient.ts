import type { GradwireDocument, SweepDocument } from "../../../src/graph/document.ts"

/** L = Σ conv(x, w)·dy with x and dy drawn anew for each seed: homework G2. */
export function filterGradient(plan: SweepDocument): GradwireDocument {
  return {
    gradwire: 1,
    seed: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [1, 1, 8, 8] } },
      { id: "d", op: "Input", attrs: { shape: [1, 1, 8, 8] } },
      { id: "rows", op: "Slice", attrs: { dim: 2, end: -2 }, inputs: { input: "d" } },
      { id: "dy", op: "Slice", attrs: { dim: 3, end: -2 }, inputs: { input: "rows" } },
      { id: "conv", op: "Conv2d", attrs: { out_channels: 1, kernel_size: 3, bias: false }, inputs: { input: "x" } },
      { id: "m", op: "Mul", inputs: { a: "conv", b: "dy" } },
      { id: "L", op: "Sum", inputs: { input: "m" } },
    ],
    sweep: plan,
  }
}

/** What is set so that the image is square. */
export const square = ["x.shape[2]", "x.shape[3]", "d.shape[2]", "d.shape[3]"]
