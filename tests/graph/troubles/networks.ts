// Whole networks in which one place does not fit: decoders, residuals, wired weights.

import { conv, residual, TRANSPOSED, type Trouble, UPSAMPLE, unet, wired } from "./building.ts"

export const FITTING_UNETS: readonly Trouble[] = [
  unet(350, 525, 4, UPSAMPLE, /^Set size of up3 to 43×65 instead of scale_factor, and likewise at \d more places$/),
  unet(9, 8, 1, UPSAMPLE, /^Set size of up0 to 9×8 instead of scale_factor$/),
  unet(7, 13, 2, UPSAMPLE, /^Insert Pad before cat1:inputs\[1\]: 1×4×2×6 → 1×4×3×6, and likewise at 1 more place$/),
  unet(21, 21, 2, UPSAMPLE, /^Insert Slice before cat0:inputs\[0\]: 1×4×21×21 → 1×4×20×20$/),
  unet(30, 45, 3, TRANSPOSED, /^Set output_padding of up2 to/),
]

export const RESIDUALS: readonly Trouble[] = [
  residual([2, 4, 8, 8], [["Conv2d", conv(6)]], /^Match channels before sum:b with a 1×1 convolution: 4 → 6$/),
  residual(
    [2, 4, 9, 9],
    [
      ["Conv2d", conv(8, { stride: 2 })],
      ["Conv2d", conv(8)],
    ],
    /^Match channels before sum:b with a 1×1 convolution: 4 → 8, stride 2×2$/,
  ),
  residual([2, 4, 8, 8], [["Conv2d", { out_channels: 4, kernel_size: 3 }]], /^Set padding of b0 to 1$/),
  residual([2, 4, 8, 8], [["Conv2d", conv(4, { stride: 2 })]], /^Set stride of b0 to 1$/),
  residual([2, 4, 12], [["Conv1d", conv(6)]], /^Match channels before sum:b with a convolution of kernel 1: 4 → 6$/),
  residual([5, 8], [["Linear", { out_features: 16 }]], /^Match features before sum:b with a Linear: 8 → 16$/),
  residual([5, 8], [["Linear", { out_features: 16 }]], /^Set out_features of b0 to 8$/),
  residual(
    [2, 5, 8],
    [
      ["Linear", { out_features: 12 }],
      ["GELU", {}],
    ],
    /^Set out_features of b0 to 8$/,
  ),
]

export const WIRED: readonly Trouble[] = [
  wired("Linear", [4, 3], { out_features: 10 }, "weight", [10, 4], /^Set shape of W to 10×3$/),
  wired("Linear", [4, 3], { out_features: 10 }, "weight", [3, 10], /^Insert Permute before n:weight: 3×10 → 10×3$/),
  wired("Linear", [4, 3], { out_features: 10 }, "weight", [8, 3], /^Set out_features of n to 8$/),
  wired("Linear", [4, 3], { out_features: 10 }, "bias", [10, 1], /^Set shape of W to 10$/),
  wired(
    "Linear",
    [4, 10, 7, 7],
    { out_features: 5 },
    "weight",
    [5, 490],
    /^Insert Flatten before n:input: 4×10×7×7 → 4×490$/,
  ),
  wired("Conv2d", [1, 3, 8, 8], conv(6), "weight", [6, 4, 3, 3], /^Set shape of W to 6×3×3×3$/),
  wired("Conv2d", [1, 3, 8, 8], conv(6), "weight", [6, 3, 5, 5], /^Set kernel_size of n to 5$/),
  wired("Conv2d", [1, 4, 8, 8], conv(6), "weight", [6, 2, 3, 3], /^Set groups of n to 2$/),
  wired("LayerNorm", [4, 8], { normalized_shape: 8 }, "weight", [4], /^Set shape of W to 8$/),
  wired("BatchNorm2d", [4, 6, 5, 5], {}, "weight", [3], /^Set shape of W to 6$/),
  wired("PReLU", [4, 6, 5, 5], { num_parameters: 1 }, "weight", [6], /^Set num_parameters of n to 6$/),
]

/** Decoders of many sizes: every one that halves an odd number of rows or columns on its way. */
export const ODD_UNETS: readonly Trouble[] = [9, 14, 21, 31, 44].flatMap((height) =>
  [2, 3].flatMap((depth) => {
    const width = height + 5
    const odd = Array.from({ length: depth }, (_, level) => [height >> level, width >> level]).flat()
    if (odd.every((n) => n % 2 === 0)) return []
    return [UPSAMPLE, TRANSPOSED].map((up) =>
      unet(
        height,
        width,
        depth,
        up,
        up === UPSAMPLE ? /^Set size of up\d to \d+×\d+ instead/ : /^Insert Pad before cat\d/,
      ),
    )
  }),
)

/** Residuals that change channels, stride or both, of planes, signals and features. */
export const SKIPS: readonly Trouble[] = [
  ...[1, 2, 3].flatMap((stride) =>
    [3, 8].map((out) =>
      residual(
        [2, 5, 13, 17],
        [
          ["Conv2d", conv(out, { stride })],
          ["ReLU", {}],
        ],
        new RegExp(`^Match channels before sum:b with a 1×1 convolution: 5 → ${out}${stride === 1 ? "$" : ", stride"}`),
      ),
    ),
  ),
  ...[2, 3].map((stride) =>
    residual(
      [2, 5, 12],
      [["Conv1d", conv(7, { stride })]],
      /^Match channels before sum:b with a convolution of kernel 1/,
    ),
  ),
  ...[6, 24].map((out) =>
    residual([2, 9, 12], [["Linear", { out_features: out }]], new RegExp(`with a Linear: 12 → ${out}$`)),
  ),
]

/** Wired weights of many layers whose number of outputs or inputs is another one. */
export const WEIGHTS: readonly Trouble[] = [2, 7].flatMap((more) => [
  wired("Linear", [4, 6], { out_features: 5 }, "weight", [5, 6 + more], /^Set shape of W to 5×6$/),
  wired(
    "Linear",
    [2, 3, 6],
    { out_features: 5 },
    "weight",
    [5 + more, 6],
    new RegExp(`^Set out_features of n to ${5 + more}$`),
  ),
  wired("Conv1d", [2, 3, 9], conv(4), "weight", [4, 3, 3 + more], /^Set shape of W to 4×3×3$/),
  wired(
    "ConvTranspose2d",
    [1, 3, 5, 5],
    conv(4),
    "weight",
    [3, 4 + more, 3, 3],
    new RegExp(`^Set out_channels of n to ${4 + more}$`),
  ),
  wired(
    "Embedding",
    [4],
    { num_embeddings: 10, embedding_dim: 3 },
    "weight",
    [10 + more, 3],
    new RegExp(`^Set num_embeddings of n to ${10 + more}$`),
  ),
  wired("GroupNorm", [2, 6, 4], { num_groups: 3 }, "weight", [6 + more], /^Set shape of W to 6$/),
  wired("RMSNorm", [2, 6], { normalized_shape: 6 }, "weight", [6 + more], /^Set shape of W to 6$/),
])
