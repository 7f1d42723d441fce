import { adaptiveWindows, outputSize } from "../families/spatial/adaptivePool.ts"
import { maxPooling } from "../families/spatial/pooling.ts"
import { layerAndFunction } from "../torch.ts"

const attrs = { output_size: outputSize }

export const AdaptiveMaxPool2d = maxPooling({
  kind: "AdaptiveMaxPool2d",
  title: "AdaptiveMaxPool2d",
  short: "MaxP",
  summary: "Keeps the greatest number of each of as many windows as the output shall have cells.",
  keywords: ["GlobalMaxPooling2D", "GlobalMaxPool", "global max pool"],
  axes: 2,
  windows: adaptiveWindows,
  output: "N×C and the output size: the greatest number of each window.",

  attrs,
  settings: ({ output_size }) => ({ output: output_size }),
  formulas: { outputSize: "oh", flops: "n*c*h*w" },

  // R_i: the rows from ⌊i·H/H'⌋ to ⌈(i + 1)·H/H'⌉ − 1; C_j: the columns likewise.
  tex: {
    forward: "@output_{i,j} = \\max_{h \\in R_i,\\;l \\in C_j} @input_{h,l}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\sum_{i,j} \\grad{@output_{i,j}} \\cdot [(h,l) = \\operatorname{argmax} \\text{ of window } (i,j)]",
    },
  },
  torch: layerAndFunction("nn.AdaptiveMaxPool2d", "F.adaptive_max_pool2d", "output_size"),
  examples: [
    { attrs: { output_size: 1 }, shapes: { input: [2, 2, 3, 4] } },
    { attrs: { output_size: [2, 3] }, shapes: { input: [1, 2, 4, 6] } },
    { attrs: { output_size: 3 }, shapes: { input: [2, 5, 7] } },
    { attrs: { output_size: [null, 2] }, shapes: { input: [1, 1, 2, 3] } },
    { attrs: { output_size: [3, 2] }, shapes: { input: [1, 1, 2, 2] } },
  ],
})
