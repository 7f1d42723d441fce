import { int } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"
import { convStep, shortcut, shortcutFrom } from "./convSteps.ts"

/** With the stride in the 3×3 convolution, as torchvision has it. */
export const Bottleneck = defineBlock({
  kind: "Bottleneck",
  title: "Bottleneck block",
  summary: "1×1, 3×3 and 1×1 convolutions with batch norm, and the input added at the end (ResNet-50 and deeper).",
  keywords: ["ResNet", "residual", "ResNet-50", "skip connection"],
  options: {
    channels: int({ doc: "Channels in the middle.", fallback: 64, min: 1 }),
    expansion: int({ doc: "How many times more channels the output has.", fallback: 4, min: 1, max: 64 }),
    stride: int({ doc: "Stride of the 3×3 convolution.", fallback: 1, min: 1 }),
    shortcut,
  },
  draw: (sketch, { channels, expansion, stride, shortcut }) => {
    const input = sketch.fork()
    const out_channels = channels * expansion
    const first = convStep(sketch, input, { number: "1", out_channels: channels, kernel_size: 1, activation: "ReLU" })
    const second = convStep(sketch, first, {
      number: "2",
      out_channels: channels,
      kernel_size: 3,
      stride,
      activation: "ReLU",
    })
    const third = convStep(sketch, second, { number: "3", out_channels, kernel_size: 1, activation: null })
    const around = shortcutFrom(sketch, input, { out_channels, stride, shortcut })
    const sum = sketch.add("add", "Add", { a: third, b: around })
    return { input: [input, "input"], output: sketch.apply("relu3", "ReLU", sum) }
  },
})
