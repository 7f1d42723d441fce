import { bool, int, optional } from "../../ops/attributes/attrs.ts"
import { defineBlock } from "./block.ts"
import { convStep } from "./convSteps.ts"

export const DepthwiseSeparable = defineBlock({
  kind: "DepthwiseSeparable",
  title: "Depthwise separable",
  summary: "A filter for each channel by itself, then a 1×1 convolution that mixes the channels.",
  keywords: ["SeparableConv2d", "MobileNet", "Xception", "pointwise", "separable convolution"],
  options: {
    out_channels: int({ doc: "Channels of the output.", fallback: 16, min: 1 }),
    in_channels: optional(
      int({ doc: "Channels of the input; none takes them from the wire, else out_channels.", min: 1 }),
    ),
    kernel_size: int({ doc: "Height and width of the depthwise filters.", fallback: 3, min: 1, max: 1024 }),
    stride: int({ doc: "Stride of the depthwise convolution.", fallback: 1, min: 1 }),
    batch_norm: bool({ doc: "Batch norm and ReLU after both convolutions, as in MobileNet.", fallback: true }),
  },
  draw: (sketch, { out_channels, in_channels, kernel_size, stride, batch_norm }) => {
    const channels = in_channels ?? sketch.channels(out_channels)
    const after = { normalise: batch_norm, activation: batch_norm ? "ReLU" : null } as const
    const each = convStep(sketch, null, {
      ...after,
      number: "1",
      out_channels: channels,
      kernel_size,
      stride,
      groups: channels,
    })
    const mixed = convStep(sketch, each, { ...after, number: "2", out_channels, kernel_size: 1 })
    return { input: ["conv1", "input"], output: mixed }
  },
})
