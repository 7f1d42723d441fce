import { batchNorm } from "../families/batchNorm.ts"

export const BatchNorm1d = batchNorm({
  kind: "BatchNorm1d",
  title: "BatchNorm1d",
  summary: "Makes each feature of a batch mean 0 and variance 1, then scales and shifts it.",
  keywords: ["BN", "batch normalization", "batchnorm", "BatchNormalization"],
  use: 21,
  usual: { input: ["Linear", "Conv1d"] },
  ranks: [2, 3],
  layout: "N×C or N×C×L",
  examples: [
    { shapes: { input: [4, 3] } },
    { shapes: { input: [2, 3, 4] } },
    { shapes: { input: [5, 2] }, attrs: { affine: false, eps: 0.1 } },
    { shapes: { input: [4, 2] }, attrs: { track_running_stats: false, momentum: 0.5 } },
  ],
})
