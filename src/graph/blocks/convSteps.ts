// Convolution, batch norm and activation in a row, and the shortcut around them: what the image blocks are made of.

import { choice } from "../../ops/attributes/attrs.ts"
import type { Sketch } from "./sketch.ts"

interface ConvStep {
  /** Behind `conv`, `bn` and the activation: `1`; may be empty. */
  readonly number: string
  readonly out_channels: number
  readonly kernel_size: number
  readonly stride?: number
  readonly groups?: number
  /** Kind of the activation, or null for none. */
  readonly activation: "ReLU" | "ReLU6" | null
  /** Default true; without it the convolution has a bias unless `bias` says otherwise. */
  readonly normalise?: boolean
}

/** Convolution without bias, padded to keep the size at stride 1, then batch norm, then activation; the last one's id. */
export function convStep(sketch: Sketch, from: string | null, step: ConvStep): string {
  const { number, out_channels, kernel_size, stride = 1, groups = 1, activation, normalise = true } = step
  const padding = Math.floor(kernel_size / 2)
  let last = sketch.apply(`conv${number}`, "Conv2d", from, {
    out_channels,
    kernel_size,
    ...(stride === 1 ? {} : { stride }),
    ...(padding === 0 ? {} : { padding }),
    ...(groups === 1 ? {} : { groups }),
    bias: false,
  })
  if (normalise) last = sketch.apply(`bn${number}`, "BatchNorm2d", last)
  return activation === null ? last : sketch.apply(`relu${number}`, activation, last)
}

/** The option of residual blocks that says what goes around them. */
export const shortcut = choice(["auto", "identity", "projection"], {
  doc: "Around the block: as it is, or through a 1×1 convolution; auto projects where stride or channels change.",
  fallback: "auto",
})

/** What is added at the end: the input, or its projection to the same size. `channels` is null where they are not known. */
export function shortcutFrom(
  sketch: Sketch,
  input: string,
  to: { readonly out_channels: number; readonly stride: number; readonly shortcut: "auto" | "identity" | "projection" },
): string {
  const changes = to.stride !== 1 || sketch.channels(to.out_channels) !== to.out_channels
  if (to.shortcut === "identity" || (to.shortcut === "auto" && !changes)) return input
  const { out_channels, stride } = to
  const conv = sketch.apply("downsample.0", "Conv2d", input, {
    out_channels,
    kernel_size: 1,
    ...(stride === 1 ? {} : { stride }),
    bias: false,
  })
  return sketch.apply("downsample.1", "BatchNorm2d", conv)
}
