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
