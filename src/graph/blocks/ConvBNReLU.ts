import { int } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"
import { convStep } from "./convSteps.ts"

export const ConvBNReLU = defineBlock({
  kind: "ConvBNReLU",
  title: "Conv–BN–ReLU",
  summary: "Convolution without bias, batch norm, ReLU.",
  keywords: ["Conv2dNormActivation", "convolution", "batch norm"],
  options: {
    out_channels: int({ doc: "Number of filters.", fallback: 16, min: 1 }),
    kernel_size: int({ doc: "Height and width of a filter.", fallback: 3, min: 1, max: 1024 }),
    stride: int({ doc: "Cells from one place of the filter to the next.", fallback: 1, min: 1 }),
  },
  draw: (sketch, options) => ({
    output: convStep(sketch, null, { ...options, number: "", activation: "ReLU" }),
    input: ["conv", "input"],
  }),
})
