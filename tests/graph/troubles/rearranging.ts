// Axes and sizes that the input does not have.

import { alone, behind, conv, listed, type Trouble } from "./building.ts"

export const REARRANGED: readonly Trouble[] = [
  listed(
    "Concat",
    [
      [4, 3],
      [4, 5],
    ],
    { dim: 0 },
    /^Set dim of n to 1$/,
  ),
  listed(
    "Concat",
    [
      [4, 3],
      [4, 5],
    ],
    { dim: 3 },
    /^Set dim of n to 1$/,
  ),
  listed(
    "Concat",
    [
      [1, 4, 9, 9],
      [1, 6, 8, 8],
    ],
    { dim: 1 },
    /^Insert Slice before n:inputs\[0\]: 1×4×9×9 → 1×4×8×8$/,
  ),
  listed(
    "Concat",
    [
      [1, 4, 9, 9],
      [1, 6, 8, 8],
      [1, 2, 8, 9],
    ],
    { dim: 1 },
    /^Insert Pad before n:inputs\[1\]: 1×6×8×8 → 1×6×9×9, and likewise at 1 more place$/,
  ),
  listed("Concat", [[4, 3], [4]], { dim: 1 }, /^Insert Unsqueeze before n:inputs\[1\]: 4 → 4×1$/),
  listed(
    "Concat",
    [[], []],
    { dim: 0 },
    "scalars have no axis; Stack joins them, which is another op with another output",
  ),
  listed(
    "Stack",
    [
      [4, 3],
      [4, 5],
    ],
    { dim: 0 },
    /^Change the shape of x1 to 4×3$/,
  ),
  alone("Reshape", [4, 49], { shape: [2, 49] }, /^Set shape of n to −1, 49$/),
  alone("Reshape", [4, 10], { shape: [4, 3, -1] }, /^Set shape of n to 4, −1$/),
  alone("Reshape", [4, 6], { shape: [-1, -1] }, /^Set shape of n to/),
  alone("Reshape", [4, 6], { shape: [0, 6] }, /^Set shape of n to −1, 6$/),
  alone("Split", [4, 6], { split_size: [2, 3], dim: 1 }, /^Set split_size of n to 2, 4$/),
  alone("Split", [], { split_size: 1 }, /^Insert Unsqueeze before n:input: scalar → 1$/),
  alone("Slice", [], { start: 0 }, /^Insert Unsqueeze before n:input: scalar → 1$/),
  alone("Slice", [4, 6], { dim: 1, start: 5, end: 3 }, /^Set start of n to 0$/),
  alone("Flatten", [2, 3, 4], { start_dim: 2, end_dim: 1 }, /^Exchange start_dim and end_dim of n: 1 and 2$/),
  alone("Expand", [4, 1, 3], { shape: [5, 3] }, /^Set shape of n to −1, 1, −1$/),
  alone("Expand", [4, 3], { shape: [2, 5, 3] }, /^Set shape of n to 2, −1, −1$/),
  alone("Expand", [3], { shape: [-1, 3] }, /^Set shape of n to 1, −1$/),
  alone("Expand", [1, 3], { shape: [0, 3] }, /^Set shape of n to 1, −1$/),
  alone("Permute", [2, 8, 8, 3], { dims: [0, 2, 1] }, /^Set dims of n to 0, 3, 1, 2$/),
  alone("Pad", [4, 3], { pad: [1, 1, 1] }, /^Set pad of n to 1, 1, 1, 0$/),
  alone("Pad", [3], { pad: [1, 1, 1, 1] }, /^Set pad of n to 1, 1$/),
  alone("Pad", [4, 3], { pad: [-2, -1] }, /^Set pad of n to −1, −1$/),
  alone("Pad", [2, 3, 4], { pad: [4, 0], mode: "reflect" }, /^Set mode of n to constant$/),
  alone("Pad", [2, 3, 4], { pad: [-1, 0], mode: "replicate" }, /^Set mode of n to constant$/),
  alone("Pad", [2, 3], { pad: [1, 0, 1, 0], mode: "circular" }, /^Set mode of n to constant$/),
  alone(
    "PixelShuffle",
    [1, 6, 4, 4],
    { upscale_factor: 2 },
    "the channels are those of the data: 6 of them make no square",
  ),
  behind(["Conv2d", conv(6)], "PixelShuffle", [1, 3, 4, 4], { upscale_factor: 2 }, /^Set out_channels of b to 8$/),
  alone("PixelShuffle", [4, 4], { upscale_factor: 1 }, /^Insert Unsqueeze before n:input: 4×4 → 1×4×4$/),
  alone("Softmax", [4, 3], { dim: 2 }, /^Set dim of n to 1$/),
  alone("Sum", [4, 3], { dim: [0, 2] }, /^Set dim of n to 0$/),
  alone("Mean", [4, 3], { dim: [1, -1] }, /^Set dim of n to 1$/),
  alone("CumSum", [4, 3], { dim: 2 }, /^Set dim of n to 1$/),
  alone("Transpose", [4, 3], { dim0: 0, dim1: 3 }, /^Set dim1 of n to 1$/),
  alone("Unsqueeze", [4, 3], { dim: 5 }, /^Set dim of n to 1$/),
  alone("Squeeze", [4, 1], { dim: 2 }, /^Set dim of n to 1$/),
]
