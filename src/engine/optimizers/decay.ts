// Weight decay by way of the gradient, as SGD and Adam have it, in writing.

import type { RuleLine } from "./optimizer.ts"

/** g = dw + λw: the decay is part of the gradient, as in torch.optim.SGD and Adam (AdamW keeps it apart). */
export const COUPLED: RuleLine = {
  to: "g",
  tex: "@d + @lambda \\cdot @w",
  value: ({ d = 0, lambda = 0, w = 0 }) => d + lambda * w,
}

/** Letters of that line. */
export const DECAY_LETTERS = {
  lambda: { tex: "\\lambda", means: "weight decay" },
  g: { tex: "g", means: "gradient with weight decay" },
}
