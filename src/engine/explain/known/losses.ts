// The losses that compare number by number, in words.

import { elementLoss } from "./elementLoss.ts"
import type { KnownRule } from "./known.ts"

/** By kind of op. */
export const ELEMENT_LOSSES: readonly (readonly [string, KnownRule])[] = [
  [
    "MSELoss",
    elementLoss({
      words: "The squares of the differences.",
      loss: "(x − t)²",
      tex: (x, t) => `(${x} - ${t})^2`,
      slope: { input: "2(x − t)", target: "2(t − x)" },
    }),
  ],
  [
    "L1Loss",
    elementLoss({
      words: "The sizes of the differences.",
      loss: "|x − t|",
      tex: (x, t) => `|${x} - ${t}|`,
      slope: { input: "sign(x − t)", target: "sign(t − x)" },
    }),
  ],
  [
    "HuberLoss",
    elementLoss({
      words: "Half the square of each difference, and a line where it is beyond δ.",
      loss: "ℓ(x − t)",
      tex: null,
      slope: { input: "x − t, at most δ", target: "t − x, at most δ" },
    }),
  ],
  [
    "SmoothL1Loss",
    elementLoss({
      words: "A parabola of each difference, and a line where it is beyond β.",
      loss: "ℓ(x − t)",
      tex: null,
      slope: { input: "(x − t)/β, at most 1", target: "(t − x)/β, at most 1" },
    }),
  ],
  [
    "KLDivLoss",
    elementLoss({
      words: "Each probability p of the target × how far its logarithm is above the input.",
      loss: "p (log p − x)",
      tex: null,
      slope: { input: "−p", target: "slope in the target" },
    }),
  ],
  [
    "BCELoss",
    elementLoss({
      words: "Minus the logarithm of the probability given to the target.",
      loss: "−(t log x + (1 − t) log(1 − x))",
      tex: null,
      slope: { input: "(x − t)/(x(1 − x))", target: "log(1 − x) − log x", weight: "loss without weight" },
    }),
  ],
]
