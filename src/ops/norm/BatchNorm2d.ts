import { batchNorm } from "../families/batchNorm.ts"

export const BatchNorm2d = batchNorm({
  kind: "BatchNorm2d",
  title: "BatchNorm2d",
  summary: "Makes each channel of a batch of images mean 0 and variance 1, then scales and shifts it.",
  keywords: ["BN", "batch normalization", "batchnorm", "BatchNormalization", "SpatialBN"],
  use: 60,
  usual: { input: ["Conv2d", "ConvTranspose2d"] },
  ranks: [4],
  layout: "N×C×H×W",
  examples: [
    { shapes: { input: [3, 2, 2, 3] } },
    { shapes: { input: [2, 3, 2, 2] }, attrs: { affine: false } },
    { shapes: { input: [2, 2, 3, 1] }, attrs: { eps: 0.1, momentum: 0.3 } },
    { shapes: { input: [2, 2, 2, 2] }, attrs: { track_running_stats: false } },
  ],
})
