// Arithmetic and losses between shapes that do not go together.

import { joined, node, source, type Trouble } from "./building.ts"

export const ARITHMETIC: readonly Trouble[] = [
  joined("MatMul", { a: [4, 3], b: [5, 3] }, {}, /^Insert Permute before n:b: 5×3 → 3×5$/),
  joined("MatMul", { a: [3, 4], b: [3, 5] }, {}, /^Insert Permute before n:a: 3×4 → 4×3$/),
  joined("MatMul", { a: [2, 4, 3], b: [2, 5, 3] }, {}, /^Insert Permute before n:b: 2×5×3 → 2×3×5$/),
  joined("MatMul", { a: [2, 4, 3], b: [5, 3, 6] }, {}, /^Change the shape of in_/),
  joined("MatMul", { a: [3, 4], b: [5] }, {}, /^Change the shape of in_b to/),
  joined("MatMul", { a: [3, 4], b: [] }, {}, /^Use Mul instead of MatMul for n/),
  joined("Add", { a: [4, 8, 5, 5], b: [8] }, {}, /^Insert Reshape before n:b: 8 → 8×1×1$/),
  joined("Mul", { a: [4, 3], b: [4] }, {}, /^Insert Unsqueeze before n:b: 4 → 4×1$/),
  joined("Sub", { a: [2, 8, 8, 3], b: [2, 3, 8, 8] }, {}, /^Insert Permute before n:a: 2×8×8×3 → 2×3×8×8$/),
  joined("Add", { a: [4, 12], b: [4, 3, 2, 2] }, {}, /^Insert Reshape before n:a: 4×12 → 4×3×2×2$/),
  joined("Div", { a: [4, 3], b: [4, 5] }, {}, /^Change the shape of in_b to 4×3$/),
  joined("Where", { condition: [3], a: [2, 1], b: [4] }, {}, /^Change the shape of in_/),
  {
    name: "a mean that dropped its axis",
    nodes: [
      source("x", [4, 3]),
      node("m", "Mean", { input: "x" }, { dim: [1] }),
      node("n", "Sub", { a: "x", b: "m" }),
      node("after", "ReLU", { input: "n" }),
    ],
    offers: /^Set keepdim of m to true$/,
  },
  {
    name: "a variance that dropped its axis before a Standardize",
    nodes: [
      source("x", [4, 6, 5]),
      node("m", "Mean", { input: "x" }, { dim: [1], keepdim: true }),
      node("v", "Var", { input: "x" }, { dim: [1], correction: 0 }),
      node("n", "Standardize", { x: "x", mean: "m", variance: "v" }),
    ],
    offers: /^Set keepdim of v to true$/,
  },
]

export const LOSSES: readonly Trouble[] = [
  joined("CrossEntropyLoss", { input: [4, 3], target: [3] }, {}, /^Change the shape of in_target to 4$/),
  joined("CrossEntropyLoss", { input: [4, 3], target: [4, 1] }, {}, /^Insert Squeeze before n:target: 4×1 → 4$/),
  joined("CrossEntropyLoss", { input: [4, 3], target: [4, 5] }, {}, /^Change the shape of in_target to 4×3$/),
  joined(
    "CrossEntropyLoss",
    { input: [], target: [] },
    {},
    "a scalar has no classes, and how many were meant is not known",
  ),
  joined("CrossEntropyLoss", { input: [4, 3], target: [4], weight: [4] }, {}, /^Change the shape of in_weight to 3$/),
  joined("NLLLoss", { input: [4, 3], target: [4, 3] }, {}, /^Change the shape of in_target to 4$/),
  joined(
    "NLLLoss",
    { input: [2, 3, 5, 5], target: [2, 1, 5, 5] },
    {},
    /^Insert Squeeze before n:target: 2×1×5×5 → 2×5×5$/,
  ),
  joined("MSELoss", { input: [2, 3], target: [2] }, {}, /^Change the shape of in_target to 2×3$/),
  joined("L1Loss", { input: [4, 3], target: [4, 5] }, {}, /^Change the shape of in_target to 4×3$/),
  joined("BCELoss", { input: [4, 1], target: [4] }, {}, /^Insert Unsqueeze before n:target: 4 → 4×1$/),
  joined(
    "BCEWithLogitsLoss",
    { input: [2, 3], target: [2, 3], pos_weight: [2] },
    {},
    /^Change the shape of in_pos_weight to 3$/,
  ),
  joined("BCEWithLogitsLoss", { input: [2, 3], target: [2, 5] }, {}, /^Change the shape of in_target to 2×3$/),
  joined("HuberLoss", { input: [2], target: [2] }, { delta: 0 }, /^Set delta of n to 1$/),
  {
    name: "a head with other classes than its one-hot target",
    nodes: [
      source("x", [4, 8]),
      node("fc", "Linear", { input: "x" }, { out_features: 3 }),
      {
        ...source("t", [4, 5], "Input", { distribution: "onehot" }),
        values: { value: [0, 1, 2, 3].map((i) => [0, 1, 2, 3, 4].map((j) => Number(i === j))) },
      },
      node("n", "CrossEntropyLoss", { input: "fc", target: "t" }),
    ],
    offers: /^Set out_features of fc to 5$/,
  },
  {
    name: "a loss on a picture",
    nodes: [
      source("x", [4, 10, 7, 7]),
      source("t", [4, 3]),
      node("fc", "Linear", { input: "x" }, { out_features: 3 }),
      node("n", "MSELoss", { input: "fc", target: "t" }),
    ],
    offers: /^Insert Flatten before fc:input: 4×10×7×7 → 4×490$/,
  },
]
