import { adaptive } from "./adaptive.ts"

export const AdamW = adaptive({
  kind: "AdamW",
  title: "AdamW",
  summary: "Adam with weight decay that shrinks the weights themselves, not by way of the gradient.",
  decoupled: true,
  decay: 0.01,
})
