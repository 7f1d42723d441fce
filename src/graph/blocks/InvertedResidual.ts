import { int, optional } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"
import { convStep } from "./convSteps.ts"

/** MobileNetV2's block: wide inside, narrow at its ends, no activation at the narrow end. */
export const InvertedResidual = defineBlock({
  kind: "InvertedResidual",
  title: "Inverted residual",
  summary: "Expands the channels, filters each by itself, and narrows them again (MobileNetV2).",
  keywords: ["MobileNet", "MobileNetV2", "MBConv", "depthwise", "linear bottleneck"],
  options: {
    out_channels: int({ doc: "Channels of the output.", fallback: 16, min: 1 }),
    in_channels: optional(
      int({ doc: "Channels of the input; none takes them from the wire, else out_channels.", min: 1 }),
    ),
    expand_ratio: int({ doc: "How many times more channels there are inside.", fallback: 6, min: 1, max: 64 }),
    stride: int({ doc: "Stride of the depthwise convolution.", fallback: 1, min: 1 }),
  },
  draw: (sketch, { out_channels, in_channels, expand_ratio, stride }) => {
    const channels = in_channels ?? sketch.channels(out_channels)
    const hidden = channels * expand_ratio
    const adds = stride === 1 && channels === out_channels
    const input = adds ? sketch.fork() : null
    const wide =
      expand_ratio === 1
        ? input
        : convStep(sketch, input, { number: "1", out_channels: hidden, kernel_size: 1, activation: "ReLU6" })
    const depthwise = {
      number: "2",
      out_channels: hidden,
      kernel_size: 3,
      stride,
      groups: hidden,
      activation: "ReLU6",
    } as const
    const each = convStep(sketch, wide, depthwise)
    const narrow = convStep(sketch, each, { number: "3", out_channels, kernel_size: 1, activation: null })
    if (input !== null) return { input: [input, "input"], output: sketch.add("add", "Add", { a: narrow, b: input }) }
    return { input: [expand_ratio === 1 ? "conv2" : "conv1", "input"], output: narrow }
  },
})
