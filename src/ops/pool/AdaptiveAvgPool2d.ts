import { adaptiveWindows, outputSize } from "../families/spatial/adaptivePool.ts"
import { averagePooling } from "../families/spatial/pooling.ts"
import { layerAndFunction } from "../torch.ts"

const attrs = { output_size: outputSize }

export const AdaptiveAvgPool2d = averagePooling({
  kind: "AdaptiveAvgPool2d",
  title: "AdaptiveAvgPool2d",
  short: "AvgP",
  summary: "Means over as many windows as the output shall have cells; 1 means over the whole image.",
  keywords: ["GlobalAveragePooling2D", "GlobalAveragePool", "GAP", "global average pool"],
  use: 25,
  axes: 2,
  windows: adaptiveWindows,
  output: "N×C and the output size.",

  attrs,
  settings: ({ output_size }) => ({ output: output_size }),
  divisor: () => ({ padding: true, override: null }),
  formulas: { outputSize: "oh", flops: "n*c*h*w" },

  // R_i: the rows from ⌊i·H/H'⌋ to ⌈(i + 1)·H/H'⌉ − 1; C_j: the columns likewise.
  tex: {
    forward: "@output_{i,j} = \\frac{1}{|R_i||C_j|} \\sum_{h \\in R_i} \\sum_{l \\in C_j} @input_{h,l}",
    backward: {
      input:
        "\\grad{@input_{h,l}} = \\sum_{i\\,:\\;h \\in R_i} \\sum_{j\\,:\\;l \\in C_j} \\frac{1}{|R_i||C_j|}\\, \\grad{@output_{i,j}}",
    },
  },
  torch: layerAndFunction("nn.AdaptiveAvgPool2d", "F.adaptive_avg_pool2d", "output_size"),
  examples: [
    { attrs: { output_size: 1 }, shapes: { input: [2, 2, 3, 4] } },
    { attrs: { output_size: [2, 3] }, shapes: { input: [1, 2, 4, 6] } },
    { attrs: { output_size: 3 }, shapes: { input: [2, 5, 7] } },
    { attrs: { output_size: [null, 2] }, shapes: { input: [1, 1, 2, 3] } },
    { attrs: { output_size: [3, 2] }, shapes: { input: [1, 1, 2, 2] } },
  ],
})
