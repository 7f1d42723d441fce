import { int } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"
import { convStep, shortcut, shortcutFrom } from "./convSteps.ts"

export const BasicBlock = defineBlock({
  kind: "BasicBlock",
  title: "Residual block",
  summary: "Two 3×3 convolutions with batch norm, and the input added at the end (ResNet-18 and 34).",
  keywords: ["ResNet", "residual", "basic block", "skip connection"],
  options: {
    channels: int({ doc: "Channels of the output.", fallback: 64, min: 1 }),
    stride: int({ doc: "Stride of the first convolution.", fallback: 1, min: 1 }),
    shortcut,
  },
  draw: (sketch, { channels, stride, shortcut }) => {
    const input = sketch.fork()
    const first = convStep(sketch, input, {
      number: "1",
      out_channels: channels,
      kernel_size: 3,
      stride,
      activation: "ReLU",
    })
    const second = convStep(sketch, first, { number: "2", out_channels: channels, kernel_size: 3, activation: null })
    const around = shortcutFrom(sketch, input, { out_channels: channels, stride, shortcut })
    const sum = sketch.add("add", "Add", { a: second, b: around })
    return { input: [input, "input"], output: sketch.apply("relu2", "ReLU", sum) }
  },
})
