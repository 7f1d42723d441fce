// Forward and both gradients of convolutions as networks have them, one example, float32.

import { bench, describe } from "vitest"
import { convolve, convolveTransposed, convolveWeight } from "../src/tensor/conv/conv.ts"
import type { Convolution } from "../src/tensor/conv/phase.ts"
import { full } from "../src/tensor/tensor.ts"
import { finish } from "../src/tensor/work.ts"

interface Layer {
  readonly channels: number
  readonly filters: number
  readonly size: number
  readonly kernel: number
  readonly stride: number
  readonly groups?: number
}

const layers: readonly (readonly [string, Layer])[] = [
  ["3×3, 64 to 64, 56×56 (116 million multiply-adds)", { channels: 64, filters: 64, size: 56, kernel: 3, stride: 1 }],
  ["7×7, 3 to 64, 224×224, stride 2 (118 million)", { channels: 3, filters: 64, size: 224, kernel: 7, stride: 2 }],
  ["3×3, 512 to 512, 7×7 (116 million)", { channels: 512, filters: 512, size: 7, kernel: 3, stride: 1 }],
  ["3×3 depthwise, 96, 56×56 (2.7 million)", { channels: 96, filters: 96, size: 56, kernel: 3, stride: 1, groups: 96 }],
]

for (const [name, { channels, filters, size, kernel, stride, groups = 1 }] of layers) {
  const padding = Math.floor(kernel / 2)
  const output = Math.floor((size + 2 * padding - kernel) / stride) + 1
  const c: Convolution = {
    batch: 1,
    groups,
    channels: channels / groups,
    filters: filters / groups,
    input: [size, size],
    kernel: [kernel, kernel],
    stride: [stride, stride],
    dilation: [1, 1],
    padding: [padding, padding],
    output: [output, output],
    flip: false,
  }
  const x = full([1, channels, size, size], 0.5, "float32")
  const w = full([filters, channels / groups, kernel, kernel], 0.25, "float32")
  const y = full([1, filters, output, output], 0.125, "float32")
  const options = { time: 1000, warmupTime: 300 }
  describe(name, () => {
    bench("forward", () => void finish(convolve(x, w, null, c, y.shape)), options)
    bench("gradient of the input", () => void finish(convolveTransposed(y, w, null, c, x.shape)), options)
    bench("gradient of the weight", () => void finish(convolveWeight(x, y, c, w.shape)), options)
  })
}
